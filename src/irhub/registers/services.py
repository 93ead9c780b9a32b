"""Taking in editions: the only place that writes to a register's history.

An edition is judged and applied in one transaction under the register's lock: after a crash at any moment the history
is as before it or as after it, and loading the same file again finishes the work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from irhub.registers import archive, corrections, rows
from irhub.registers.fictional import FICTIONAL_NOTICE
from irhub.registers.history import span_work
from irhub.registers.judging import Limits, Verdict, judge, judge_total
from irhub.registers.models import SPAN_MODELS, Change, Edition, IssueCount
from irhub.registers.reading import date_in_name, edition_date, recognise
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Refused, Source
from irhub.registers.sources.keys import CLEANER
from irhub.registers.spans import drop_changes, tell_returns, write_changes, write_spans
from irhub.registers.wanted import wanted_companies


class Outcome(StrEnum):
    """What became of a file."""

    APPLIED = "applied"
    HELD = "already held"
    QUARANTINED = "quarantined"


@dataclass(frozen=True)
class Loaded:
    """An edition and what became of it."""

    edition: Edition
    outcome: Outcome


def limits() -> Limits:
    """The limits of the settings."""
    return Limits(
        settings.IRHUB_MAX_LOST_PERCENT,
        settings.IRHUB_MAX_GAINED_PERCENT,
        settings.IRHUB_MAX_NEWLY_BLANK_PERCENT,
    )


def load(path: Path, *, register: str | None = None, given: date | None = None) -> Loaded:
    """Take in a publisher's file.

    `register`: its register, else recognised by its header. `given`: the date to use if neither the file's name nor
    its content states one. Raises Refused, with nothing changed, if it is not a whole edition of a known register.
    """
    sha256 = archive.sha256_of(path)
    if held := _held(sha256, path.name, given):
        return held
    source = _source(register) if register else recognise(path, SOURCES.values())
    fictional = (path.parent / FICTIONAL_NOTICE).exists()
    _refuse_mixing(fictional)
    if not source.extract:
        return _take_in(source, path, sha256, given, fictional)
    with TemporaryDirectory(prefix="irhub-") as folder:
        on, _ = edition_date(path.name, None, given)
        extracted = Path(folder) / f"{source.name}-{on:%Y-%m-%d}.extract.jsonl"
        source.extract(path, extracted, wanted_companies(), on)
        sha256 = archive.sha256_of(extracted)
        return _held(sha256, extracted.name, given) or _take_in(source, extracted, sha256, given, fictional)


def _take_in(source: Source, path: Path, sha256: str, given: date | None, fictional: bool) -> Loaded:
    """Take in a file, of which not a byte is lost, as an edition of a register."""
    read = rows.read_file(source, path)
    if read.records.is_empty():
        raise Refused(f"{path.name} has the header of the {source.title} but not one record.")
    on, origin = edition_date(path.name, read.content_date, given)
    with ThreadPoolExecutor(1) as beside:  # both mostly wait for the disk
        storing = beside.submit(archive.store, rows.archive_folder(), path, sha256)
        rows.keep(source.name, sha256, read)
        storing.result()
    with transaction.atomic():
        _lock(source)
        if held := Edition.objects.filter(register=source.name, sha256=sha256, date=on).first():
            return Loaded(held, Outcome.HELD)
        edition = _judged(source, read, on)
        edition.date_origin, edition.sha256, edition.fictional = origin, sha256, fictional
        edition.file_name, edition.size_bytes = path.name, path.stat().st_size
        edition.save()
        IssueCount.objects.bulk_create(
            IssueCount(edition=edition, **counted)
            for counted in read.issues.group_by("field", "rule").agg(values=pl.len()).sort("field", "rule").to_dicts()
        )
        if edition.state == Edition.State.ACCEPTED:
            _apply(source, edition, read.records)
    rows.prune(source.name)
    return Loaded(edition, Outcome.APPLIED if edition.state == Edition.State.ACCEPTED else Outcome.QUARANTINED)


def accept(edition: Edition, *, by: str, at: Any = None) -> Edition:
    """A person accepts a quarantined edition: it is applied, in place of any other edition of its date.

    Raises Refused if the edition is not quarantined.
    """
    source = SOURCES[edition.register]
    with transaction.atomic():
        _lock(source)
        edition.refresh_from_db()
        if edition.state != Edition.State.QUARANTINED:
            raise Refused(f"The edition {edition} is {edition.state}: only a quarantined edition can be accepted.")
        replaced = Edition.objects.filter(register=source.name, date=edition.date, state=Edition.State.ACCEPTED).update(
            state=Edition.State.SUPERSEDED
        )
        edition.state, edition.decided_by, edition.decided_at = (
            Edition.State.ACCEPTED,
            by,
            at or timezone.now(),
        )
        edition.save()
        if replaced:
            _rebuild(source, lambda *_: None)
        else:
            _apply(source, edition, rows.records_of(edition))
    return edition


def rebuild(progress: Callable[[str, int, int], None] = lambda *_: None) -> None:
    """Make spans and changes anew from the archived editions that are accepted, in one transaction.

    Raises Refused, with nothing changed, if a correction cannot be bound to its row again.

    `progress` is told the register, how many of its editions are done, and how many there are.
    """
    with transaction.atomic():
        for source in SOURCES.values():
            _lock(source)
            _rebuild(source, progress)
            corrections.rebind(source)


def _rebuild(source: Source, progress: Callable[[str, int, int], None]) -> None:
    SPAN_MODELS[source.name]._base_manager.all().delete()
    Change.objects.filter(register=source.name).delete()
    editions = list(_accepted(source).order_by("date"))
    before: tuple[date, pl.DataFrame] | None = None
    for done, edition in enumerate(editions, 1):
        records = rows.records_of(edition)
        _put(source, (edition.date, records), before, None)
        before = (edition.date, records)
        if edition.cleaner != CLEANER:
            Edition.objects.filter(pk=edition.pk).update(cleaner=CLEANER)
        if done % rows.UNPACKED == 0:
            rows.prune(source.name)
        progress(source.name, done, len(editions))
    rows.prune(source.name)
    if editions:
        tell_returns(source, editions[0].date)


def _held(sha256: str, file_name: str, given: date | None) -> Loaded | None:
    """The edition that these bytes already are; a publisher may put out the same bytes again under another date."""
    dated = date_in_name(file_name)
    for edition in Edition.objects.filter(sha256=sha256).order_by("date"):
        if edition.date == (dated or (given if edition.date_origin == "given" else edition.date)):
            waiting = edition.state == Edition.State.QUARANTINED
            return Loaded(edition, Outcome.QUARANTINED if waiting else Outcome.HELD)
    return None


def _source(register: str) -> Source:
    try:
        return SOURCES[register]
    except KeyError:
        raise Refused(f"There is no register named {register}. The registers are {', '.join(SOURCES)}.") from None


def _refuse_mixing(fictional: bool) -> None:
    if Edition.objects.exclude(fictional=fictional).exists():
        held, new = ("real", "fictional") if fictional else ("fictional", "real")
        raise Refused(
            f"This data folder holds {held} registers and the file is {new}: they are never mixed."
            " Set IRHUB_HOME to another folder."
        )


def _lock(source: Source) -> None:
    """Two loads of one register wait for each other; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"irhub register {source.name}"])


def _accepted(source: Source) -> Any:
    return Edition.objects.filter(register=source.name, state=Edition.State.ACCEPTED)


def _neighbours(source: Source, on: date) -> tuple[Edition | None, Edition | None]:
    editions = _accepted(source)
    return editions.filter(date__lt=on).order_by("-date").first(), editions.filter(date__gt=on).order_by("date").first()


def _judged(source: Source, read: rows.Rows, on: date) -> Edition:
    """A new edition, not yet saved, with the verdict on it."""
    before, _ = _neighbours(source, on)
    if _accepted(source).filter(date=on).exists():
        verdict = Verdict(
            False,
            f"Quarantined: another edition dated {on:%-d %B %Y} is already held. Accepting this one replaces it.",
        )
    elif source.partly_kept:
        verdict = judge_total(before.row_count if before else None, read.total, limits())
    else:
        records = rows.records_of(before) if before else None
        verdict = judge(records, read.records, source, limits())
    return Edition(
        register=source.name,
        date=on,
        record_count=read.records.height,
        row_count=read.total,
        state=Edition.State.ACCEPTED if verdict.accepted else Edition.State.QUARANTINED,
        reason=verdict.reason,
        lost_percent=verdict.lost,
        gained_percent=verdict.gained,
        loaded_at=timezone.now(),
        cleaner=CLEANER,
    )


def _apply(source: Source, edition: Edition, records: pl.DataFrame) -> None:
    """Put an accepted edition between its neighbours in the history."""
    if _accepted(source).exclude(cleaner=CLEANER).exists():
        raise Refused("The cleaning rules have changed since registers were loaded: run irhub rebuild first.")
    before, after = (
        (neighbour.date, rows.records_of(neighbour)) if neighbour else None
        for neighbour in _neighbours(source, edition.date)
    )
    if before and after:
        drop_changes(source, after=before[0], by=after[0])
    _put(source, (edition.date, records), before, after)
    tell_returns(source, edition.date)


def _put(
    source: Source,
    edition: tuple[date, pl.DataFrame],
    before: tuple[date, pl.DataFrame] | None,
    after: tuple[date, pl.DataFrame] | None,
) -> None:
    on, records = edition
    work = span_work(
        before[1] if before else None,
        records,
        after[1] if after else None,
        key=source.record_key,
        facts=source.facts,
    )
    write_spans(source, work, on=on, before=before[0] if before else None, after=after[0] if after else None)
    for old, new in _windows(before, edition, after):
        write_changes(source, source.changes(old[1], new[1]), after=old[0], by=new[0])


def _windows(*editions: tuple[date, pl.DataFrame] | None) -> Iterable[tuple[Any, Any]]:
    held = [edition for edition in editions if edition]
    return pairwise(held)
