"""Names of one side ready to be compared: their words as numbers in a matrix, a row for each name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from irhub.linkage.names.words import legal_form

WIDTH = 8
"""Words of a name that are compared; of a longer name the last ones are not."""

UNSEEN_RARITY = 10.0


@dataclass(frozen=True)
class Names:
    """Names of one side.

    `frame`: name_id, owner, kind, text, form (see words.legal_form), letters (its words joined), core (its words sorted),
    initials, rules, info (the rarity of all its words). `tokens`: name_id, word, code, position and what the vocabulary tells
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

    `frame`: name_id (0, 1, 2, ...), owner, kind, text. `words`: as words.canonical gives. `vocabulary`: as
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
            position=pl.int_range(pl.len()).over("name_id"),
        )
        .unique(["name_id", "word"], keep="first", maintain_order=True)
    )
    told = tokens.group_by("name_id", maintain_order=True).agg(
        letters=pl.col("word").str.join(""),
        core=pl.col("word").sort().str.join(" "),
        initials=pl.col("word").str.head(1).str.join(""),
        rules=pl.col("rules").first(),
        info=pl.col("rarity").sum(),
    )
    laid = (
        frame.with_columns(form=legal_form(pl.col("text")))
        .join(told, on="name_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("letters", "core", "initials").fill_null(""),
            pl.col("info").fill_null(0.0),
            pl.col("rules").fill_null(0),
        )
    )
    row = tokens["name_id"].to_numpy()
    kept = tokens.select(pl.int_range(pl.len()).over("name_id")).to_series().to_numpy()
    fits = kept < WIDTH

    def matrix(column: str) -> NDArray[Any]:
        values = tokens[column].to_numpy()
        out: NDArray[Any] = np.zeros((frame.height, WIDTH), dtype=values.dtype)
        out[row[fits], kept[fits]] = values[fits]
        return out

    return Names(laid, tokens, matrix("code"), matrix("rarity"), matrix("foreign"), matrix("place"))
