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
    "legal": tuple(range(5)),
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
    """The sum of points and of what every pair starts from; always added up in one order, so that it is the same to the last digit."""
    out = np.full(given.height, table["start"][0])
    for column in given.iter_columns():
        out += column.to_numpy()
    return pl.Series("sum", out)


def smaller(providers: float) -> float:
    """Points for every pair of a register smaller than England's, where a provider is seldom hit on by chance.

    `providers`: the logarithm of how many there are. Fellegi and Sunter's prior gives a whole point for each unit of it; 0.4 is what
    keeps 99 of 100 accepted links right on fictional registers of 1,300 providers (docs/linkage.md). Beyond what was tried, nothing is added.
    """
    return _SMALLER * (_FITTED_FOR - min(max(providers, _SMALLEST), _FITTED_FOR))


def rivals(pairs: pl.DataFrame) -> pl.DataFrame:
    """Evidence about who else fits (see RIVAL_MARKS), in the order of `pairs`.

    `pairs`: sponsor_key, provider_id, sum, core_s and core_p (the words of the two names compared, sorted), and body: entries of one
    body are no rivals, and bear a name once.
    """
    names = ("sponsor_key", "provider_id", "core_s", "core_p", "body")
    marked = pairs.select(pl.col(name).hash(seed=5) for name in names).with_row_index("at")
    first = marked.select(pl.col("at").first().over(name).cast(pl.Int64).alias(name) for name in names)
    sponsor, provider, core_s, core_p, body = (first[name].to_numpy() for name in names)
    sums = pairs["sum"].to_numpy()
    return pl.DataFrame(
        {
            "sum": pairs["sum"],
            "ahead": _ahead(sponsor, provider, sums),
            "ahead_for_provider": _ahead(provider, body, sums),
            "namesakes": _namesakes(core_p, provider),
            "namesakes_s": _namesakes(core_s, body),
        }
    )


def _ahead(owners: NDArray[np.int64], rivals: NDArray[np.int64], sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """By how much each sum is ahead of the best one that its owner has with another rival. Owners and rivals are known by the
    numbers of their first rows."""
    far, rows = RIVAL_MARKS["ahead"][-1], np.arange(len(sums))
    best, second = np.full((2, len(sums)), -np.inf)
    np.maximum.at(best, owners, sums)
    winner = np.full(len(sums), len(sums))
    level = sums == best[owners]
    np.minimum.at(winner, owners[level], rows[level])
    others = rivals[winner[owners]] != rivals
    np.maximum.at(second, owners[others], sums[others])
    return np.clip(sums - np.where(others, best[owners], second[owners]), -8, far)


def _namesakes(cores: NDArray[np.int64], owners: NDArray[np.int64]) -> NDArray[np.float64]:
    """The logarithm of how many owners bear each row's name. Both are known by the number of their first row."""
    new = pl.Series(cores * max(len(cores), 1) + owners).is_first_distinct().to_numpy()
    many: NDArray[np.float64] = np.log(np.bincount(cores, weights=new, minlength=1)[cores])
    return many


def probability(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability that a sum of points stands for."""
    result: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(logit, -30, 30)))
    return result


def interpolation_weights(values: NDArray[np.float32], at: tuple[float, ...]) -> NDArray[np.float32]:
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
