"""A small map of where the two sides of a pair lie. Plain functions, no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians

KM_IN_A_DEGREE = 111.2
KM_IN_A_MILE = 1.609344
WIDTH, HEIGHT = 320, 220
_LEAST_KM = 12.0
_EDGE = 26.0
_SCALES = (1, 2, 5, 10, 20, 50, 100, 200)
_LABEL_ROOM = (70.0, 14.0)


@dataclass(frozen=True)
class Spot:
    """A place: degrees north and east, and its name."""

    north: float
    east: float
    name: str


@dataclass(frozen=True)
class Drawn:
    """A place on the map: pixels from its left and top."""

    x: float
    y: float
    name: str


@dataclass(frozen=True)
class Map:
    """The sponsor's town (if known), the provider's locations, towns around for orientation, and a bar of some miles."""

    sponsor: Drawn | None
    locations: list[Drawn]
    towns: list[Drawn]
    miles: int
    bar: float


def apart(one: Spot, other: Spot) -> float:
    """Miles between two places; good to a hundredth within England."""
    across = (one.east - other.east) * cos(radians((one.north + other.north) / 2))
    return KM_IN_A_DEGREE * hypot(one.north - other.north, across) / KM_IN_A_MILE


def bounds(spots: Sequence[Spot]) -> tuple[float, float, float, float]:
    """South, north, west, east (degrees) of a map that holds the places with room around them."""
    mid_north = (min(spot.north for spot in spots) + max(spot.north for spot in spots)) / 2
    mid_east = (min(spot.east for spot in spots) + max(spot.east for spot in spots)) / 2
    narrow = cos(radians(mid_north))
    tall = max(max(spot.north for spot in spots) - min(spot.north for spot in spots), _LEAST_KM / KM_IN_A_DEGREE)
    wide = max(spot.east for spot in spots) - min(spot.east for spot in spots)
    degrees = max(tall / (HEIGHT - 2 * _EDGE), wide * narrow / (WIDTH - 2 * _EDGE))  # of latitude, to a pixel
    up, over = degrees * HEIGHT / 2, degrees * WIDTH / 2 / narrow
    return mid_north - up, mid_north + up, mid_east - over, mid_east + over


def drawn(sponsor: Spot | None, locations: Sequence[Spot], towns: Iterable[Spot]) -> Map | None:
    """Draw the map; towns are drawn in their order while there is room for their names. None without any place."""
    places = [*([sponsor] if sponsor else []), *locations]
    if not places:
        return None
    south, north, west, east = bounds(places)

    def at(spot: Spot) -> Drawn:
        x = WIDTH * (spot.east - west) / (east - west)
        y = HEIGHT * (north - spot.north) / (north - south)
        return Drawn(round(x, 1), round(y, 1), spot.name)

    ours = at(sponsor) if sponsor else None
    theirs = [at(spot) for spot in locations]
    named: list[Drawn] = []
    for spot in map(at, towns):
        inside = 8 < spot.x < WIDTH - _LABEL_ROOM[0] and 14 < spot.y < HEIGHT - 20
        if inside and all(_clear(spot, other) for other in [*named, *theirs, *([ours] if ours else [])]):
            named.append(spot)
    to_a_mile = HEIGHT / ((north - south) * KM_IN_A_DEGREE / KM_IN_A_MILE)
    miles = max((scale for scale in _SCALES if scale * to_a_mile <= WIDTH / 3), default=_SCALES[0])
    return Map(ours, theirs, named[:8], miles, round(miles * to_a_mile, 1))


def _clear(one: Drawn, other: Drawn) -> bool:
    return abs(one.x - other.x) > _LABEL_ROOM[0] or abs(one.y - other.y) > _LABEL_ROOM[1]
