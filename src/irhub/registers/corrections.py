"""A person's dated corrections of published facts: made, withdrawn, and bound anew when the cleaning rules change."""

from __future__ import annotations

from datetime import date

import polars as pl
from django.db.models import Q
from django.utils import timezone

from irhub.registers import rows
from irhub.registers.models import SPAN_MODELS, Correction, Edition, Span
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Refused, Source
from irhub.registers.sources.keys import CLEANER


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
    edition that is corrected unless given. Raises Refused if no record, or more than one body, is called that, if the
    register has no such field, or if the period is empty.
    """
    source = SOURCES[register]
    if field not in {column.field for column in source.columns}:
        raise Refused(
            f"{source.title} has no field {field}. It has {', '.join(column.field for column in source.columns)}."
        )
    span = _newest_span(source, record)
    begins = since or span.since
    if until and until <= begins:
        raise Refused(f"The correction would end on {until} before it begins on {begins}.")
    if not corrected.strip() or not reason.strip():
        raise Refused("Say what is right, and why you say so.")
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
    """Take a correction back: it is kept, and no longer shown. Raises Refused if there is none, or it was withdrawn."""
    found = Correction.objects.filter(pk=number, withdrawn_at=None).first()
    if found is None:
        raise Refused(f"No correction {number} stands: `irhub corrections` lists them.")
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])
    return found


def rebind(source: Source) -> None:
    """Give corrections made under older cleaning rules the key that their row has under the rules of now.

    Raises Refused if a row cannot be found again: nothing that a person decided is dropped in silence.
    """
    for made in Correction.objects.filter(register=source.name).exclude(cleaner=CLEANER):
        edition = Edition.objects.filter(
            register=source.name, date=made.edition_date, state=Edition.State.ACCEPTED
        ).first()
        found = rows.records_of(edition).filter(pl.col("line") == made.line) if edition else pl.DataFrame()
        if found.is_empty():
            raise Refused(
                f"Correction {made.pk} has lost its row: line {made.line} of {source.name}/{made.edition_date}."
            )
        made.entity_key, made.cleaner = found[source.entity_key][0], CLEANER
        made.save(update_fields=["entity_key", "cleaner"])


def _newest_span(source: Source, record: str) -> Span:
    spans = SPAN_MODELS[source.name]._base_manager
    names = [name for name in ("name", "location_name", "company_name") if name in source.fields]
    called = Q(**{source.entity_key: record})
    for name in names:
        called |= Q(**{f"{name}__iexact": record})
    keys = sorted(set(spans.filter(called).values_list(source.entity_key, flat=True)))
    if not keys:
        raise Refused(f"{source.title} has no record called {record}.")
    if len(keys) > 1:
        raise Refused(f"{len(keys)} records are called {record}. Name one by its key: {', '.join(keys[:10])}.")
    newest = spans.filter(**{source.entity_key: keys[0]}).order_by("-since", "line").first()
    assert newest is not None
    return newest
