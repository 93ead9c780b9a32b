"""Who else gives the same service near the locations of an organisation.

The database gives each location that may be near once; distances are worked out over all of them at a time. Around the
middle of a large city that is tens of thousands of pairs, for which one search after another took a third of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import asin, cos, degrees, radians, sin
from typing import Any

import polars as pl

from irhub.continuity.exposure import Location, rows

MILES = (1, 3, 5, 10, 20)
"""The distances that can be asked for."""
NEAREST = 5
"""Alternatives that are named for each location."""
_EARTH_MILES = 3958.8
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
    SELECT l.id, l.location_id, l.provider_id, l.latitude, l.longitude, l.service_types
    FROM unnest(%(south)s::float8[], %(north)s::float8[], %(west)s::float8[], %(east)s::float8[]) AS box (south, north, west, east)
    JOIN registers_locationspan l ON l.until IS NULL AND l.dormant IS NOT TRUE
        AND l.latitude BETWEEN south AND north AND l.longitude BETWEEN west AND east
    WHERE provider_id NOT IN (SELECT entity_key FROM organisations_member
                              WHERE organisation_id = %(organisation)s AND register = 'cqc_locations')
"""
_LICENSED = """
    SELECT provider.entity_key FROM organisations_member provider
    WHERE provider.register = 'cqc_locations' AND provider.entity_key = ANY(%s) AND EXISTS (
        SELECT FROM organisations_member sponsor JOIN registers_sponsorspan s ON s.sponsor_key = sponsor.entity_key
        WHERE sponsor.organisation_id = provider.organisation_id AND sponsor.register = 'home_office_sponsors'
            AND s.until IS NULL
        OFFSET 0)
"""
# OFFSET 0 keeps to a search for each provider: the database would else read every sponsor.
_NAMED = """
    SELECT l.id, l.location_id, l.location_name, m.organisation_id, l.provider_name, coalesce(l.beds, 0), l.overall_rating,
           l.service_types, l.since, l.line
    FROM registers_locationspan l JOIN organisations_member m ON m.register = 'cqc_locations' AND m.entity_key = l.provider_id
    WHERE l.id = ANY(%s)
"""


def near(organisation_id: str, locations: Sequence[Location], miles: int) -> dict[str, Near]:
    """By location id: other organisations' active locations within `miles` as the crow flies that give a service of the
    same kind. A location without coordinates is not in it.
    """
    here = _frame(
        rows(_HERE, [[location.location_id for location in locations]]),
        {"of": pl.String, "latitude": pl.Float64, "longitude": pl.Float64, "services": pl.String},
    )
    if here.is_empty():
        return {}
    boxes = _apart([_box(north, east, miles) for north, east in here.select("latitude", "longitude").iter_rows()])
    asked = {side: [box[number] for box in boxes] for number, side in enumerate(("south", "north", "west", "east"))}
    around = _frame(
        rows(_IN_BOXES, asked | {"organisation": organisation_id}),
        {"id": pl.Int64, "location_id": pl.String, "provider_id": pl.String, "latitude": pl.Float64,
         "longitude": pl.Float64, "services": pl.String},
    )  # fmt: skip
    within = _within(here, around, miles)
    licensed = [row[0] for row in rows(_LICENSED, [within["provider_id"].unique().to_list()])]
    within = within.with_columns(licensed=pl.col("provider_id").is_in(licensed))
    counted = {
        (of, licensed): together for of, licensed, together in within.group_by("of", "licensed").len().iter_rows()
    }
    nearest = within.filter("licensed").group_by("of", maintain_order=True).head(NEAREST)
    named: dict[int, Any] = {row[0]: row[1:] for row in rows(_NAMED, [nearest["id"].unique().to_list()])}
    found = {of: Near(counted.get((of, True), 0), counted.get((of, False), 0), []) for of in here["of"]}
    for of, span, distance in nearest.select("of", "id", "miles").iter_rows():
        told = named[span]
        found[of].nearest.append(Alternative(*(*told[:4], distance, *told[4:])))
    return found


def _within(here: pl.DataFrame, around: pl.DataFrame, miles: int) -> pl.DataFrame:
    """Pairs of a location and one within the distance that gives a service of the same kind, the nearest first: of, id,
    location_id, provider_id, miles. `here` has a row at least. Haversine on a sphere (R. W. Sinnott, 1984)."""
    alike = pl.concat(
        around.filter(
            pl.col("services").str.split(" | ").list.set_intersection(pl.lit(services.split(" | "))).list.len() > 0
        ).join(here.filter(pl.col("services") == services).drop("services"), how="cross", suffix="_here")
        for services in here["services"].unique().sort()
    )
    north, north_here = pl.col("latitude").radians(), pl.col("latitude_here").radians()
    east, east_here = pl.col("longitude").radians(), pl.col("longitude_here").radians()
    chord = ((north - north_here) / 2).sin() ** 2 + north.cos() * north_here.cos() * ((east - east_here) / 2).sin() ** 2
    return (
        alike.with_columns(miles=_EARTH_MILES * 2 * pl.min_horizontal(chord.sqrt(), 1.0).arcsin())
        .filter(pl.col("miles") <= miles)
        .select("of", "id", "location_id", "provider_id", "miles")
        .sort("of", "miles", "location_id")
    )


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


def _frame(told: Sequence[tuple[Any, ...]], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(told, schema=schema, orient="row")
