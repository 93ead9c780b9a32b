"""Putting an edition into a register's history and taking it out again: spans and changes follow from the editions alone.

Each function works in the caller's transaction, under the register's lock (`lock`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl
from django.db import connection

from irhub.registers import rows
from irhub.registers.history import removal_work, span_work
from irhub.registers.models import SPAN_MODELS, Change, Edition
from irhub.registers.sources.base import Refused, Source
from irhub.registers.sources.keys import CLEANER
from irhub.registers.spans import (
    doubt_returns,
    drop_changes,
    remove_spans,
    tell_returns,
    write_changes,
    write_spans,
)

Dated = tuple[date, pl.DataFrame]
"""The date of an edition and its records."""


def lock(source: Source) -> None:
    """Have loads, acceptances and rejections of one register wait for each other; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"irhub register {source.name}"])


def accepted(source: Source) -> Any:
    """The accepted editions of a register: those that its history is made of."""
    return Edition.objects.filter(register=source.name, state=Edition.State.ACCEPTED)


def neighbours(source: Source, on: date) -> tuple[Edition | None, Edition | None]:
    """The accepted editions next before and next after a date."""
    editions = accepted(source)
    return editions.filter(date__lt=on).order_by("-date").first(), editions.filter(date__gt=on).order_by("date").first()


def put_in(source: Source, edition: Edition, records: pl.DataFrame) -> None:
    """Put an accepted edition between its neighbours. Raises Refused if the history was made by other cleaning rules."""
    before, after = _records_beside(source, edition)
    if before and after:
        drop_changes(source, after=before[0], by=after[0])
    _put(source, (edition.date, records), before, after)
    tell_returns(source, edition.date)


def take_out(source: Source, edition: Edition) -> None:
    """Take an edition that was accepted out from between its neighbours: as if it had never been put in.

    Raises Refused if the history was made by other cleaning rules.
    """
    before, after = _records_beside(source, edition)
    this = (edition.date, rows.records_of(edition))
    for old, new in _windows(before, this, after):
        drop_changes(source, after=old[0], by=new[0])
    work = removal_work(
        before[1] if before else None,
        this[1],
        after[1] if after else None,
        key=source.record_key,
        facts=source.facts,
    )
    remove_spans(source, work, on=edition.date, after=after[0] if after else None)
    if before and after:
        write_changes(source, source.changes(before[1], after[1]), after=before[0], by=after[0])
    doubt_returns(source, edition.date)


def make_anew(source: Source, progress: Callable[[str, int, int], None]) -> None:
    """Make the whole history of a register from its accepted editions. `progress`: see taking_in.rebuild."""
    SPAN_MODELS[source.name]._base_manager.all().delete()
    Change.objects.filter(register=source.name).delete()
    editions = list(accepted(source).order_by("date"))
    before: Dated | None = None
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


def _records_beside(source: Source, edition: Edition) -> tuple[Dated | None, Dated | None]:
    if accepted(source).exclude(cleaner=CLEANER).exists():
        raise Refused("The cleaning rules have changed since registers were loaded: run irhub rebuild first.")
    before, after = neighbours(source, edition.date)
    return (
        (before.date, rows.records_of(before)) if before else None,
        (after.date, rows.records_of(after)) if after else None,
    )


def _put(source: Source, edition: Dated, before: Dated | None, after: Dated | None) -> None:
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


def _windows(*editions: Dated | None) -> Iterable[tuple[Dated, Dated]]:
    return pairwise([edition for edition in editions if edition])
