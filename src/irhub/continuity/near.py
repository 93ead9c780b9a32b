"""Who else gives the same service near the locations of an organisation.

The database gives each location that may be near once (active.py keeps them); distances are worked out over all of them at a
time. Around the middle of a large city that is tens of thousands of pairs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import asin, cos, degrees, radians, sin, sqrt
from typing import Any

import polars as pl

from irhub.continuity.exposure import Location, rows

MILES = (1, 3, 5, 10, 20)
"""The distances that can be asked for."""
NEAREST = 5
"""Alternatives that are named for each location."""
_EARTH_MILES = 3958.8
_AROUND = {
    "location_id": pl.String, "latitude": pl.Float64, "longitude": pl.Float64, "services": pl.String, "licensed": pl.Boolean,
}  # fmt: skip
_ON_THE_SPHERE = {
    "x": pl.col("latitude").radians().cos() * pl.col("longitude").radians().cos(),
    "y": pl.col("latitude").radians().cos() * pl.col("longitude").radians().sin(),
    "z": pl.col("latitude").radians().sin(),
}
"""Where a location lies on a sphere of radius 1."""
Box = tuple[float, float, float, float]
"""Degrees south, north, west and east."""


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


_HERE = """
    SELECT location_id, latitude, longitude, service_types FROM registers_locationspan
    WHERE until IS NULL AND location_id = ANY(%s) AND latitude IS NOT NULL AND longitude IS NOT NULL
"""
_IN_BOXES = """
    SELECT location_id, latitude, longitude, service_types, licensed
    FROM unnest(%(south)s::float8[], %(north)s::float8[], %(west)s::float8[], %(east)s::float8[]) AS box (south, north, west, east)
    JOIN continuity_activelocation ON latitude BETWEEN south AND north AND longitude BETWEEN west AND east
    WHERE organisation_id <> %(organisation)s
"""
_NAMED = """
    SELECT l.location_id, l.location_name, m.organisation_id, l.provider_name, coalesce(l.beds, 0), l.overall_rating,
           l.service_types, l.since, l.line
    FROM registers_locationspan l JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id
    WHERE l.until IS NULL AND l.location_id = ANY(%s)
"""


def near(organisation_id: str, locations: Sequence[Location], miles: int) -> dict[str, Near]:
    """By location id: other organisations' active locations within `miles` as the crow flies that give a service of the
    same kind. A location without coordinates is not in it.
    """
    here = rows(_HERE, [[location.location_id for location in locations]])
    boxes = _apart([_box(north, east, miles) for _, north, east, _ in here])
    asked = {side: [box[number] for box in boxes] for number, side in enumerate(("south", "north", "west", "east"))}
    columns = zip(*rows(_IN_BOXES, asked | {"organisation": organisation_id}), strict=True)
    around = pl.DataFrame(dict(zip(_AROUND, columns, strict=False)), schema=_AROUND).with_columns(**_ON_THE_SPHERE)
    alike = {services: _alike(around, services) for services in {services for *_, services in here}}
    within = {of: _within(alike[services], north, east, miles) for of, north, east, services in here}
    nearest = {of: found.filter("licensed").sort("apart", "location_id").head(NEAREST) for of, found in within.items()}
    keys = [key for found in nearest.values() for key in found["location_id"]]
    named: dict[str, Any] = {told[0]: told for told in rows(_NAMED, [keys])}
    return {
        of: Near(
            licensed := int(found["licensed"].sum()),
            found.height - licensed,
            [
                Alternative(*(*named[key][:4], _EARTH_MILES * 2 * asin(sqrt(apart) / 2), *named[key][4:]))
                for key, apart in nearest[of].select("location_id", "apart").iter_rows()
            ],
        )
        for of, found in within.items()
    }


def _alike(around: pl.DataFrame, services: str) -> pl.DataFrame:
    """The rows of `around` that give one of these services."""
    own = set(services.split(" | "))
    return around.filter(
        pl.col("services").is_in(
            [kinds for kinds in around["services"].unique() if own.intersection(kinds.split(" | "))]
        )
    )


def _within(around: pl.DataFrame, north: float, east: float, miles: int) -> pl.DataFrame:
    """The rows of `around` within the distance of a point: location_id, licensed, and how far `apart` they are, as the square
    of the straight line between them where the radius is 1.

    A line of length c stands under an angle of 2 asin(c / 2): the haversine formula (R. W. Sinnott, 1984) in coordinates.
    """
    x, y, z = cos(radians(north)) * cos(radians(east)), cos(radians(north)) * sin(radians(east)), sin(radians(north))
    apart = (pl.col("x") - x) ** 2 + (pl.col("y") - y) ** 2 + (pl.col("z") - z) ** 2
    at_most = (2 * sin(miles / _EARTH_MILES / 2)) ** 2
    return around.select("location_id", "licensed", apart=apart).filter(pl.col("apart") <= at_most)


def _box(north: float, east: float, miles: int) -> Box:
    """The degrees within which everything lies that is within the distance of a point."""
    angle = miles / _EARTH_MILES
    up, over = degrees(angle), degrees(asin(min(sin(angle) / cos(radians(north)), 1.0)))
    return north - up, north + up, east - over, east + over


def _apart(boxes: Sequence[Box]) -> list[Box]:
    """Boxes that cover the same and do not touch, so that nothing in them is found twice."""
    apart: list[Box] = []
    for box in boxes:
        while touching := next((other for other in apart if _touch(box, other)), None):
            apart.remove(touching)
            (south, north, west, east), (south_2, north_2, west_2, east_2) = box, touching
            box = min(south, south_2), max(north, north_2), min(west, west_2), max(east, east_2)
        apart.append(box)
    return apart


def _touch(one: Box, other: Box) -> bool:
    return one[0] <= other[1] and other[0] <= one[1] and one[2] <= other[3] and other[2] <= one[3]
