"""Taking in editions. With people's decisions on them (deciding.py), the only place that writes to a register's history.

An edition is judged and applied in one transaction under the register's lock: after a crash at any moment the history
is as before it or as after it, and loading the same file again finishes the work.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from irhub.registers import applying, archive, corrections, rows
from irhub.registers.companies_of_interest import companies_of_interest
from irhub.registers.deciding import decision_told
from irhub.registers.edition_checks import Judged, Limits, Neighbour, judge
from irhub.registers.finding import FICTIONAL_NOTICE, plain
from irhub.registers.models import SPAN_MODELS, Edition, IssueCount
from irhub.registers.reading import date_in_name, edition_date, recognise
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Refused, Source
from irhub.registers.sources.keys import CLEANER


class Outcome(StrEnum):
    """What became of a file."""

    APPLIED = "applied"
    HELD = "already held"
    QUARANTINED = "quarantined"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Loaded:
    """An edition, what became of it, and why, in a sentence."""

    edition: Edition
    outcome: Outcome

    @property
    def reason(self) -> str:
        """Why: the verdict's reason, or of a rejected edition who rejected it and why."""
        if self.outcome is Outcome.REJECTED:
            return f"{decision_told(self.edition)} irhub accept brings it back."
        return self.edition.reason


_OUTCOMES = {Edition.State.QUARANTINED: Outcome.QUARANTINED, Edition.State.REJECTED: Outcome.REJECTED}
"""What becomes of a file that is held already, by the state of its edition; of others it is HELD."""


def limits() -> Limits:
    """The limits of the settings."""
    return Limits(
        settings.IRHUB_MAX_LOST_PERCENT,
        settings.IRHUB_MAX_GAINED_PERCENT,
        settings.IRHUB_MAX_NEWLY_BLANK_PERCENT,
        settings.IRHUB_FEWEST_RECORDS_PERCENT,
    )


def load(path: Path, *, register: str | None = None, given: date | None = None) -> Loaded:
    """Take in a publisher's file, or the same compressed with gzip: one edition either way.

    `register`: its register, else recognised by its header. `given`: the date to use if neither the file's name nor
    its content states one. Raises Refused, with nothing changed, if it is not a whole edition of a known register.
    """
    fictional = (path.parent / FICTIONAL_NOTICE).exists()
    with plain(path) as unpacked:
        return _load(unpacked, register, given, fictional)


def _load(path: Path, register: str | None, given: date | None, fictional: bool) -> Loaded:
    sha256 = archive.sha256_of(path)
    if held := _held(sha256, path.name, given):
        return held
    source = _source(register) if register else recognise(path, SOURCES.values())
    _refuse_mixing(fictional)
    if not source.extract:
        return _take_in(source, path, sha256, given, fictional)
    with TemporaryDirectory(prefix="irhub-") as folder:
        on, _ = edition_date(path.name, None, given)
        extracted = Path(folder) / f"{source.name}-{on.isoformat()}.extract.jsonl"
        source.extract(path, extracted, companies_of_interest(), on)
        sha256 = archive.sha256_of(extracted)
        return _held(sha256, extracted.name, given) or _take_in(source, extracted, sha256, given, fictional)


def _take_in(source: Source, path: Path, sha256: str, given: date | None, fictional: bool) -> Loaded:
    """Take in a file, of which not a byte is lost, as an edition of a register."""
    read = rows.read_file(source, path, given)
    if read.records.is_empty():
        raise Refused(f"{path.name} has the header of the {source.title} but not one record.")
    on, origin = edition_date(path.name, read.content_date, given)
    with ThreadPoolExecutor(1) as beside:  # both mostly wait for the disk
        storing = beside.submit(archive.store, archive.archive_folder(), path, sha256)
        rows.keep(source.name, sha256, read)
        storing.result()
    with transaction.atomic():
        applying.lock(source)
        if held := Edition.objects.filter(register=source.name, sha256=sha256, date=on).first():
            return _already(held)
        edition = _judged(source, read, on, fictional)
        edition.date_origin, edition.sha256 = origin, sha256
        edition.file_name, edition.size_bytes = path.name, path.stat().st_size
        edition.save()
        IssueCount.objects.bulk_create(
            IssueCount(edition=edition, **counted)
            for counted in read.issues.group_by("field", "rule").agg(values=pl.len()).sort("field", "rule").to_dicts()
        )
        if edition.state == Edition.State.ACCEPTED:
            applying.put_in(source, edition, read.records)
    rows.prune(source.name)
    return Loaded(edition, Outcome.APPLIED if edition.state == Edition.State.ACCEPTED else Outcome.QUARANTINED)


def rebuild(progress: Callable[[str, int, int], None] = lambda *_: None) -> None:
    """Make spans and changes anew from the archived editions that are accepted, in one transaction.

    Raises Refused, with nothing changed, if a correction cannot be bound to its row again.

    `progress` is told the register, how many of its editions are done, and how many there are.
    """
    with transaction.atomic():
        for source in SOURCES.values():
            applying.lock(source)
            applying.make_anew(source, progress)
            corrections.rebind(source)


def _already(edition: Edition) -> Loaded:
    return Loaded(edition, _OUTCOMES.get(Edition.State(edition.state), Outcome.HELD))


def _held(sha256: str, file_name: str, given: date | None) -> Loaded | None:
    """The edition that these bytes already are; a publisher may put out the same bytes again under another date. A day that is given counts where
    the bytes themselves state none: a file can be given its right day after its name had a wrong one."""
    dated = date_in_name(file_name)
    for edition in Edition.objects.filter(sha256=sha256).order_by("date"):
        stated = {"given": given, "file name": given or edition.date}.get(edition.date_origin, edition.date)
        if edition.date == (dated or stated):
            return _already(edition)
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


def _judged(source: Source, read: rows.Rows, on: date, fictional: bool) -> Edition:
    """A new edition, not yet saved, with the verdict on it."""
    before, after = applying.neighbours(source, on)
    verdict = judge(
        Judged(
            source,
            read.records,
            read.issues,
            read.total,
            read.published.height,
            on,
            timezone.localdate(),
            limits(),
            _neighbour(source, before),
            _neighbour(source, after),
            _standing(source),
            applying.accepted(source).filter(date=on).count(),
            fictional,
        )
    )
    return Edition(
        register=source.name,
        date=on,
        record_count=read.records.height,
        row_count=read.total,
        state=Edition.State.ACCEPTED if verdict.accepted else Edition.State.QUARANTINED,
        reason=verdict.reason,
        checks=[check.as_kept() for check in verdict.checks],
        lost_percent=verdict.lost,
        gained_percent=verdict.gained,
        fictional=fictional,
        loaded_at=timezone.now(),
        cleaner=CLEANER,
    )


def _neighbour(source: Source, edition: Edition | None) -> Neighbour | None:
    if edition is None:
        return None
    records = pl.DataFrame() if source.partly_kept else rows.records_of(edition)
    return Neighbour(edition.date, records, edition.row_count)


def _standing(source: Source) -> tuple[pl.Series, date] | None:
    """Who stands on the register on which nobody of this one should (Expected.never_on), and since which edition; None if
    that is not held."""
    if source.expected.never_on is None:
        return None
    register, field, _ = source.expected.never_on
    newest = applying.accepted(SOURCES[register]).order_by("-date").first()
    if newest is None:
        return None
    standing = SPAN_MODELS[register]._base_manager.filter(until=None).values_list(field, flat=True).distinct()
    return pl.Series(field, list(standing), dtype=pl.String), newest.date
