"""Maps with outlines, where the operator has taken in boundaries: the same facts as on tiles and dots (see maps.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import cos, radians

from irhub.dashboards.compare import CouncilFigures
from irhub.dashboards.maps import DotMap, Frame, TileMap, TileOf, dots_of_place
from irhub.dashboards.models import Outline
from irhub.places import Place

Rings = list[list[list[float]]]
WIDTH = 100.0
_EDGE = 1.0
_LETTER, _LINE = 1.9, 4.0
"""The room that a letter and a line take, in parts of the picture's width."""


@dataclass(frozen=True)
class Drawn:
    """A council's coarse outline, ready for any map: kept with its rings, since England's have fifteen thousand corners.

    `path`: of an SVG picture, in thousandths of a degree east and south. `bounds`: see bounds. `middle` (degrees east and
    north) and `room` (degrees from west to east and south to north) are those of the largest part.
    """

    path: str
    bounds: Sequence[float]
    middle: Sequence[float]
    room: Sequence[float]


@dataclass(frozen=True)
class Shaded:
    """A council in its outline: what its tile says, the path to draw (Drawn), and what has room on it (its name, else its
    tile's letters, else nothing) around a point of the picture."""

    tile: TileOf
    path: str
    label: str
    x: float
    y: float


@dataclass(frozen=True)
class OutlineMap:
    """Councils in their outlines in a picture `width` by `height`, and what each shade means. `placed`: the matrix that puts
    their paths into the picture."""

    shapes: list[Shaded]
    placed: str
    width: float
    height: float
    legend: list[tuple[int, str]]


def drawn(rings: Rings) -> Drawn:
    """The outline of rings in degrees."""
    largest = max(rings, key=lambda ring: _spread(bounds([ring])))
    west, south, east, north = bounds([largest])
    path = "".join(map(_steps, rings))
    return Drawn(path, bounds(rings), _middle(largest), (round(east - west, 4), round(north - south, 4)))


def _steps(ring: Sequence[Sequence[float]]) -> str:
    """A ring as the path of an SVG picture in thousandths of a degree: where it begins, and each step from there."""
    corners = [(round(1000 * east), round(-1000 * north)) for east, north in ring]
    steps = (f"{x - was_x},{y - was_y}" for (was_x, was_y), (x, y) in pairwise(corners))
    return f"M{corners[0][0]},{corners[0][1]}l{' '.join(steps)}z"


def shaded(rows: Sequence[CouncilFigures], tiles: TileMap) -> OutlineMap | None:
    """The councils of a comparison in their outlines, shaded as their tiles are; None if no boundaries are held for all."""
    codes = {row.council.slug: row.council.code for row in rows}
    kept = Outline.objects.filter(council_code__in=codes.values()).values_list("council_code", "drawn")
    held = {code: Drawn(**told) for code, told in kept}
    if not rows or len(held) < len(rows):
        return None
    west, south, east, north = bounds([one.bounds[:2], one.bounds[2:]] for one in held.values())
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * _EDGE) / ((east - west) * squeeze)
    frame = Frame(west, north, squeeze, scale, _EDGE, _EDGE)
    left, top = frame.at(0, 0)
    # The largest first, so that a city stands above the county that surrounds it.
    by_size = sorted(tiles.tiles, key=lambda tile: -_spread(held[codes[tile.council_slug]].bounds))
    return OutlineMap(
        shapes=[labelled(tile, held[codes[tile.council_slug]], frame) for tile in by_size],
        placed=f"matrix({squeeze * scale / 1000:.6f} 0 0 {scale / 1000:.6f} {left} {top})",
        width=WIDTH,
        height=round((north - south) * scale + 2 * _EDGE, 1),
        legend=tiles.legend,
    )


def labelled(tile: TileOf, outline: Drawn, frame: Frame) -> Shaded:
    """A council in its outline, with its name (or its tile's letters) in the middle of its largest part if it has room."""
    x, y = frame.at(*outline.middle)
    wide, tall = outline.room[0] * frame.squeeze * frame.scale, outline.room[1] * frame.scale
    fitting = (name for name in (tile.name, tile.letters) if len(name) * _LETTER < 0.8 * wide and 0.7 * tall > _LINE)
    return Shaded(tile, outline.path, next(fitting, ""), x, y)


def _middle(ring: list[list[float]]) -> tuple[float, float]:
    """The centroid of the area in a ring (by the shoelace formula), degrees east and north."""
    pairs = list(zip(ring, [*ring[1:], ring[0]], strict=True))
    turns = [one[0] * other[1] - other[0] * one[1] for one, other in pairs]
    area = 3 * sum(turns)
    if not area:
        return ring[0][0], ring[0][1]
    east, north = (
        sum((one[axis] + other[axis]) * turn for (one, other), turn in zip(pairs, turns, strict=True)) / area
        for axis in (0, 1)
    )
    return east, north


def dots_in_outline(place: Place, as_at: date | None = None) -> tuple[DotMap, str]:
    """The locations of a place as dots, now or as at a past day, and, of a council, the path of its outline behind them.

    The path is blank if no boundaries are held, or if most dots lie elsewhere: then the boundaries are of another world, as
    real ones are for fictional registers.
    """
    rings: Rings = next(iter(Outline.objects.filter(council_code=place.code).values_list("near", flat=True)), [])
    if rings:
        dots = dots_of_place(place, as_at, [point for ring in rings for point in ring])
        if dots.frame:
            west, south, east, north = bounds(rings)
            (left, top), (right, low) = dots.frame.at(west, north), dots.frame.at(east, south)
            shown = dots.dots or dots.cells
            inside = sum(left <= one.x <= right and top <= one.y <= low for one in shown)
            if 2 * inside > len(shown):
                return dots, path(rings, dots.frame)
    return dots_of_place(place, as_at), ""


def bounds(rings: Iterable[Sequence[Sequence[float]]]) -> tuple[float, float, float, float]:
    """Degrees west, south, east and north between which rings lie."""
    points = [point for ring in rings for point in ring]
    easts, norths = [point[0] for point in points], [point[1] for point in points]
    return min(easts), min(norths), max(easts), max(norths)


def _spread(between: Sequence[float]) -> float:
    west, south, east, north = between
    return (east - west) * (north - south)


def path(rings: Rings, frame: Frame) -> str:
    """Rings as the path of an SVG picture."""
    return "".join(f"M{' '.join(f'{x:g},{y:g}' for x, y in (frame.at(*point) for point in ring))}Z" for ring in rings)
