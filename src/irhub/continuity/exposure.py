"""What hangs on an organisation's sponsor licence: its care locations, beds, councils and services.

All of it is read from the registers as they stand. It says what would be touched if the licence went, and nothing about
whether it will.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from psycopg import sql

from irhub.organisations.licences import Licence, licence_of
from irhub.places import Council, council_of
from irhub.registers.care import is_care
from irhub.registers.directory_locations import beside_directory
from irhub.registers.models import shown_by_directory


@dataclass(frozen=True)
class CouncilShare:
    """What of a council's care is this organisation's: its locations and beds there, of all active ones there.

    `place` is None where the published name of the council means none that we know.
    """

    place: Council | None
    locations: int
    beds: int
    all_locations: int
    all_beds: int


@dataclass(frozen=True)
class ServiceCount:
    """A service that the organisation gives, at how many locations, with how many beds."""

    service: str
    locations: int
    beds: int


@dataclass(frozen=True)
class Location:
    """One active location, and the row of a file of the CQC that says so (register, edition date, line)."""

    location_id: str
    name: str
    postcode: str
    council: Council | None
    not_in_directory: str
    beds: int
    services: str
    register: str
    since: date
    edition: date
    line: int
    placed: bool
    lacked_by: date | None = None

    @property
    def beside(self) -> str:
        """Which file shows it, or what the newer one lacks, as a sentence; blank where there is nothing to say."""
        return shown_by_directory(self.since, self.lacked_by) if self.lacked_by else self.not_in_directory


@dataclass(frozen=True)
class Exposure:
    """All that hangs on the licence."""

    organisation_id: str
    name: str
    licence: Licence
    locations: list[Location]
    councils: list[CouncilShare]
    services: list[ServiceCount]

    @property
    def beds(self) -> int:
        """The beds of the active locations."""
        return sum(location.beds for location in self.locations)


_LOCATIONS = sql.SQL("""
    SELECT location_id, location_name, postcode, council_code, coalesce(beds, 0), service_types, register, since, edition, line,
           latitude IS NOT NULL AND longitude IS NOT NULL, lacked_by
    FROM registers_location
    WHERE until IS NULL AND {is_care} AND provider_id IN (
        SELECT entity_key FROM organisations_member WHERE organisation_id = %s AND register = 'cqc_locations')
    ORDER BY location_name, location_id
""").format(is_care=is_care())
_ALL_OF_COUNCILS = """
    SELECT council_code, sum(locations), sum(beds) FROM organisations_providerincouncil
    WHERE as_at IS NULL AND adult_social_care AND council_code = ANY(%s) GROUP BY council_code
"""


def exposure(organisation_id: str) -> Exposure | None:
    """What hangs on the licence of an organisation; None if no record belongs to the id now.

    Locations by name, councils by their number of locations, services by theirs.
    """
    names = rows(
        "SELECT name FROM organisations_member WHERE organisation_id = %s ORDER BY register", [organisation_id]
    )
    if not names:
        return None
    told = rows(_LOCATIONS, [organisation_id])
    told_beside = beside_directory([row[0] for row in told])
    locations = [
        Location(row[0], row[1], row[2], council_of(row[3]) if row[3] else None, told_beside.of(row[0]), *row[4:])
        for row in told
    ]
    return Exposure(
        organisation_id,
        names[0][0],
        licence_of(organisation_id),
        locations,
        _by_council(locations),
        _by_service(locations),
    )


def _by_council(locations: Sequence[Location]) -> list[CouncilShare]:
    held: dict[Council | None, list[Location]] = {}
    for location in locations:
        held.setdefault(location.council, []).append(location)
    codes = [place.code for place in held if place]
    whole = {code: (count, beds) for code, count, beds in rows(_ALL_OF_COUNCILS, [codes])}
    shares = [
        CouncilShare(
            place, len(here), sum(location.beds for location in here), *(whole[place.code] if place else (0, 0))
        )
        for place, here in held.items()
    ]
    return sorted(shares, key=lambda share: (-share.locations, share.place.name if share.place else ""))


def _by_service(locations: Sequence[Location]) -> list[ServiceCount]:
    held: dict[str, list[Location]] = {}
    for location in locations:
        for service in filter(None, location.services.split(" | ")):
            held.setdefault(service, []).append(location)
    counts = [ServiceCount(name, len(here), sum(place.beds for place in here)) for name, here in held.items()]
    return sorted(counts, key=lambda count: (-count.locations, count.service))


def rows(query: sql.Composed | str, asked: Any) -> list[tuple[Any, ...]]:
    """What the database answers to a query, with the values that are asked about."""
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return list(cursor.fetchall())
