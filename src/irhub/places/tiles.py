"""The tile map: one square a council, placed so that neighbours stay near one another.

`data/tiles.csv` is what `laid_out` makes of `data/centres.csv` (degrees north and east of the middle of each council, to
about a tenth of a degree). It is kept as data so that a council never jumps from one edition to the next.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from irhub.places.geography import Council, councils

COLUMNS, ROWS = 15, 19
_STEPS, _APART = 400, 1.0


@dataclass(frozen=True)
class Tile:
    """A council's square, counted from the map's upper left corner, and the letters on it."""

    council: Council
    column: int
    row: int
    letters: str


@cache
def tiles() -> tuple[Tile, ...]:
    """One tile a council, in the order of `councils()`."""
    with files(__package__).joinpath("data", "tiles.csv").open(encoding="utf-8") as file:
        placed = {row["code"]: (int(row["column"]), int(row["row"])) for row in csv.DictReader(file)}
    return tuple(Tile(place, *placed[place.code], _letters(place.name)) for place in councils())


_TOLD_APART = {
    "Barnet": "Bnt", "Barnsley": "Bsy", "Cambridgeshire": "Cbs", "Derbyshire": "Dbs", "Haringey": "Hgy", "Harrow": "Hrw",
    "Hartlepool": "Hpl", "Herefordshire, County of": "Hfd", "Hertfordshire": "Hts", "Leicestershire": "Lcs",
    "Newcastle upon Tyne": "Ncl", "Norfolk": "Nfk", "Northumberland": "Nbl", "Nottinghamshire": "Nts",
    "Southampton": "Stn", "Southwark": "Swk", "Stockton-on-Tees": "Stk", "Stoke-on-Trent": "Ske", "Waltham Forest": "Wlt",
    "Warrington": "Wtn", "Warwickshire": "Wks",
}  # fmt: skip


def _letters(name: str) -> str:
    """What stands for a name on a tile, and for no other: initials of its long words, or its first three letters."""
    if name in _TOLD_APART:
        return _TOLD_APART[name]
    words = [word for word in name.split(",")[0].replace("-", " ").split() if word not in ("and", "of", "the", "upon")]
    return "".join(word[0] for word in words[:3]).upper() if len(words) > 1 else words[0][:3]


def laid_out(centres: Mapping[str, tuple[float, float]]) -> dict[str, tuple[int, int]]:
    """A cell (column, row) for each code, from its degrees north and east.

    Points that lie closer than a cell push one another away; then cells are given out so that the sum of squared
    distances is least (the assignment problem, solved by shortest augmenting paths).
    """
    codes = sorted(centres)
    north, east = np.array([centres[code] for code in codes], dtype=float).T
    at = np.column_stack([(east - east.min()) * np.cos(np.radians(52.8)), north.max() - north])
    at *= np.array([COLUMNS - 1, ROWS - 1]) / at.max(axis=0)
    _push_apart(at)
    at -= at.min(axis=0)
    at *= np.array([COLUMNS - 1, ROWS - 1]) / at.max(axis=0)
    cells = np.array([(column, row) for row in range(ROWS) for column in range(COLUMNS)])
    cost = ((at[:, None, :] - cells[None, :, :]) ** 2).sum(axis=2)
    return {code: (int(cells[cell][0]), int(cells[cell][1])) for code, cell in zip(codes, _assigned(cost), strict=True)}


def _push_apart(at: NDArray[np.float64]) -> None:
    for _ in range(_STEPS):
        gap = at[:, None, :] - at[None, :, :]
        far = np.sqrt((gap**2).sum(axis=2))
        np.fill_diagonal(far, np.inf)
        near = np.maximum(_APART - far, 0) / np.maximum(far, 1e-6)
        at += 0.25 * (gap * near[:, :, None]).sum(axis=1)


def _assigned(cost: NDArray[np.float64]) -> list[int]:
    """For each row of the costs a column of its own, the sum of costs being least (R. Jonker, A. Volgenant, 1987)."""
    rows, columns = cost.shape
    over, under = np.zeros(rows + 1), np.zeros(columns + 1)
    taken = np.zeros(columns + 1, dtype=int)
    for row in range(1, rows + 1):
        taken[0], column = row, 0
        least, way = np.full(columns + 1, np.inf), np.zeros(columns + 1, dtype=int)
        seen = np.zeros(columns + 1, dtype=bool)
        while taken[column]:
            seen[column] = True
            spare = cost[taken[column] - 1] - over[taken[column]] - under[1:]
            better = ~seen[1:] & (spare < least[1:])
            least[1:][better], way[1:][better] = spare[better], column
            free = np.where(seen[1:], np.inf, least[1:])
            nearest = int(free.argmin()) + 1
            step = free[nearest - 1]
            over[taken[seen]] += step
            under[seen] -= step
            least[~seen] -= step
            column = nearest
        while column:
            taken[column], column = taken[way[column]], way[column]
    return [int(np.flatnonzero(taken[1:] == row)[0]) for row in range(1, rows + 1)]
