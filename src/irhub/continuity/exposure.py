"""What hangs on an organisation's sponsor licence: its locations, beds, councils and services, and who else is near.

All of it is read from the registers as they stand. It says what would be touched if the licence went, and nothing about
whether it will.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from irhub.places import Council, council_of

MILES = (1, 3, 5, 10, 20)
"""The distances that can be asked for."""
NEAREST = 5
"""Alternatives that are named for each location."""
_EARTH_MILES = 3958.8


@dataclass(frozen=True)
class Licence:
    """What is known of the organisation's sponsor licence: on the register now, or not by the edition of `left_by`.

    `linked`: whether any sponsor record is linked to it at all.
    """

    linked: bool
    standing: bool
    left_by: date | None


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
    """One active location, and the row of the CQC's list that says so (edition date, line)."""

    location_id: str
    name: str
    postcode: str
    council: Council | None
    beds: int
    services: str
    since: date
    line: int
    placed: bool


@dataclass(frozen=True)
class Alternative:
    """A location of another organisation that gives a service of the same kind and has a linked sponsor on the register."""

    location_id: str
    name: str
    organisation_id: str
    provider: str
    miles: float
    beds: int
    rating: str
    services: str
    since: date
    line: int


@dataclass(frozen=True)
class Near:
    """Who gives the same service within the distance: how many with a licence, how many without, and the nearest with."""

    licensed: int
    others: int
    nearest: list[Alternative]


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


_LICENCE = """
    SELECT count(m.id) > 0, bool_or(s.until IS NULL), max(s.until)
    FROM organisations_member m LEFT JOIN registers_sponsorspan s ON s.sponsor_key = m.entity_key
    WHERE m.organisation_id = %s AND m.register = 'home_office_sponsors'
"""
_LOCATIONS = """
    SELECT location_id, location_name, postcode, council_code, coalesce(beds, 0), service_types, since, line,
           latitude IS NOT NULL AND longitude IS NOT NULL
    FROM registers_locationspan
    WHERE until IS NULL AND provider_id IN (
        SELECT entity_key FROM organisations_member WHERE organisation_id = %s AND register = 'cqc_locations')
    ORDER BY location_name, location_id
"""
_ALL_OF_COUNCILS = """
    SELECT council_code, count(*), coalesce(sum(beds), 0) FROM registers_locationspan
    WHERE until IS NULL AND council_code = ANY(%s) GROUP BY council_code
"""
_NEAR = f"""
    WITH here AS MATERIALIZED (
        SELECT location_id, latitude, longitude, string_to_array(service_types, ' | ') AS services,
               degrees(%(miles)s / {_EARTH_MILES}) AS up,
               degrees(asin(sin(%(miles)s / {_EARTH_MILES}) / cos(radians(latitude)))) AS over
        FROM registers_locationspan WHERE until IS NULL AND location_id = ANY(%(locations)s) AND latitude IS NOT NULL
    ), around AS (
        SELECT here.location_id AS of_location, other.id, other.location_id, other.provider_id,
               {_EARTH_MILES} * 2 * asin(least(1, sqrt(
                   power(sin(radians(other.latitude - here.latitude) / 2), 2)
                   + cos(radians(here.latitude)) * cos(radians(other.latitude))
                     * power(sin(radians(other.longitude - here.longitude) / 2), 2)))) AS miles
        FROM here CROSS JOIN LATERAL (
            SELECT id, location_id, provider_id, latitude, longitude FROM registers_locationspan
            WHERE until IS NULL AND dormant IS NOT TRUE AND latitude BETWEEN here.latitude - up AND here.latitude + up
                AND longitude BETWEEN here.longitude - over AND here.longitude + over
                AND string_to_array(service_types, ' | ') && here.services
                AND provider_id <> ALL(ARRAY(
                    SELECT entity_key FROM organisations_member
                    WHERE organisation_id = %(organisation)s AND register = 'cqc_locations'))
            OFFSET 0
        ) other
    ), near AS MATERIALIZED (
        SELECT * FROM around WHERE miles <= %(miles)s
    ), licensed AS (
        SELECT provider_id FROM (SELECT DISTINCT provider_id FROM near) asked
        JOIN organisations_member provider ON provider.register = 'cqc_locations' AND provider.entity_key = provider_id
        WHERE EXISTS (
            SELECT FROM organisations_member sponsor JOIN registers_sponsorspan s ON s.sponsor_key = sponsor.entity_key
            WHERE sponsor.organisation_id = provider.organisation_id AND sponsor.register = 'home_office_sponsors'
                AND s.until IS NULL
            OFFSET 0)
    ), ranked AS (
        SELECT *, row_number() OVER (PARTITION BY of_location, licensed ORDER BY miles, location_id) AS nearness,
               count(*) OVER (PARTITION BY of_location, licensed) AS together
        FROM (SELECT near.*, provider_id IN (SELECT provider_id FROM licensed) AS licensed FROM near) told
    )
    SELECT of_location, licensed, together, l.location_id, l.location_name, m.organisation_id, l.provider_name, miles,
           coalesce(l.beds, 0), l.overall_rating, l.service_types, l.since, l.line
    FROM ranked JOIN registers_locationspan l ON l.id = ranked.id
    JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = ranked.provider_id
    WHERE nearness <= CASE WHEN licensed THEN %(nearest)s ELSE 1 END
    ORDER BY of_location, licensed, nearness
"""
# The database cannot guess how many are near. OFFSET 0, MATERIALIZED and IN keep to nested searches and one table of hashes: quick
# where few are near, and not slow where thousands are.


def exposure(organisation_id: str) -> Exposure | None:
    """What hangs on the licence of an organisation; None if no record belongs to the id now.

    Locations by name, councils by their number of locations, services by theirs.
    """
    rows = _rows("SELECT name FROM organisations_member WHERE organisation_id = %s ORDER BY register", organisation_id)
    if not rows:
        return None
    linked, standing, left_by = _rows(_LICENCE, organisation_id)[0]
    locations = [
        Location(row[0], row[1], row[2], council_of(row[3]) if row[3] else None, *row[4:])
        for row in _rows(_LOCATIONS, organisation_id)
    ]
    return Exposure(
        organisation_id,
        rows[0][0],
        Licence(linked, bool(standing), None if standing else left_by),
        locations,
        _by_council(locations),
        _by_service(locations),
    )


def near(organisation_id: str, locations: Sequence[Location], miles: int) -> dict[str, Near]:
    """By location id: other organisations' active locations within `miles` as the crow flies that give a service of the
    same kind. A location without coordinates is not in it.
    """
    asked = {
        "organisation": organisation_id,
        "locations": [location.location_id for location in locations],
        "miles": miles,
        "nearest": NEAREST,
    }
    found: dict[str, Near] = {location.location_id: Near(0, 0, []) for location in locations if location.placed}
    for of_location, licensed, together, *told in _rows(_NEAR, asked):
        so_far = found[of_location]
        found[of_location] = (
            Near(together, so_far.others, [*so_far.nearest, Alternative(*told)])
            if licensed
            else Near(so_far.licensed, together, so_far.nearest)
        )
    return found


def _by_council(locations: Sequence[Location]) -> list[CouncilShare]:
    held: dict[Council | None, list[Location]] = {}
    for location in locations:
        held.setdefault(location.council, []).append(location)
    codes = [place.code for place in held if place]
    whole = {code: (count, beds) for code, count, beds in _rows(_ALL_OF_COUNCILS, codes)}
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


def _rows(query: str, asked: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked if isinstance(asked, dict) else [asked])
        return list(cursor.fetchall())
