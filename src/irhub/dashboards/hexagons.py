"""Dots put together in hexagons, for places of which the dots would hide one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

SHADES = 5
_ACROSS = 26
"""Hexagons from one edge of the picture to the other."""


@dataclass(frozen=True)
class Dot:
    """A location: where it lies in the picture (parts of its width and height), its name, its provider's licence."""

    x: float
    y: float
    name: str
    licence: str


@dataclass(frozen=True)
class Cell:
    """The locations of a hexagon: its corners as "x,y x,y", its middle, a shade from 1 to SHADES, and what it says.

    `formerly`: how many are of providers whose licence left the register.
    """

    corners: str
    x: float
    y: float
    shade: int
    formerly: int
    says: str


def hexagons(dots: Sequence[Dot], width: float) -> tuple[list[Cell], list[tuple[int, str]]]:
    """The dots put together in hexagons that stand on a corner, and what their shades mean.

    Each dot goes to the nearest middle of two rectangular lattices, which together are those of the hexagons. A shade is
    twice as many locations as the one before, so that a city does not bleach the country around it.
    """
    step, rise = width / _ACROSS, width / _ACROSS * sqrt(3) / 2
    here: dict[tuple[float, float], list[Dot]] = defaultdict(list)
    for dot in dots:
        even = (round(dot.x / step) * step, round(dot.y / (2 * rise)) * 2 * rise)
        odd = ((round(dot.x / step - 0.5) + 0.5) * step, (round(dot.y / (2 * rise) - 0.5) + 0.5) * 2 * rise)
        here[min(even, odd, key=lambda middle: (dot.x - middle[0]) ** 2 + (dot.y - middle[1]) ** 2)].append(dot)
    most = max(map(len, here.values()))
    ends = [ceil(most / 2 ** (SHADES - shade)) for shade in range(1, SHADES + 1)]
    half, tall = step / 2 * 0.96, step / sqrt(3) * 0.96
    around = ((0, -tall), (half, -tall / 2), (half, tall / 2), (0, tall), (-half, tall / 2), (-half, -tall / 2))
    cells = []
    for (x, y), together in sorted(here.items(), key=lambda found: (found[0][1], found[0][0])):
        count = {licence: sum(dot.licence == licence for dot in together) for licence in ("licensed", "formerly")}
        shade = 1 + next(number for number, end in enumerate(ends) if len(together) <= end)
        says = f"{len(together)} location{'s' if len(together) != 1 else ''}, {count['licensed']} of providers with a licence"
        if count["formerly"]:
            says += f", {count['formerly']} of providers whose licence left the register"
        corners = " ".join(f"{x + right:.1f},{y + down:.1f}" for right, down in around)
        cells.append(Cell(corners, round(x, 1), round(y, 1), shade, count["formerly"], says))
    begins = [1, *(end + 1 for end in ends[:-1])]
    legend = [
        (shade, str(end) if begin == end else f"{begin} to {end}")
        for shade, begin, end in zip(range(1, SHADES + 1), begins, ends, strict=True)
        if begin <= end
    ]
    return cells, legend
