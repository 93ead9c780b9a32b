"""Where a sponsor's town and a provider's locations lie, and how far apart."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from psycopg import sql

from irhub.places.maps import WIDTH, Frame, miles_apart
from irhub.registers.models import Location, SponsorSpan
from irhub.review.map import HEIGHT, Map, Spot, drawn, frame_of

_MIDDLE = sql.SQL("""
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY latitude), percentile_cont(0.5) WITHIN GROUP (ORDER BY longitude)
    FROM registers_locationspan
    WHERE until IS NULL AND latitude IS NOT NULL AND longitude IS NOT NULL AND {named}
""")
_OF_TOWN = sql.SQL("""(
    lower(city) = lower(%(name)s) AND city <> '' AND octet_length(city) < 200
    OR lower(split_part(local_authority, ',', 1)) = lower(%(name)s) AND local_authority <> '')
""")
_OF_COUNTY = sql.SQL("lower(county) = lower(%(name)s) AND county <> ''")
_AROUND = """
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY latitude), percentile_cont(0.5) WITHIN GROUP (ORDER BY longitude),
           min(city)
    FROM registers_locationspan
    WHERE until IS NULL AND city <> '' AND octet_length(city) < 200
        AND latitude BETWEEN %s AND %s AND longitude BETWEEN %s AND %s
    GROUP BY lower(city) ORDER BY count(*) DESC, 3 LIMIT 40
"""
# Written as the indexes of locations are, in which a town's name has fewer than 200 bytes (registers, migration 0004).


@dataclass(frozen=True)
class Where:
    """The map (None where nothing is known), and the miles from the sponsor's town to the nearest location.

    `known_by`: the town or county by which the sponsor was placed; blank if it could not be.
    """

    map: Map | None
    miles: float | None
    nearest: str
    known_by: str


def where(sponsor: SponsorSpan, locations: list[Location]) -> Where:
    """Place both sides. The sponsor's register gives a town only: the middle of the CQC's addresses in it is taken."""
    theirs = [
        Spot(span.latitude, span.longitude, span.location_name)
        for span in locations
        if span.latitude is not None and span.longitude is not None
    ]
    ours = _middle(sponsor.town) or _middle(sponsor.town.partition(",")[0]) or _middle(sponsor.county, county=True)
    places = [*([ours] if ours else []), *theirs]
    chart = None
    if places:
        frame = frame_of(places)
        chart = drawn(frame, ours, theirs, _around(frame))
    if not ours or not theirs:
        return Where(chart, None, "", ours.name if ours else "")
    far, nearest = min((miles_apart((ours.north, ours.east), (spot.north, spot.east)), spot.name) for spot in theirs)
    return Where(chart, far, nearest, ours.name)


def _middle(name: str, *, county: bool = False) -> Spot | None:
    if not name.strip():
        return None
    with connection.cursor() as cursor:
        cursor.execute(_MIDDLE.format(named=_OF_COUNTY if county else _OF_TOWN), {"name": name.strip()})
        north, east = cursor.fetchone()
    return Spot(north, east, name.strip()) if north is not None else None


def _around(frame: Frame) -> list[Spot]:
    north, west = frame.corner(0, 0)
    south, east = frame.corner(WIDTH, HEIGHT)
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, (south, north, west, east))
        return [Spot(*row) for row in cursor.fetchall()]
