"""A council's outline as numbers and as the path of a picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import cos, radians, sqrt

import shapely
from shapely.geometry.base import BaseGeometry

from irhub.places.maps import Frame

Rings = list[list[list[float]]]


_TIMES = 2.2
"""How many times as wide as high the place of a label is sought: a short word."""


@dataclass(frozen=True)
class Drawn:
    """A council's coarse outline, ready for any map: kept with its rings, since England's have ten thousand corners.

    `path`: of an SVG picture, in thousandths of a degree east and south. `bounds`: see bounds. `middle` (degrees east and
    north) and `room` (degrees from west to east and south to north) are those of the largest flat ellipse in its largest part:
    where its name may stand.
    """

    path: str
    bounds: Sequence[float]
    middle: Sequence[float]
    room: Sequence[float]


def drawn(rings: Rings, holes: Sequence[Sequence[Sequence[float]]] = ()) -> Drawn:
    """The outline of rings in degrees, the largest first; a name is kept out of the holes: they are other councils."""
    land, others = (
        shapely.make_valid(shapely.union_all(list(map(shapely.Polygon, these)))) for these in (rings[:1], holes)
    )
    middle, room = _place_of_label(land.difference(others))
    return Drawn("".join(map(_steps, rings)), bounds(rings), middle, room)


def _place_of_label(land: BaseGeometry) -> tuple[tuple[float, float], tuple[float, float]]:
    """The middle and the axes of the largest ellipse in an area that is _TIMES as wide as high on a map."""
    if not land.area:
        west, south, _, _ = land.bounds if not land.is_empty else (0.0, 0.0, 0.0, 0.0)
        return (west, south), (0.0, 0.0)
    flat = cos(radians(land.centroid.y)) / _TIMES
    squeezed = shapely.transform(land, lambda corners: corners * [flat, 1])
    radius = shapely.maximum_inscribed_circle(squeezed, tolerance=sqrt(squeezed.area) / 100)
    (x, y), high = radius.coords[0], 2 * radius.length
    return (round(x / flat, 4), round(y, 4)), (round(high / flat, 4), round(high, 4))


def _steps(ring: Sequence[Sequence[float]]) -> str:
    """A ring as the path of an SVG picture in thousandths of a degree: where it begins, and each step from there."""
    corners = [(round(1000 * east), round(-1000 * north)) for east, north in ring]
    steps = (f"{x - was_x},{y - was_y}" for (was_x, was_y), (x, y) in pairwise(corners))
    return f"M{corners[0][0]},{corners[0][1]}l{' '.join(steps)}z"


def bounds(rings: Iterable[Sequence[Sequence[float]]]) -> tuple[float, float, float, float]:
    """Degrees west, south, east and north between which rings lie."""
    points = [point for ring in rings for point in ring]
    easts, norths = [point[0] for point in points], [point[1] for point in points]
    return min(easts), min(norths), max(easts), max(norths)


def spread(between: Sequence[float]) -> float:
    """How large the box of some bounds is."""
    west, south, east, north = between
    return (east - west) * (north - south)


def path(rings: Rings, frame: Frame) -> str:
    """Rings as the path of an SVG picture."""
    return "".join(f"M{' '.join(f'{x:g},{y:g}' for x, y in (frame.at(*point) for point in ring))}Z" for ring in rings)


def rings_of(area: BaseGeometry, step: float) -> Rings:
    """The outer rings of an area, the largest first, without islands too small to be seen; holes are other councils."""
    parts = sorted(getattr(area, "geoms", [area]), key=lambda part: part.area, reverse=True)
    kept = parts[:1] + [part for part in parts[1:] if part.area > (3 * step) ** 2]
    places = 3 if step > 0.001 else 4
    return [_ring(part.exterior.coords, places) for part in kept]


def holes_of(area: BaseGeometry) -> Rings:
    """The inner rings of an area."""
    return [[list(corner) for corner in hole.coords] for part in shapely.get_parts(area) for hole in part.interiors]


def _ring(corners: Iterable[Sequence[float]], places: int) -> list[list[float]]:
    """Corners to so many places, none twice in succession; at least four, as a ring has."""
    rounded = [[round(east, places), round(north, places)] for east, north in corners]
    plain = [corner for corner, _ in groupby(rounded)]
    return plain if len(plain) > 3 else rounded
