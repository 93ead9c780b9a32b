"""Maps with outlines, where the operator has taken in boundaries: the same facts as on tiles and dots (see maps.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
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
class Shaded:
    """A council in its outline: what its tile says, the path to draw, and what has room on it (its name, else its tile's
    letters, else nothing) around a point."""

    tile: TileOf
    path: str
    label: str
    x: float
    y: float


@dataclass(frozen=True)
class OutlineMap:
    """Councils in their outlines in a picture `width` by `height`, and what each shade means."""

    shapes: list[Shaded]
    width: float
    height: float
    legend: list[tuple[int, str]]


def shaded(rows: Sequence[CouncilFigures], tiles: TileMap) -> OutlineMap | None:
    """The councils of a comparison in their outlines, shaded as their tiles are; None if no boundaries are held for all."""
    codes = {row.council.slug: row.council.code for row in rows}
    held: dict[str, Rings] = dict(
        Outline.objects.filter(council_code__in=codes.values()).values_list("council_code", "far")
    )
    if not rows or len(held) < len(rows):
        return None
    # The largest first, so that a city stands above the county that surrounds it.
    drawn = sorted(tiles.tiles, key=lambda tile: -_spread(held[codes[tile.council_slug]]))
    west, south, east, north = bounds(ring for rings in held.values() for ring in rings)
    squeeze = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * _EDGE) / ((east - west) * squeeze)
    frame = Frame(west, north, squeeze, scale, _EDGE, _EDGE)
    return OutlineMap(
        shapes=[labelled(tile, held[codes[tile.council_slug]], frame) for tile in drawn],
        width=WIDTH,
        height=round((north - south) * scale + 2 * _EDGE, 1),
        legend=tiles.legend,
    )


def labelled(tile: TileOf, rings: Rings, frame: Frame) -> Shaded:
    """A council in its outline, with its name (or its tile's letters) in the middle of its largest part if it has room."""
    largest = max(rings, key=lambda ring: _spread([ring]))
    x, y = frame.at(*_middle(largest))
    west, south, east, north = bounds([largest])
    wide, tall = (east - west) * frame.squeeze * frame.scale, (north - south) * frame.scale
    fitting = (name for name in (tile.name, tile.letters) if len(name) * _LETTER < 0.8 * wide and 0.7 * tall > _LINE)
    return Shaded(tile, path(rings, frame), next(fitting, ""), x, y)


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


def _spread(rings: Rings) -> float:
    west, south, east, north = bounds(rings)
    return (east - west) * (north - south)


def path(rings: Rings, frame: Frame) -> str:
    """Rings as the path of an SVG picture."""
    return "".join(f"M{' '.join(f'{x:g},{y:g}' for x, y in (frame.at(*point) for point in ring))}Z" for ring in rings)
