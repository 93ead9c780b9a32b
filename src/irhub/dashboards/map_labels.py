"""What makes a map without a background readable: the names of some towns, and how long a mile is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median

MILES_IN_A_DEGREE = 69.1
"""Of latitude: 111.2 km."""
_MOST_NAMED = 10
_LETTER, _LINE, _ABOVE = 1.9, 4.5, 1.8
"""The room that a letter and a line take, and how far above the dots they are written, in parts of a picture 100 wide."""
_RULERS = (0.5, 1, 2, 5, 10, 20, 50, 100)
_LONGEST = 30.0


@dataclass(frozen=True)
class Town:
    """A town's name on a map: where it is written, in parts of the picture's width and height."""

    x: float
    y: float
    name: str


@dataclass(frozen=True)
class Ruler:
    """A stretch of a map, in parts of its width, and how many miles it is."""

    length: float
    miles: float


def towns_named(
    places: Iterable[tuple[float, float, str]], at: Callable[[float, float], tuple[float, float]], width: float
) -> list[Town]:
    """The towns with most of the places (degrees north and east, town), as long as their names have room.

    A town is written above the median of its places; `at` tells where a point (east, north) lies in the picture.
    """
    published: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for north, east, name in places:
        published[name].append((north, east))
    among: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for spelling, points in published.items():
        if spelling.strip():
            among[spelling.strip().title() if spelling.isupper() else spelling.strip()] += points
    made: list[Town] = []
    for name, points in sorted(among.items(), key=lambda town: (-len(town[1]), town[0])):
        x, y = at(median(east for _, east in points), median(north for north, _ in points))
        half = len(name) * _LETTER / 2
        inside = Town(round(min(max(x, half + 1), width - half - 1), 2), round(max(y - _ABOVE, _LINE), 2), name)
        if 2 * half < width and all(_clear(inside, other) for other in made):
            made.append(inside)
        if len(made) == _MOST_NAMED:
            break
    return made


def ruler(scale: float) -> Ruler:
    """The longest stretch of a round number of miles that is no nuisance; `scale`: parts of the width to a degree of latitude."""
    to_a_mile = scale / MILES_IN_A_DEGREE
    miles = max((miles for miles in _RULERS if miles * to_a_mile <= _LONGEST), default=_RULERS[0])
    return Ruler(round(miles * to_a_mile, 2), miles)


def _clear(one: Town, other: Town) -> bool:
    room = (len(one.name) + len(other.name)) * _LETTER / 2 + 1
    return abs(one.x - other.x) > room or abs(one.y - other.y) > _LINE
