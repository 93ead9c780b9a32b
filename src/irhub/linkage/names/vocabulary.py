"""What words tell: learned from the registers themselves, never from a list.

Rarity is the natural logarithm of one over the share of names that hold a word (of the register where it is commoner):
how surprising it is that two names share it by chance. Foreign is by how much a word is commoner among all sponsors than
among CQC providers, as a logarithm: kitchens is foreign to care, nursing is not.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

MOST_FOREIGN = 4.0
_ENOUGH = 6
"""Sponsors that must use a word before it can count as foreign."""


def rarities(sponsor_words: pl.DataFrame, provider_words: pl.DataFrame, sponsors: int, providers: int) -> pl.DataFrame:
    """What each word tells: word, rarity, foreign, providers (that use it), sponsors (that use it).

    Both frames: owner, word. `sponsors` and `providers`: how many owners there are.
    """
    counts = [
        frame.unique(["owner", "word"]).group_by("word").agg(pl.len().alias(name))
        for frame, name in ((sponsor_words, "sponsors"), (provider_words, "providers"))
    ]
    both = counts[0].join(counts[1], on="word", how="full", coalesce=True).fill_null(0)
    share_s, share_p = pl.col("sponsors") / max(sponsors, 1), pl.col("providers") / max(providers, 1)
    lean = ((pl.col("sponsors") + 1) / max(sponsors, 1)).log() - ((pl.col("providers") + 1) / max(providers, 1)).log()
    return both.select(
        "word",
        rarity=(1 / pl.max_horizontal(share_s, share_p, pl.lit(1 / max(providers, 1)))).log().cast(pl.Float32),
        foreign=pl.when(pl.col("sponsors") >= _ENOUGH).then(lean.clip(0, MOST_FOREIGN)).otherwise(0.0).cast(pl.Float32),
        providers=pl.col("providers").cast(pl.UInt32),
        sponsors=pl.col("sponsors").cast(pl.UInt32),
    ).sort("word")


def _shortened(words: pl.DataFrame, longest: int = 18) -> pl.DataFrame:
    """Each word, and it with any one letter left out: word, short."""
    size = pl.col("word").str.len_chars()
    wanted = words.filter(size.is_between(5, longest)).select("word", size=size)
    left_out = [
        wanted.filter(pl.col("size") > at).select(
            "word", short=pl.col("word").str.slice(0, at) + pl.col("word").str.slice(at + 1)
        )
        for at in range(longest)
    ]
    return pl.concat([wanted.select("word", short="word"), *left_out]).unique()


def typing_errors(doubtful: pl.DataFrame, known: pl.DataFrame, most: int = 2) -> pl.DataFrame:
    """Known words that a doubtful word may be a typing error of: word, meant; at most `most` for each.

    Both frames: word. One letter differs, is missing, is extra, or two are swapped; in words of nine letters or more, two
    such slips are allowed where leaving out one letter of each makes them the same. Words with digits are never taken for others.
    """
    letters = ~pl.col("word").str.contains(r"\d")
    near = (
        _shortened(doubtful.filter(letters))
        .join(_shortened(known.filter(letters)).rename({"word": "meant"}), on="short")
        .filter(pl.col("word") != pl.col("meant"))
        .select("word", "meant")
        .unique()
    )
    if near.is_empty():
        return near
    apart = cpdist(near["word"].to_list(), near["meant"].to_list(), scorer=OSA.distance, workers=-1, dtype=np.int32)
    allowed = pl.when(pl.col("word").str.len_chars() >= 9).then(2).otherwise(1)
    return (
        near.with_columns(apart=pl.Series(apart))
        .filter(pl.col("apart") <= allowed)
        .sort("word", "apart", "meant")
        .group_by("word", maintain_order=True)
        .head(most)
        .select("word", "meant")
    )
