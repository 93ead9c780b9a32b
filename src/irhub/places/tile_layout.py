"""How the squares of the tile map were placed: what `data/tiles.csv` is made by. No page needs it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from irhub.places.tiles import COLUMNS, ROWS

_STEPS, _APART = 400, 1.0


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
