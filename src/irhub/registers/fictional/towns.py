"""Fictional towns, suburbs and villages around the councils of England."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from irhub.places import Council, councils
from irhub.registers.fictional.words import stem

_CENTRES = {  # degrees north and east of the middle of each region, and how far its councils lie from it, roughly
    "E12000001": (54.9, -1.6, 0.3), "E12000002": (53.6, -2.6, 0.4), "E12000003": (53.8, -1.3, 0.4),
    "E12000004": (52.9, -0.9, 0.4), "E12000005": (52.5, -2.0, 0.4), "E12000006": (52.2, 0.5, 0.4),
    "E12000007": (51.5, -0.1, 0.12), "E12000008": (51.3, -0.7, 0.4), "E12000009": (50.9, -3.0, 0.5),
}  # fmt: skip
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
        north, east, apart = _CENTRES[council.region.code]
        north, east = north + chance.gauss(0, apart), east + chance.gauss(0, apart * 1.5)
        near = [county.name for county in counties if county.region == council.region]
        county = "Greater London" if council.region.code == LONDON else chance.choice(near or [council.name])
        county = council.name if council in counties else county
        letters = "".join(letter for letter in council.name.upper() if letter.isalpha())
        area = letters[0] + letters[2]
        main = council.name.split(",")[0]
        made.append(Town(main, county, council, area, north, east, 12))
        spread = 0.2 if council in counties else 0.05
        for _ in range(_SMALL[council.code[:3]]):
            name = stem(chance) + chance.choice((*[""] * 12, " Green", " Regis", "-on-Sea"))
            while name in taken and chance.random() < 0.95:  # a few towns share a name, as in England
                name = stem(chance) + chance.choice((" Green", " Regis", "-on-Sea", " Magna", " St Clare", "-by-Ferry"))
            taken.add(name)
            at = north + chance.gauss(0, spread), east + chance.gauss(0, spread * 1.5)
            made.append(Town(name, county, council, area, *at, size=chance.choice((1, 1, 2, 4))))
    return tuple(made)


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
