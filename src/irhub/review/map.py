"""A small map of where the two sides of a pair lie. Plain functions, no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from irhub.places.maps import Frame, Named, Ruler, framed, with_room

HEIGHT = 70.0
"""Of the picture, which is 100 wide."""
_LEAST = 0.11
"""Degrees of latitude that it shows at least: some 12 kilometres."""
_EDGE = 8.0


@dataclass(frozen=True)
class Spot:
    """A place: degrees north and east, and its name."""

    north: float
    east: float
    name: str


@dataclass(frozen=True)
class Map:
    """The sponsor's town (if known), the provider's locations, towns around for orientation, and how long some miles are."""

    sponsor: Named | None
    locations: list[Named]
    towns: list[Named]
    ruler: Ruler


def frame_of(spots: Sequence[Spot]) -> Frame:
    """How places come to lie on the map, with room around them. Raises ValueError without a place."""
    return framed([(spot.north, spot.east) for spot in spots], (HEIGHT, HEIGHT), least=_LEAST, edge=_EDGE)[0]


def drawn(frame: Frame, sponsor: Spot | None, locations: Sequence[Spot], towns: Iterable[Spot]) -> Map:
    """Draw the map; towns are named in their order while there is room for their names."""

    def at(spot: Spot) -> Named:
        return Named(*frame.at(spot.east, spot.north), spot.name)

    ours = at(sponsor) if sponsor else None
    theirs = [at(spot) for spot in locations]
    return Map(ours, theirs, with_room(map(at, towns), [*theirs, *([ours] if ours else [])]), frame.ruler)
