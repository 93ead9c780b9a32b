"""Maps with the outlines of councils: the same facts as on tiles and dots (see maps.py)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import cos, hypot, radians

from irhub.dashboards import boundaries
from irhub.dashboards.drawing import Drawn, bounds, path, spread
from irhub.dashboards.map_keys import Mark, of_shades
from irhub.dashboards.maps import DotMap, TileMap, TileOf, dots_of_place
from irhub.places import COUNCIL, COUNTRY, REGION, Place, council_of, councils, place_at, place_of_code, places
from irhub.places.maps import WIDTH, Frame

_EVERY = [council.code for council in councils()]
_EDGE = 1.0
_LETTER, _LINE = 1.6, 2.0
"""The room that a letter and a line take, in parts of the picture's width."""
_THIN = 0.2
"""The width of a border where a picture stands alone; on a page it is a pixel."""
_OVER = 3.2
"""The height of a line that is written over other councils, with the room that keeps it apart."""


_ENLARGED, _ENLARGED_WIDTH = "E12000007", 31.0
"""London, whose 33 councils are a spot on a map of England, and how wide it is drawn once more where Wales and Scotland lie."""


@dataclass(frozen=True)
class Shaded:
    """A council in its outline: what its tile says, the path to draw (Drawn), and what has room on it (its name, else its
    tile's letters, else nothing) around a point of the picture. `over`: it has not, and its name is written over its
    neighbours. `enlarged`: it is in the map's inset too."""

    tile: TileOf
    path: str
    label: str
    x: float
    y: float
    over: bool = False
    enlarged: bool = False


@dataclass(frozen=True)
class Inset:
    """A part of a map that is drawn once more and larger, in the upper left corner: `area` and `slug` are its own map's."""

    name: str
    area: str
    slug: str
    placed: str
    width: float
    height: float


@dataclass(frozen=True)
class OutlineMap:
    """Councils in their outlines in a picture `width` by `height`, and what each shade means. `placed`: the matrix that puts
    their paths into the picture. `line`: how wide in their measure a thin line of the picture is. `credit`: whom it has to name."""

    shapes: list[Shaded]
    placed: str
    line: float
    width: float
    height: float
    legend: list[tuple[int, str]]
    credit: str
    inset: Inset | None = None

    @property
    def key(self) -> Sequence[Mark]:
        """What its shades mean."""
        return of_shades(self.legend)


def shaded(tiles: TileMap) -> OutlineMap | None:
    """Councils in their outlines, shaded as their tiles are; None if one of them has no outline."""
    codes = {tile.council_slug: council.code for tile in tiles.tiles if (council := council_of(tile.council_slug))}
    kept = boundaries.held(list(codes.values()), "drawn")
    held = {code: Drawn(**told) for code, told in kept.outlines.items()}
    if len(held) < len(tiles.tiles):
        return None
    frame, height = _framed(held.values(), WIDTH)
    enlarged = place_of_code(_ENLARGED) if len(codes) == len(councils()) else None
    # The largest first, so that a city stands above the county that surrounds it.
    by_size = sorted(tiles.tiles, key=lambda tile: -spread(held[codes[tile.council_slug]].bounds))
    shapes = [
        labelled(tile, held[code], frame, enlarged=enlarged is not None and code in enlarged.council_codes)
        for tile in by_size
        for code in [codes[tile.council_slug]]
    ]
    return OutlineMap(
        shapes=shapes if enlarged else _named_over(shapes, height),
        placed=_matrix(frame),
        line=_thin(frame),
        width=WIDTH,
        height=height,
        legend=tiles.legend,
        credit=kept.credit,
        inset=_inset(enlarged, held) if enlarged else None,
    )


def _framed(outlines: Iterable[Drawn], width: float) -> tuple[Frame, float]:
    """The picture of some width in which outlines have room, and its height."""
    west, south, east, north = bounds([one.bounds[:2], one.bounds[2:]] for one in outlines)
    squeeze = cos(radians((south + north) / 2))
    scale = (width - 2 * _EDGE) / ((east - west) * squeeze)
    return Frame(west, north, squeeze, scale, _EDGE, _EDGE), round((north - south) * scale + 2 * _EDGE, 1)


def _matrix(frame: Frame) -> str:
    """What puts paths in thousandths of a degree into a picture."""
    left, top = frame.at(0, 0)
    return f"matrix({frame.squeeze * frame.scale / 1000:.6f} 0 0 {frame.scale / 1000:.6f} {left} {top})"


def _thin(frame: Frame) -> float:
    """In thousandths of a degree, how wide a thin line of a picture is."""
    return round(1000 * _THIN / frame.scale, 2)


def _inset(place: Place, held: Mapping[str, Drawn]) -> Inset:
    frame, height = _framed([held[code] for code in place.council_codes], _ENLARGED_WIDTH)
    return Inset(place.name, place.area, place.slug, _matrix(frame), _ENLARGED_WIDTH, height)


def labelled(tile: TileOf, outline: Drawn, frame: Frame, *, enlarged: bool = False) -> Shaded:
    """A council in its outline, with its name (or its tile's letters) where its largest part has room for it."""
    x, y = frame.at(*outline.middle)
    wide, tall = outline.room[0] * frame.squeeze * frame.scale, outline.room[1] * frame.scale
    fitting = (
        name for name in (tile.name, tile.letters) if hypot(len(name) * _LETTER / (wide or 1), _LINE / (tall or 1)) < 1
    )
    return Shaded(tile, outline.path, next(fitting, ""), x, y, enlarged=enlarged)


def _named_over(shapes: Sequence[Shaded], height: float) -> list[Shaded]:
    """The same, with the names of councils too small for one, the largest first, where they meet no other name."""
    taken = [(shape.x, shape.y, len(shape.label) * _LETTER) for shape in shapes if shape.label]
    made = []
    for shape in shapes:
        wide = len(shape.tile.name) * _LETTER
        x = min(max(shape.x, wide / 2 + _EDGE), WIDTH - wide / 2 - _EDGE)
        clear = (
            y
            for y in (shape.y, shape.y - _OVER / 2, shape.y + _OVER / 2, shape.y - _OVER, shape.y + _OVER)
            if _OVER < y < height - _EDGE
            and all(abs(x - left) > (wide + width) / 2 or abs(y - top) >= _OVER for left, top, width in taken)
        )
        if not shape.label and wide < WIDTH / 2 and (y := next(clear, None)) is not None:
            taken.append((x, y, wide))
            shape = replace(shape, label=shape.tile.name, x=round(x, 2), y=round(y, 2), over=True)
        made.append(shape)
    return made


@dataclass(frozen=True)
class Behind:
    """The land behind dots: the outlines of the councils that the map is of, of the others that it shows (`nearby`), the matrix that puts these into
    the picture and the `line` that is thin in it. `own`: of the map of one council its finer outline, in the picture's measure, else blank.
    `credit`: whom it has to name."""

    own: str
    land: list[str]
    nearby: list[str]
    placed: str
    line: float
    credit: str


def dots_in_outline(place: Place, as_at: date | None = None, near: str = "") -> tuple[DotMap, Behind | None]:
    """The locations of a place as dots, now or as at a past day, of a council those near one of its towns alone if it is named; and the
    land behind them.

    There is none if most dots lie elsewhere: then the boundaries are of another world, as real ones may be for fictional
    registers.
    """
    if place.kind == COUNCIL:
        held = boundaries.held([place.code], "near")
        for rings in held.outlines.values():
            dots = dots_of_place(place, as_at, [point for ring in rings for point in ring], near)
            if dots.frame and _within(bounds(rings), dots, dots.frame):
                return dots, _land(dots, dots.frame, path(rings, dots.frame), place.council_codes)
    dots = dots_of_place(place, as_at, near=near)
    return dots, land_behind(dots, place.council_codes)


def land_behind(dots: DotMap, codes: Collection[str] = ()) -> Behind | None:
    """The land behind dots, of which most have to lie in the councils of these codes, if there are any."""
    if dots.frame is None or not (dots.dots or dots.cells):
        return None
    held = [Drawn(**told) for code, told in boundaries.held(_EVERY, "drawn").outlines.items() if code in codes]
    if codes and not (held and _within(bounds([one.bounds[:2], one.bounds[2:]] for one in held), dots, dots.frame)):
        return None
    return _land(dots, dots.frame, "", codes)


def _land(dots: DotMap, frame: Frame, own: str, codes: Collection[str]) -> Behind:
    """The councils that a picture shows."""
    held = boundaries.held(_EVERY, "drawn")
    north, west = frame.corner(0, 0)
    south, east = frame.corner(dots.width, dots.height)
    land: dict[bool, list[str]] = {True: [], False: []}
    for code, told in held.outlines.items():
        left, low, right, top = told["bounds"]
        if left < east and right > west and low < north and top > south:
            land[not codes or code in codes].append(told["path"])
    return Behind(own, land[True], land[False], _matrix(frame), _thin(frame), held.credit)


def _within(between: Sequence[float], dots: DotMap, frame: Frame) -> bool:
    """Whether most dots lie between some bounds (degrees west, south, east and north)."""
    west, south, east, north = between
    (left, top), (right, low) = frame.at(west, north), frame.at(east, south)
    shown = dots.dots or dots.cells
    return 2 * sum(left <= one.x <= right and top <= one.y <= low for one in shown) > len(shown)


def within(place: Place) -> list[Place]:
    """The places within a place that have maps of their own."""
    if place.kind == COUNTRY:
        return [one for one in places() if one.kind == REGION]
    own = [] if place.kind == COUNCIL else place.councils
    return [one for council in own if (one := place_at("councils", council.slug))]
