"""Who may use a hub's help on a day, as the registers tell of that day, with the rows that say so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import connection
from psycopg import sql

from irhub.organisations.models import Member, ProviderInCouncil
from irhub.places.geography import council_of
from irhub.programmes.models import Audience
from irhub.registers.as_at import STOOD
from irhub.registers.care import is_care
from irhub.registers.newest_editions import newest_of_each
from irhub.registers.sources import SOURCES

_LOCATIONS = sql.SQL("""
    SELECT register, edition, line, location_name, provider_name, council_code, {is_care} AS care
    FROM registers_location WHERE provider_id = %(provider)s AND {stood} ORDER BY location_name, location_id
""").format(is_care=is_care(), stood=STOOD)
WORKBOOK = "cqc_locations"


@dataclass(frozen=True)
class SourceRow:
    """A row of a register that tells of a location: where it stands, and in which council's area (blank if that is not known)."""

    register: str
    date: date
    line: int
    name: str
    council: str


@dataclass(frozen=True)
class Eligibility:
    """Whether a client may use a hub's help on a day. `eligible`: None where no register was held that tells.

    `key`: the CQC id of a provider, the ONS code of a council. `why`: in a sentence. `rows`: its care locations in the area.
    `organisation_id`: of a provider, to its page; blank if none is known.
    """

    audience: Audience
    key: str
    name: str
    on: date
    eligible: bool | None
    why: str
    rows: tuple[SourceRow, ...] = ()
    organisation_id: str = ""


def provider_eligibility(provider_id: str, *, councils: Collection[str], on: date) -> Eligibility:
    """Whether a provider has a care location in some councils (ONS codes), as the CQC's newest list of `on` or before tells.

    Care locations are those of adult social care (docs/definitions.md).
    """
    held = {one.register: one for one in newest_of_each(on)}
    member = Member.objects.filter(register=WORKBOOK, entity_key=provider_id).first()
    organisation, known_as = (member.organisation_id, member.name) if member else ("", "")
    if WORKBOOK not in held:
        why = f"The hub holds no list of the CQC of {on:%-d %B %Y} or before, so that it cannot tell."
        return Eligibility(Audience.PROVIDER, provider_id, known_as, on, None, why, (), organisation)
    with connection.cursor() as cursor:
        cursor.execute(_LOCATIONS, {"provider": provider_id, "day": on})
        found = cursor.fetchall()
    name = found[0][4] if found else known_as
    here = tuple(
        SourceRow(register, edition, line, location, _council(code))
        for register, edition, line, location, _, code, care in found
        if care and code in councils
    )
    return Eligibility(
        Audience.PROVIDER, provider_id, name, on, bool(here),
        _why(found, here, name or f"Provider {provider_id}", held[WORKBOOK].date), here, organisation,
    )  # fmt: skip


def council_eligibility(code: str, *, councils: Collection[str], on: date) -> Eligibility:
    """Whether a council is one of those that a hub covers."""
    name = _council(code)
    covered = code in councils
    why = f"{name} is {'' if covered else 'not '}one of the councils that are covered."
    return Eligibility(Audience.COUNCIL, code, name, on, covered, why)


def councils_of_client(kind: str, key: str) -> list[str]:
    """ONS codes of the councils where a client is today: those in which a provider has care locations, most of them first; a council itself."""
    if kind != Audience.PROVIDER:
        return [key] if kind == Audience.COUNCIL else []
    rows = ProviderInCouncil.objects.filter(as_at=None, provider_id=key, adult_social_care=True, locations__gt=0)
    return list(rows.order_by("-locations", "council_code").values_list("council_code", flat=True))


def _why(found: Collection[tuple[object, ...]], here: Collection[SourceRow], name: str, listed: date) -> str:
    source = f"the CQC’s list of {listed:%-d %B %Y} ({SOURCES[WORKBOOK].title})"
    if here:
        many = f"{len(here)} care locations" if len(here) > 1 else "a care location"
        where = ", ".join(sorted({row.council for row in here if row.council}))
        return f"{name} has {many} here ({where}), by {source}."
    if not found:
        return f"{name} is not on {source}."
    if any(row[6] for row in found):
        return f"{name} has care locations, none of them in this area, by {source}."
    return f"{name} is registered, but gives no adult social care, by {source}."


def _council(code: str) -> str:
    found = council_of(code)
    return found.name if found else ""
