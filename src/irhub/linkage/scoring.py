"""From evidence to a probability: points for each piece of evidence, added up, twice.

The points are Fellegi and Sunter's weights: the natural logarithm of how much likelier a piece of evidence is for one and the
same organisation than for two. Between the marks in the table they are read off a straight line. The first sum is about a
pair alone; the second sets it against who else fits. `data/points.json` holds the tables; bench/fit_points.py made them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl
from numpy.typing import NDArray

MARKS: Mapping[str, tuple[float, ...]] = {
    "shared": (0, 3, 5, 7, 9, 11, 13, 16, 20, 26),
    "rarest": (0, 3, 5, 7, 9, 10.5),
    "lost_s": (0, 0.5, 2, 3.5, 5, 7, 9, 12, 18),
    "lost_p": (0, 0.5, 2, 3.5, 5, 7, 9, 12, 18),
    "lost_place_s": (0, 3, 8),
    "lost_place_p": (0, 3, 8),
    "conflict": (0, 1, 3, 5, 7, 9, 12),
    "foreign": (0, 0.5, 1.5, 3, 5),
    "share": (0, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 1),
    "letters": (0.3, 0.5, 0.6, 0.7, 0.78, 0.84, 0.9, 0.94, 0.97, 1),
    "mistyped": (0, 1, 2),
    "same_core": (0, 1),
    "initials": (0, 1),
    "form": (-1, 0, 1),
    "kinds": tuple(range(16)),
    "second": (-1, 0, 3, 6, 10, 16),
    "size": (0.7, 1.1, 1.6, 2.5, 5),
    "level": (0, 1, 2, 3, 4, 5, 6, 7),
    "place_info": (0, 2, 3.5, 5, 6.5, 8, 10),
    "county": (-1, 0, 1),
}
"""Evidence about a pair, and the values at which points are given (see features.evidence)."""

RIVAL_MARKS: Mapping[str, tuple[float, ...]] = {
    "sum": (-8, -5, -3, -1.5, 0, 1.5, 3, 5, 8, 12),
    "ahead": (-8, -3, -1, 0, 0.5, 1, 2, 3, 5, 8, 12),
    "ahead_for_provider": (-8, -3, -1, 0, 1, 3, 5, 8, 12),
    "namesakes": (0, 0.7, 1.1, 1.6, 2.3, 4),
    "namesakes_s": (0, 0.7, 1.1, 1.6, 2.3, 4),
}
"""Evidence about who else fits: by how much a pair is ahead of the sponsor's next provider, and of the provider's next
sponsor; how many providers and sponsors bear the name (logarithm of one more)."""

Tables = Mapping[str, tuple[float, ...]]

_FITTED_FOR, _SMALLEST = 10.3, 7.0
"""The logarithms of how many providers the points were fitted for, and of the fewest that `smaller` was set on."""
_SMALLER = 0.4


@cache
def shipped() -> Mapping[str, Mapping[str, list[float]]]:
    """The tables of points that come with the package: "pair" and "rivals", each from evidence to its points."""
    text = files(__package__).joinpath("data", "points.json").read_text(encoding="utf-8")
    tables: Mapping[str, Mapping[str, list[float]]] = json.loads(text)
    return tables


def points(evidence: pl.DataFrame, marks: Tables, table: Mapping[str, list[float]]) -> pl.DataFrame:
    """The points for each piece of evidence of each row: a column for each entry of `marks`."""
    return pl.DataFrame(
        {
            name: np.interp(evidence[name].cast(pl.Float32).to_numpy(), at, table[name]).astype(np.float32)
            for name, at in marks.items()
        }
    )


def total(given: pl.DataFrame, table: Mapping[str, list[float]]) -> pl.Series:
    """The sum of points and of what every pair starts from."""
    return (given.sum_horizontal() + table["start"][0]).cast(pl.Float64)


def smaller(providers: float) -> float:
    """Points for every pair of a register smaller than England's, where a provider is seldom hit on by chance.

    `providers`: the logarithm of how many there are. Fellegi and Sunter's prior gives a whole point for each unit of it; 0.4 is what
    keeps 99 of 100 accepted links right on fictional registers of 1,300 providers (docs/linkage.md). Beyond what was tried, nothing is added.
    """
    return _SMALLER * (_FITTED_FOR - min(max(providers, _SMALLEST), _FITTED_FOR))


def rivals(pairs: pl.DataFrame) -> pl.DataFrame:
    """Evidence about who else fits (see RIVAL_MARKS), in the order of `pairs`.

    `pairs`: sponsor_key, provider_id, sum, and core_s and core_p: the words of the two names compared, sorted.
    """
    sponsor, provider, core_s, core_p = (
        pairs[name].hash(seed=5).to_numpy() for name in ("sponsor_key", "provider_id", "core_s", "core_p")
    )
    sums = pairs["sum"].to_numpy()
    return pl.DataFrame(
        {
            "sum": pairs["sum"],
            "ahead": _ahead(sponsor, sums),
            "ahead_for_provider": _ahead(provider, sums),
            "namesakes": _namesakes(core_p, provider),
            "namesakes_s": _namesakes(core_s, sponsor),
        }
    )


def _ahead(owners: NDArray[np.uint64], sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """By how much each sum is ahead of the best other one of its owner."""
    far = RIVAL_MARKS["ahead"][-1]
    order = np.lexsort((-sums, owners))
    owner, ranked = owners[order], sums[order]
    starts = np.r_[True, owner[1:] != owner[:-1]] if len(owner) else np.zeros(0, bool)
    at = np.flatnonzero(starts)
    best = ranked[at][np.cumsum(starts) - 1]
    second = np.r_[ranked[1:], 0.0]
    alone = starts & np.r_[starts[1:], True] if len(owner) else starts
    ahead = np.where(alone, far, np.where(starts, ranked - second, ranked - best))
    out = np.empty_like(sums)
    out[order] = np.clip(ahead, -8, far)
    return out


def _namesakes(cores: NDArray[np.uint64], owners: NDArray[np.uint64]) -> NDArray[np.float64]:
    """The logarithm of how many owners bear each row's name."""
    order = np.lexsort((owners, cores))
    core, owner = cores[order], owners[order]
    starts = np.r_[True, core[1:] != core[:-1]] if len(core) else np.zeros(0, bool)
    new = starts | np.r_[True, owner[1:] != owner[:-1]] if len(core) else starts
    group = np.cumsum(starts) - 1
    out = np.empty(len(cores))
    out[order] = np.log(np.bincount(group, weights=new)[group]) if len(core) else 0.0
    return out


def probability(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability that a sum of points stands for."""
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(logit, -30, 30)))
    return result


def hats(values: NDArray[np.float32], at: tuple[float, ...]) -> NDArray[np.float32]:
    """The share of each mark in each value (rows of values, a column for each mark): what fitting solves for."""
    edges = np.asarray(at, dtype=np.float32)
    clipped = np.clip(values, edges[0], edges[-1])
    upper = np.clip(np.searchsorted(edges, clipped, side="right"), 1, len(edges) - 1)
    part = (clipped - edges[upper - 1]) / (edges[upper] - edges[upper - 1])
    out = np.zeros((len(values), len(at)), dtype=np.float32)
    rows = np.arange(len(values))
    out[rows, upper - 1] = 1 - part
    out[rows, upper] = part
    return out
