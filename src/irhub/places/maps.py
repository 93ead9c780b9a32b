"""Maps without a background: how degrees become places in a picture, names to find one's way by, and how long a mile is.

Pictures are 100 wide. Plain functions, no database; what lies on a map is asked by the room that shows it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, inf, radians
from statistics import median
from typing import Any

MILES_IN_A_DEGREE = 69.1
"""Of latitude: 111.2 km."""
WIDTH = 100.0
_MOST_NAMED = 10
_LETTER, _LINE, _ABOVE, _TALL = 1.9, 4.5, 1.8, 3.0
"""The room that a letter and a line take, how far above the dots they are written, and how tall letters are, in parts of a picture 100 wide."""
_RULERS = (0.5, 1, 2, 5, 10, 20, 50, 100, 200)
_LONGEST = 30.0

Point = tuple[float, float]
"""Degrees north and east."""


@dataclass(frozen=True)
class Named:
    """A name on a map, or a place with its name: where it is, in parts of the picture's width and height."""

    x: float
    y: float
    name: str


@dataclass(frozen=True)
class Ruler:
    """A stretch of a map, in parts of its width, and how many miles it is."""

    length: float
    miles: float


@dataclass(frozen=True)
class Frame:
    """How degrees become places in a picture: its corner in degrees and in the picture, and the scale."""

    west: float
    north: float
    squeeze: float
    scale: float
    left: float
    up: float

    def at(self, east: float, north: float) -> tuple[float, float]:
        """Where a point lies in the picture."""
        x = self.left + (east - self.west) * self.squeeze * self.scale
        return round(x, 2), round(self.up + (self.north - north) * self.scale, 2)

    def corner(self, x: float, y: float) -> Point:
        """The degrees north and east of a place in the picture."""
        return self.north - (y - self.up) / self.scale, self.west + (x - self.left) / self.squeeze / self.scale

    @property
    def ruler(self) -> Ruler:
        """The longest stretch of a round number of miles that is no nuisance."""
        to_a_mile = self.scale / MILES_IN_A_DEGREE
        miles = max((miles for miles in _RULERS if miles * to_a_mile <= _LONGEST), default=_RULERS[0])
        return Ruler(round(miles * to_a_mile, 2), miles)


def framed(
    points: Sequence[Point], heights: tuple[float, float], *, least: float = 0.02, edge: float = 3.0
) -> tuple[Frame, float]:
    """How points come to lie in a picture, and its height, within `heights`. `least`: degrees that the picture shows at least, so that one
    point does not fill it; `edge`: the room around the outermost points. Raises ValueError without a point.
    """
    norths, easts = [north for north, _ in points], [east for _, east in points]
    squeeze = cos(radians(sum(norths) / len(norths) if norths else 0))
    tall, wide = max(max(norths) - min(norths), least), max((max(easts) - min(easts)) * squeeze, least)
    height = min(max(WIDTH * tall / wide, heights[0]), heights[1])
    scale = min((WIDTH - 2 * edge) / wide, (height - 2 * edge) / tall)
    middle_north, middle_east = (max(norths) + min(norths)) / 2, (max(easts) + min(easts)) / 2
    return Frame(middle_east, middle_north, squeeze, scale, WIDTH / 2, height / 2), round(height, 1)


def spelled(town: str) -> str:
    """A town as maps write it, whatever its case and blanks in a register."""
    return town.strip().title() if town.isupper() else town.strip()


def towns_named(
    places: Iterable[tuple[float, float, str]],
    at: Callable[[float, float], tuple[float, float]],
    dots: Sequence[Sequence[Any]] = (),
    height: float = inf,
) -> list[Named]:
    """The towns with most of the places (degrees north and east, town), as long as their names have room.

    A town is written above the median of its places, or beside it where fewer `dots` (x, y) lie in a picture of that height; `at` tells
    where a point (east, north) lies in the picture.
    """
    published: dict[str, list[Point]] = defaultdict(list)
    for north, east, name in places:
        published[name].append((north, east))
    among: dict[str, list[Point]] = defaultdict(list)
    for spelling, points in published.items():
        if spelling.strip():
            among[spelled(spelling)] += points
    most_first = sorted(among.items(), key=lambda town: (-len(town[1]), town[0]))
    middles = (
        (at(median(east for _, east in points), median(north for north, _ in points)), name)
        for name, points in most_first
    )
    return with_room((_clearest(Named(x, y, name), dots, height) for (x, y), name in middles))


def _clearest(town: Named, dots: Sequence[Sequence[Any]], height: float) -> Named:
    """Where around a town its name lies on the fewest dots: by its middle, and a little up, down, left and right of it."""
    half = len(town.name) * _LETTER / 2

    def covered(spot: Named) -> int:
        up = spot.y - _ABOVE
        return sum(abs(dot[0] - spot.x) < half + 0.5 and up - _TALL < dot[1] < up + 0.7 for dot in dots)

    around = [
        Named(town.x + right * (half + 1.5), town.y + down, town.name)
        for right in (0, 1, -1) for down in (0.0, -_LINE, _LINE, 2 * _LINE)
        if half < town.x + right * (half + 1.5) < WIDTH - half and _LINE < town.y + down < height
    ]  # fmt: skip
    return min(around, key=covered, default=town) if dots else town


def with_room(places: Iterable[Named], beside: Iterable[Named] = ()) -> list[Named]:
    """The first of these places whose names have room, each with the middle of its name just above it: on no other name, and on nothing of what
    is drawn `beside` them."""
    made: list[Named] = []
    taken = [Named(other.x, other.y, "") for other in beside]
    for place in places:
        half = len(place.name) * _LETTER / 2
        inside = Named(
            round(min(max(place.x, half + 1), WIDTH - half - 1), 2), round(max(place.y - _ABOVE, _LINE), 2), place.name
        )
        if 2 * half < WIDTH and all(_clear(inside, other) for other in [*made, *taken]):
            made.append(inside)
        if len(made) == _MOST_NAMED:
            break
    return made


def miles_apart(one: Point, other: Point) -> float:
    """Miles between two points; good to a hundredth within England."""
    across = (one[1] - other[1]) * cos(radians((one[0] + other[0]) / 2))
    return MILES_IN_A_DEGREE * hypot(one[0] - other[0], across)


def _clear(one: Named, other: Named) -> bool:
    room = (len(one.name) + len(other.name)) * _LETTER / 2 + 1
    return abs(one.x - other.x) > room or abs(one.y - other.y) > _LINE
