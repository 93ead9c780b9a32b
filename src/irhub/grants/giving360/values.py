"""An award as single values by column: what JSON, workbook and CSV are all made of, so that they say the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from irhub.grants.giving360.awards import Award, Nature, Organisation, Period
from irhub.grants.giving360.fields import Field, by_key

Plain = str | int | float


class Value(NamedTuple):
    """A value of a column, and which of a list it is, counted from 0."""

    field: Field
    at: int
    value: Plain


NATURES = {
    Nature.COMPANY: "Company",
    Nature.CHARITY: "Charity",
    Nature.COUNCIL: "Council",
    Nature.OTHER_BODY: "Another body",
}
"""What an organisation is, as its type is published."""


def values_of(award: Award) -> list[Value]:
    """What a file says of an award, in the order of the columns; what is not known is left out."""
    fields = by_key()
    told = [Value(fields[key], at, plain) for key, at, value in _told(award) if (plain := _plain(value)) is not None]
    order = {key: number for number, key in enumerate(fields)}
    return sorted(told, key=lambda value: (order[value.field.key], value.at))


def _told(award: Award) -> Iterator[tuple[str, int, object]]:
    yield "identifier", 0, award.identifier
    yield "title", 0, award.title
    yield "description", 0, award.description
    yield "currency", 0, award.currency
    yield "applied_for", 0, award.applied_for
    yield "awarded", 0, award.awarded
    yield "disbursed", 0, award.disbursed
    yield "award_date", 0, award.award_date
    yield "url", 0, award.url
    yield from _period("planned", award.planned)
    yield from _period("actual", award.actual)
    yield from _organisation("recipient", award.recipient)
    yield from _organisation("funder", award.funder)
    if award.programme:
        yield "programme_code", 0, award.programme.code
        yield "programme_title", 0, award.programme.title
        yield "programme_url", 0, award.programme.url
    if award.from_open_call is not None:
        yield "open_call", 0, "Yes" if award.from_open_call else "No"
    for at, related in enumerate(award.related):
        yield "related", at, related
    yield "modified", 0, award.modified
    yield "source", 0, award.source
    yield "regrant", 0, award.regrant
    for at, location in enumerate(award.locations):
        yield "location_name", at, location.name
        yield "location_code", at, location.code
        yield "location_kind", at, location.kind


def _period(key: str, period: Period | None) -> Iterator[tuple[str, int, object]]:
    if period:
        yield f"{key}_start", 0, period.start
        yield f"{key}_end", 0, period.end
        yield f"{key}_months", 0, period.months


def _organisation(key: str, organisation: Organisation) -> Iterator[tuple[str, int, object]]:
    yield f"{key}_id", 0, organisation.identifier
    yield f"{key}_name", 0, organisation.name
    yield f"{key}_type", 0, NATURES.get(organisation.nature, "")
    yield f"{key}_company", 0, organisation.company_number
    yield f"{key}_charity", 0, organisation.charity_number
    yield f"{key}_postcode", 0, organisation.postcode


def _plain(value: object) -> Plain | None:
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
