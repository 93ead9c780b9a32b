"""A person's dated corrections of published facts: made, withdrawn, and bound anew when the cleaning rules change."""

from __future__ import annotations

from datetime import date

import polars as pl
from django.db.models import Q
from django.utils import timezone

from irhub.registers import rows
from irhub.registers.models import SPAN_MODELS, Correction, Edition, Span
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Source
from irhub.registers.sources.keys import CLEANER
from irhub.web.errors import ActionRefused


def correct(
    register: str,
    record: str,
    field: str,
    corrected: str,
    *,
    reason: str,
    by: str,
    since: date | None = None,
    until: date | None = None,
) -> Correction:
    """Put a correction beside what a register says now.

    `record`: the key of whom it is about, or its name as published. `field`: a column of the register. `since` is the
    edition that is corrected unless given. Raises ActionRefused if no record, or more than one body, is called that, if the
    register has no such field, or if the period is empty.
    """
    source = SOURCES[register]
    if field not in {column.field for column in source.columns}:
        raise ActionRefused(
            f"{source.title} has no field {field}. It has {', '.join(column.field for column in source.columns)}."
        )
    span = _newest_span(source, record)
    begins = since or span.since
    if until and until <= begins:
        raise ActionRefused(f"The correction would end on {until} before it begins on {begins}.")
    if not corrected.strip() or not reason.strip():
        raise ActionRefused("Say what is right, and why you say so.")
    return Correction.objects.create(
        register=register,
        entity_key=getattr(span, source.entity_key),
        field=field,
        published=str(getattr(span, field) or ""),
        corrected=corrected.strip(),
        reason=reason.strip(),
        from_date=begins,
        until_date=until,
        made_by=by,
        made_at=timezone.now(),
        edition_date=span.since,
        line=span.line,
        cleaner=CLEANER,
    )


def withdraw(number: int) -> Correction:
    """Take a correction back: it is kept, and no longer shown. Raises ActionRefused if there is none, or it was withdrawn."""
    found = Correction.objects.filter(pk=number, withdrawn_at=None).first()
    if found is None:
        raise ActionRefused(f"No correction {number} stands: `irhub corrections` lists them.")
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])
    return found


def rebind(source: Source) -> None:
    """Give corrections made under older cleaning rules the key that their row has under the rules of now.

    Raises ActionRefused if a row cannot be found again: nothing that a person decided is dropped in silence. A correction whose
    edition was rejected is bound to its row there, and counts again when the edition does.
    """
    for made in Correction.objects.filter(register=source.name).exclude(cleaner=CLEANER):
        key = next(filter(None, (_key_in(edition, made, source) for edition in _held(made))), None)
        if key is None:
            raise ActionRefused(
                f"Correction {made.pk} has lost its row: line {made.line} of {source.name}/{made.edition_date}."
            )
        made.entity_key, made.cleaner = key, CLEANER
        made.save(update_fields=["entity_key", "cleaner"])


def rehome(source: Source, on: date) -> None:
    """After another edition, or none, is accepted of a date: bind corrections that were made on rows of the one of that date
    to a row of the history as it is now, where whom they are about still stands in it. The others wait."""
    for made in Correction.objects.filter(register=source.name, edition_date=on):
        spans = SPAN_MODELS[source.name]._base_manager.filter(**{source.entity_key: made.entity_key})
        span = spans.order_by("-since", "line").first()
        if span is not None:
            made.edition_date, made.line = span.since, span.line
            made.save(update_fields=["edition_date", "line"])


def _held(made: Correction) -> list[Edition]:
    """The editions of the date on whose row a correction was made, the accepted one first."""
    editions = Edition.objects.filter(register=made.register, date=made.edition_date)
    return sorted(editions, key=lambda edition: (edition.state != Edition.State.ACCEPTED, edition.pk))


def _key_in(edition: Edition, made: Correction, source: Source) -> str | None:
    """The key of the row that a correction was made on, if this edition has it: at its line, and reading the same."""
    row = rows.records_of(edition).filter(pl.col("line") == made.line)
    if row.is_empty():
        return None
    reads = row[made.field][0]
    same = edition.state == Edition.State.ACCEPTED or str("" if reads is None else reads) == made.published
    return str(row[source.entity_key][0]) if same else None


def _newest_span(source: Source, record: str) -> Span:
    spans = SPAN_MODELS[source.name]._base_manager
    names = [name for name in ("name", "location_name", "company_name") if name in source.fields]
    called = Q(**{source.entity_key: record})
    for name in names:
        called |= Q(**{f"{name}__iexact": record})
    keys = sorted(set(spans.filter(called).values_list(source.entity_key, flat=True)))
    if not keys:
        raise ActionRefused(f"{source.title} has no record called {record}.")
    if len(keys) > 1:
        raise ActionRefused(f"{len(keys)} records are called {record}. Name one by its key: {', '.join(keys[:10])}.")
    newest = spans.filter(**{source.entity_key: keys[0]}).order_by("-since", "line").first()
    assert newest is not None
    return newest
