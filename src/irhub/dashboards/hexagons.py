"""Dots put together in hexagons, for places of which the dots would hide one another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import NamedTuple

from irhub.places import council_of
from irhub.web.saying import counted

SHADES = 5
_ACROSS = 26
"""Hexagons from one edge of the picture to the other."""


class Dot(NamedTuple):
    """A location: where it lies in the picture (parts of its width and height), its name, its provider's licence; where it leads to: its
    number, its provider's organisation, the code of its council."""

    x: float
    y: float
    name: str
    licence: str
    location_id: str = ""
    organisation_id: str = ""
    council_code: str = ""


@dataclass(frozen=True)
class Cell:
    """The locations of a hexagon: its corners as "x,y x,y", its middle, a shade from 1 to SHADES, and what it says.

    `formerly`: how many are of providers whose licence left the register. `council`: the slug of the one in which most of them lie.
    """

    corners: str
    x: float
    y: float
    shade: int
    formerly: int
    says: str
    council: str = ""


def hexagons(dots: Sequence[Dot], width: float) -> tuple[list[Cell], list[tuple[int, str]]]:
    """The dots put together in hexagons that stand on a corner, and what their shades mean.

    Each dot goes to the nearest middle of two rectangular lattices, which together are those of the hexagons. A shade is
    twice as many locations as the one before, so that a city does not bleach the country around it.
    """
    step, rise = width / _ACROSS, width / _ACROSS * sqrt(3) / 2
    here: dict[tuple[float, float], Counter[str]] = defaultdict(Counter)
    within: dict[tuple[float, float], Counter[str]] = defaultdict(Counter)
    for x, y, _, licence, _, _, council in dots:
        column, line = x / step, y / (2 * rise)
        even_x, even_y = round(column) * step, round(line) * 2 * rise
        odd_x, odd_y = (round(column - 0.5) + 0.5) * step, (round(line - 0.5) + 0.5) * 2 * rise
        even = (x - even_x) ** 2 + (y - even_y) ** 2 <= (x - odd_x) ** 2 + (y - odd_y) ** 2
        middle = (even_x, even_y) if even else (odd_x, odd_y)
        here[middle][licence] += 1
        within[middle][council] += 1
    most = max(licences.total() for licences in here.values())
    ends = [ceil(most / 2 ** (SHADES - shade)) for shade in range(1, SHADES + 1)]
    half, tall = step / 2 * 0.96, step / sqrt(3) * 0.96
    around = ((0, -tall), (half, -tall / 2), (half, tall / 2), (0, tall), (-half, tall / 2), (-half, -tall / 2))
    cells = []
    for (x, y), count in sorted(here.items(), key=lambda found: (found[0][1], found[0][0])):
        together = count.total()
        shade = 1 + next(number for number, end in enumerate(ends) if together <= end)
        says = f"{counted(together, 'locations')}, {count['licensed']} of providers with a licence"
        if count["formerly"]:
            says += f", {count['formerly']} of providers whose licence left the register"
        lies_in = council_of(within[x, y].most_common(1)[0][0])
        if lies_in:
            says = f"{lies_in.name}: {says}"
        corners = " ".join(f"{x + right:.1f},{y + down:.1f}" for right, down in around)
        cells.append(
            Cell(
                corners,
                round(x, 1),
                round(y, 1),
                shade,
                count["formerly"],
                says,
                lies_in.slug if lies_in else "",
            )
        )
    begins = [1, *(end + 1 for end in ends[:-1])]
    legend = [
        (shade, str(end) if begin == end else f"{begin} to {end}")
        for shade, begin, end in zip(range(1, SHADES + 1), begins, ends, strict=True)
        if begin <= end
    ]
    return cells, legend
