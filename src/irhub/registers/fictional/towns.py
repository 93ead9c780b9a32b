"""Towns of England in which invented firms stand, and invented quarters of them that firms are named after."""

from __future__ import annotations

import csv
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from math import sqrt

import shapely

from irhub.places import Council, councils
from irhub.places.land import land
from irhub.registers.fictional.words import stem

LONDON = "E12000007"
_KM_NORTH, _KM_EAST = 111.2, 68.0
"""Kilometres in a degree, in the middle of England."""
_LEAST, _MOST = 0.5, 5.0
"""Within so many kilometres of the middle of a village, and of a city, two in three of its addresses lie."""

_QUARTERS = 5
"""So many invented quarters a council's towns share: more would make a place of every invented word there is."""


@dataclass(frozen=True)
class Town:
    """A real town, suburb or village in a council's area; `size` weighs how often an address lies there.

    `quarter`: an invented part of it, the second line of its addresses, so that no firm need bear a real town's name.
    `districts`: first halves of its postcodes. `spread`: kilometres within which two in three of its addresses lie.
    """

    name: str
    county: str
    council: Council
    quarter: str
    districts: tuple[str, ...]
    latitude: float
    longitude: float
    size: float
    spread: float


@cache
def towns() -> tuple[Town, ...]:
    """All towns, the same for every seed, by council, its main town first (data/towns.csv, made by bench/towns.py)."""
    chance = random.Random(2026)
    taken: set[str] = set()
    here: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows():
        here[row["council"]].append(row)
    made = []
    for council in councils():
        quarters = [_quarter(chance, taken) for _ in range(_QUARTERS)]
        made += [_town(row, council, quarters[at % _QUARTERS]) for at, row in enumerate(here[council.code])]
    return tuple(made)


def _town(row: dict[str, str], council: Council, quarter: str) -> Town:
    people, homes = int(row["people"]), int(row["homes"])
    return Town(
        name=row["name"],
        county=row["county"],
        council=council,
        quarter=quarter,
        districts=tuple(row["districts"].split()),
        latitude=float(row["north"]),
        longitude=float(row["east"]),
        size=sqrt(homes + people / 5000),
        spread=min(max(_LEAST, sqrt(people / 8000)), _MOST),
    )


def _quarter(chance: random.Random, taken: set[str]) -> str:
    name = stem(chance) + chance.choice((*[""] * 12, " Green", " End", " Cross"))
    while name in taken and chance.random() < 0.95:  # a few share a name, as places in England do
        name = stem(chance) + chance.choice((" Green", " End", " Cross", " Hill", " St Clare", " Corner"))
    taken.add(name)
    return name


def spot(town: Town, up: float, right: float) -> tuple[float, float]:
    """Degrees north and east of an address: so many times the town's spread from its middle, or as far that way as the council has land."""
    rise, across = up * town.spread / _KM_NORTH, right * town.spread / _KM_EAST
    here = land()[town.council.code]
    parts = (1 - step / 5 for step in range(6))
    far = next(
        (part for part in parts if shapely.contains_xy(here, town.longitude + part * across, town.latitude + part * rise)), 0.0
    )  # fmt: skip
    return round(town.latitude + far * rise, 6), round(town.longitude + far * across, 6)


@cache
def towns_of(council: Council) -> tuple[Town, ...]:
    """The towns of a council's area, its main town first."""
    return tuple(town for town in towns() if town.council == council)


def somewhere(chance: random.Random, unevenness: float = 0) -> Council:
    """One of the councils of England: each as often as another, or in proportion to its care homes to the power of `unevenness`."""
    if not unevenness:
        return chance.choice(councils())
    return chance.choices(councils(), cum_weights=_running(unevenness))[0]


@cache
def _running(unevenness: float) -> tuple[float, ...]:
    return tuple(accumulate(float(max(_homes()[council.code], 1)) ** unevenness for council in councils()))


@cache
def _homes() -> Counter[str]:
    """Care homes in each council, as data/towns.csv counts them."""
    homes: Counter[str] = Counter()
    for row in _rows():
        homes[row["council"]] += int(row["homes"])
    return homes


def _rows() -> Iterator[dict[str, str]]:
    told = files(__package__).joinpath("data", "towns.csv").read_text(encoding="utf-8")
    return iter(csv.DictReader(told.splitlines()))


def town_in(council: Council, chance: random.Random) -> Town:
    """One of a council's towns, the larger the more often."""
    here = towns_of(council)
    return chance.choices(here, [town.size for town in here])[0]


def post_town(town: Town, chance: random.Random) -> str:
    """What an address there gives as its town: in London mostly London."""
    return "London" if town.council.region.code == LONDON and chance.random() < 0.6 else town.name
