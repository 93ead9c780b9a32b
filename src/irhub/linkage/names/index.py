"""Names of one side ready to be compared: their words as numbers in a matrix, a row for each name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from irhub.linkage.names.legal import legal_key
from irhub.linkage.names.words import legal_form

WIDTH = 8
"""Words of a name that are compared; of a longer name the last ones are not."""

UNSEEN_RARITY = 10.0


@dataclass(frozen=True)
class Names:
    """Names of one side.

    `frame`: name_id, owner, kind, text, form (see words.legal_form), legal (see legal.legal_key; "" for a name that was taken apart),
    letters (its words joined), core (its words sorted), initials, rules. `tokens`: name_id, word, code and what the vocabulary tells
    of the word, a row for each.
    Matrices with a row for each name and WIDTH columns: `codes` (a word's number, 0 where there is none), `rarity`,
    `foreign`, `place` (1 where the word names a place).
    """

    frame: pl.DataFrame
    tokens: pl.DataFrame
    codes: NDArray[np.uint64]
    rarity: NDArray[np.float32]
    foreign: NDArray[np.float32]
    place: NDArray[np.float32]


def names_index(frame: pl.DataFrame, words: pl.DataFrame, vocabulary: pl.DataFrame) -> Names:
    """Lay names out for comparing.

    `frame`: name_id (0, 1, 2, ...), owner, kind, text, whole (see parts.parts). `words`: as words.canonical gives. `vocabulary`: as
    vocabulary.rarities gives, with `place`; a word it lacks is as rare as can be.
    """
    unseen = float(vocabulary["rarity"].max() or UNSEEN_RARITY)  # type: ignore[arg-type]
    tokens = (
        words.join(vocabulary, on="word", how="left", maintain_order="left")
        .with_columns(
            pl.col("rarity").fill_null(unseen).cast(pl.Float32),
            pl.col("foreign", "place").fill_null(0.0).cast(pl.Float32),
            pl.col("providers", "sponsors").fill_null(0),
            code=pl.col("word").hash(seed=7),
        )
        .filter(pl.struct("name_id", "word").is_first_distinct())
    )
    told = (
        tokens.group_by("name_id", maintain_order=True)
        .agg(pl.col("word"), initials=pl.col("word").str.head(1), rules=pl.col("rules").first())
        .with_columns(pl.col("initials").list.join(""), letters=pl.col("word").list.join(""))
        .drop("word")
    )
    cores = (  # whole columns are sorted and lists joined, which is ten times as fast as sorting and joining in each group
        tokens.select("name_id", "word")
        .sort("name_id", "word")
        .group_by("name_id", maintain_order=True)
        .agg(core="word")
        .with_columns(pl.col("core").list.join(" "))
    )
    told = told.join(cores, on="name_id", how="left", maintain_order="left")
    laid = (
        frame.with_columns(
            form=legal_form(pl.col("text")),
            legal=pl.when("whole").then(legal_key(pl.col("text"))).otherwise(pl.lit("")),
        )
        .drop("whole")
        .join(told, on="name_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("letters", "core", "initials").fill_null(""),
            pl.col("rules").fill_null(0),
        )
    )
    row = tokens["name_id"].to_numpy()
    at = np.arange(len(row))
    kept = at - np.maximum.accumulate(np.where(np.diff(row, prepend=-1) != 0, at, 0)) if len(row) else at
    fits = kept < WIDTH

    def matrix(column: str) -> NDArray[Any]:
        values = tokens[column].to_numpy()
        out: NDArray[Any] = np.zeros((frame.height, WIDTH), dtype=values.dtype)
        out[row[fits], kept[fits]] = values[fits]
        return out

    return Names(laid, tokens, matrix("code"), matrix("rarity"), matrix("foreign"), matrix("place"))
