"""Where the councils lie: from the outlines that the hub brings along (ADR 18), for what needs no more than their land."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import shapely
from shapely.geometry.base import BaseGeometry

from irhub.places.geography import current_code

OUTLINES = "council_outlines.geojson"


@cache
def land() -> dict[str, BaseGeometry]:
    """The largest piece of land of each council, by its code of today, in degrees east and north."""
    told = json.loads(files(__package__).joinpath("data", OUTLINES).read_text(encoding="utf-8"))
    made = {}
    for feature in told["features"]:
        code = next(value for name, value in feature["properties"].items() if name != "name")
        parts = shapely.get_parts(shapely.geometry.shape(feature["geometry"]))
        made[current_code(code)] = max(parts, key=lambda part: part.area)
    return made


def middle(place: BaseGeometry) -> tuple[float, float]:
    """The point of some land that lies farthest from its borders, in degrees east and north."""
    east, north = shapely.maximum_inscribed_circle(place, tolerance=0.001).coords[0]
    return east, north
