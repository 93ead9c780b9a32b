"""Fictional towns, suburbs and villages on the land of the councils of England."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

import shapely

from irhub.places import Council, councils
from irhub.places.land import land, middle
from irhub.registers.fictional.words import stem

_SMALL = {"E10": 16, "E06": 6, "E08": 6, "E09": 5}
LONDON = "E12000007"


@dataclass(frozen=True)
class Town:
    """A post town or a smaller place in a council's area; `size` weighs how often an address lies there."""

    name: str
    county: str
    council: Council
    area: str
    latitude: float
    longitude: float
    size: float


@cache
def towns() -> tuple[Town, ...]:
    """All towns, the same for every seed, by council; a council's main town comes first and bears its name."""
    chance = random.Random(2026)
    counties = [council for council in councils() if council.code.startswith("E10")]
    made: list[Town] = []
    taken = {council.name for council in councils()}
    for council in councils():
        at = _spot(council, chance.gauss(0, 0.3), chance.gauss(0, 0.3))
        near = [county.name for county in counties if county.region == council.region]
        county = "Greater London" if council.region.code == LONDON else chance.choice(near or [council.name])
        county = council.name if council in counties else county
        letters = "".join(letter for letter in council.name.upper() if letter.isalpha())
        area = letters[0] + letters[2]
        main = council.name.split(",")[0]
        made.append(Town(main, county, council, area, *at, 12))
        for _ in range(_SMALL[council.code[:3]]):
            name = stem(chance) + chance.choice((*[""] * 12, " Green", " Regis", "-on-Sea"))
            while name in taken and chance.random() < 0.95:  # a few towns share a name, as in England
                name = stem(chance) + chance.choice((" Green", " Regis", "-on-Sea", " Magna", " St Clare", "-by-Ferry"))
            taken.add(name)
            at = _spot(council, chance.gauss(0, 1), chance.gauss(0, 1))
            made.append(Town(name, county, council, area, *at, size=chance.choice((1, 1, 2, 4))))
    return tuple(made)


def _spot(council: Council, up: float, right: float) -> tuple[float, float]:
    """Degrees north and east of a point on a council's land: so many quarters of its height and width from the middle, or as
    far that way as there is land."""
    here = land()[council.code]
    east, north = middle(here)
    west_end, south_end, east_end, north_end = here.bounds
    across, rise = right * (east_end - west_end) / 4, up * (north_end - south_end) / 4
    parts = (1 - step / 10 for step in range(11))
    far = next(part for part in parts if here.contains(shapely.Point(east + part * across, north + part * rise)))
    return round(north + far * rise, 6), round(east + far * across, 6)


@cache
def towns_of(council: Council) -> tuple[Town, ...]:
    """The towns of a council's area, its main town first."""
    return tuple(town for town in towns() if town.council == council)


def town_in(council: Council, chance: random.Random) -> Town:
    """One of a council's towns, the larger the more often."""
    here = towns_of(council)
    return chance.choices(here, [town.size for town in here])[0]


def post_town(town: Town, chance: random.Random) -> str:
    """What an address there gives as its town: in London mostly London."""
    return "London" if town.council.region.code == LONDON and chance.random() < 0.6 else town.name
