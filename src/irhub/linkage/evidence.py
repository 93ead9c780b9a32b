"""What speaks for and against a pair of a sponsor and a provider, as numbers.

First every pair of names is compared word by word, roughly; of the best, letters are compared too; then each pair of a
sponsor and a provider gets one row of evidence: its best pair of names, a second one if there is, and the places.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist

from irhub.linkage.names.index import WIDTH, Names

KEPT = 8
"""Providers of a sponsor that are looked at closely."""
_AT_ONCE = 16_384
_THREADS = 2
_LEAST_SHARED = 2.5
_LEAST_ROUGH = -8.0
_LOOKED_AT = 24
_NEAR = 4.0
_LEGAL = pl.when(pl.col("legal") != "").then(pl.col("legal").hash(seed=7))
_ONE_LEGAL_NAME = 100.0
"""What one legal name adds to the rank of a pair: it is always looked at closely, and before all others."""
_LETTERS = 12.0
_MISTYPED_COSTS = 1.5
_COLUMNS = (
    "shared",
    "shared_apart",
    "lost_s",
    "lost_p",
    "lost_place_s",
    "lost_place_p",
    "foreign",
    "rarest",
    "mistyped",
    "common_words",
)
Matrix = NDArray[np.float32]


def error_codes(names: Names, errors: pl.DataFrame) -> NDArray[np.uint64]:
    """For each word of each name, the number of a word that it may misspell (0 for none): a matrix as Names.codes.

    `errors`: word, meant; the first counts.
    """
    known = (
        errors.unique("word", keep="first", maintain_order=True)
        .with_columns(code=pl.col("word").hash(seed=7), other=pl.col("meant").hash(seed=7))
        .sort("code")
    )
    if known.is_empty():
        return np.zeros_like(names.codes)
    codes, others = known["code"].to_numpy(), known["other"].to_numpy()
    at = np.searchsorted(codes, names.codes).clip(max=len(codes) - 1)
    return np.where(codes[at] == names.codes, others[at], 0).astype(np.uint64)


def compare_words(
    ours: Names, theirs: Names, meant: NDArray[np.uint64], s: NDArray[np.uint32], p: NDArray[np.uint32]
) -> pl.DataFrame:
    """Compare names by their words; row i compares `ours` row s[i] with `theirs` row p[i].

    Columns, in natural logarithms of rarity: shared (words in both), shared_apart (of these, what are no names of places), lost_s and lost_p (words in one only), lost_place_s and
    lost_place_p (of these, names of places, not counted in lost), foreign (how foreign to care the sponsor's other words are),
    rarest (of shared words); and mistyped (words that are shared but for a typing error), common_words (shared words).
    """
    mine, known = _side(ours, s), _side(theirs, p)
    doubted = np.ascontiguousarray(meant.T)
    blocks = [slice(at, at + _AT_ONCE) for at in range(0, len(s), _AT_ONCE)]
    with ThreadPoolExecutor(_THREADS) as pool:
        parts = list(pool.map(lambda some: _compared(mine(some), known(some), doubted[:, s[some]]), blocks))
    rows = np.concatenate(parts, axis=1) if parts else np.zeros((len(_COLUMNS), 0), np.float32)
    return pl.DataFrame(dict(zip(_COLUMNS, rows, strict=True)), schema=dict.fromkeys(_COLUMNS, pl.Float32))


Words = tuple[NDArray[np.uint64], Matrix, Matrix, Matrix]


def _side(names: Names, rows: NDArray[np.uint32]) -> Callable[[slice], Words]:
    """What picks names by slices of `rows`: codes, rarity, foreign, place, each with a row for a place in the name."""
    turned = [np.ascontiguousarray(m.T) for m in (names.codes, names.rarity, names.foreign, names.place)]
    return lambda some: tuple(matrix[:, rows[some]] for matrix in turned)  # type: ignore[return-value]


def _compared(ours: Words, theirs: Words, doubted: NDArray[np.uint64]) -> NDArray[np.float32]:
    """The columns of compare_words, as rows. Matrices lie on their side: numpy adds up along long rows much faster."""
    (a, rarity, foreign, place_a), (b, got, _, place_b) = ours, theirs
    there_a, there_b = a != 0, b != 0
    in_b, in_a = np.zeros_like(there_a), np.zeros_like(there_b)
    for place in range(WIDTH):
        same = (a[place] == b) & there_b
        in_b[place] = same.any(axis=0)
        in_a |= same
    mistyped = np.zeros_like(there_a)
    columns = np.flatnonzero((doubted != 0).any(axis=0))
    for place in range(WIDTH):
        maybe = columns[(doubted[place, columns] != 0) & ~in_b[place, columns]]
        same = (doubted[place, maybe] == b[:, maybe]) & there_b[:, maybe] & ~in_a[:, maybe]
        mistyped[place, maybe] = same.any(axis=0)
        in_a[:, maybe] |= same
    left, right = there_a & ~in_b & ~mistyped, there_b & ~in_a
    errors, shared = mistyped.sum(axis=0), got * in_a
    lost_s, lost_p = rarity * left, got * right
    return np.stack(
        [
            shared.sum(axis=0) - errors * _MISTYPED_COSTS,
            (shared * (1 - place_b)).sum(axis=0),
            (lost_s * (1 - place_a)).sum(axis=0),
            (lost_p * (1 - place_b)).sum(axis=0),
            (lost_s * place_a).sum(axis=0),
            (lost_p * place_b).sum(axis=0),
            (foreign * left).sum(axis=0),
            shared.max(axis=0),
            errors,
            in_a.sum(axis=0),
        ]
    ).astype(np.float32)


_ROUGH = (
    pl.col("shared") - 0.5 * (pl.col("lost_s") + pl.col("lost_p")) - 0.3 * (pl.col("lost_place_s") + pl.col("lost_place_p"))
    - 0.5 * pl.col("foreign")
)  # fmt: skip


def best_names(
    ours: Names,
    theirs: Names,
    meant: NDArray[np.uint64],
    pairs: pl.DataFrame,
    near: Callable[[pl.DataFrame], pl.DataFrame],
) -> pl.DataFrame:
    """For the likeliest providers of each sponsor, the pairs of names worth a close look, the best first.

    `pairs`: s, p, sorted. `near`: of rows sponsor, provider keeps those whose towns have one name. Returns s, p, sponsor, provider, the
    columns of compare_words, rough (a first score), letters (0 to 1: likeness of the names' letters, blanks apart),
    same_core (the same words or letters), initials (one is the initials of the other),
    form (1 the same legal form, -1 another, 0 where one gives none).
    """
    s, p = pairs["s"].to_numpy(), pairs["p"].to_numpy()
    told = pl.concat([pairs, compare_words(ours, theirs, meant, s, p)], how="horizontal")
    legal, others = (names.frame.select(_LEGAL).to_series() for names in (ours, theirs))
    told = told.with_columns(
        sponsor=ours.frame["owner"].gather(pairs["s"]), provider=theirs.frame["owner"].gather(pairs["p"]), rough=_ROUGH,
        one_legal=(legal.gather(pairs["s"]) == others.gather(pairs["p"])).fill_null(False),
    ).filter((pl.col("rough") > _LEAST_ROUGH) | (pl.col("common_words") == 0) | pl.col("one_legal"))  # fmt: skip
    owners = told.select("sponsor", "provider").unique()
    told = told.join(
        near(owners).with_columns(near=pl.lit(_NEAR)), on=["sponsor", "provider"], how="left"
    ).with_columns(rank=pl.col("rough") + pl.col("near").fill_null(0.0))
    told = told.with_columns(pl.col("rank") + pl.when("one_legal").then(_ONE_LEGAL_NAME).otherwise(0.0))
    liked = told.filter(pl.col("common_words") > 0).pipe(_first, "rank", _LOOKED_AT)
    unlike = told.filter(pl.col("common_words") == 0)
    close = _with_letters(pl.concat([liked, unlike]), ours, theirs)
    bonus = _LETTERS * (pl.col("letters") - 0.75).clip(0, 0.25) + pl.when("initials").then(6.0).otherwise(0.0)
    close = close.with_columns(pl.col("rough") + bonus, pl.col("rank") + bonus).filter(
        (pl.col("shared") >= _LEAST_SHARED) | (pl.col("letters") >= 0.8) | pl.col("initials") | pl.col("one_legal")
    )
    best = close.group_by("sponsor", "provider").agg(pl.col("rank").max()).pipe(_first, "rank", KEPT, "provider")
    return (
        close.join(best.select("sponsor", "provider"), on=["sponsor", "provider"], how="semi")
        .sort("sponsor", "rank", "provider", "s", "p", descending=[False, True, False, False, False])
        .drop("near", "rank", "one_legal")
    )


def _first(rows: pl.DataFrame, by: str, most: int, *ties: str) -> pl.DataFrame:
    """The first rows of each sponsor by a score, the highest first; ties are told apart by `ties` or the names."""
    order = list(ties or ("s", "p"))
    ranked = rows.sort("sponsor", by, *order, descending=[False, True, *(False for _ in order)])
    return ranked.filter(pl.int_range(pl.len()).over("sponsor") < most)


def _with_letters(pairs: pl.DataFrame, ours: Names, theirs: Names) -> pl.DataFrame:
    columns = ["letters", "core", "initials", "form"]
    one = ours.frame.select(pl.col(columns).gather(pairs["s"]))
    other = theirs.frame.select(pl.col(columns).gather(pairs["p"]))
    like = cpdist(
        one["letters"].to_list(),
        other["letters"].to_list(),
        scorer=Indel.normalized_similarity,
        workers=-1,
        dtype=np.float32,
    )
    return pairs.with_columns(
        letters=pl.Series(like, dtype=pl.Float32),
        form=pl.select(
            pl.when((one["form"] == "") | (other["form"] == ""))
            .then(0)
            .when(one["form"] == other["form"])
            .then(1)
            .otherwise(-1)
        ).to_series(),
        same_core=((one["core"] == other["core"]) & (one["core"] != ""))
        | ((one["letters"] == other["letters"]) & (one["letters"] != "")),
        initials=((one["core"] == other["initials"]) | (one["initials"] == other["core"]))
        & (pl.min_horizontal(one["core"].str.len_chars(), other["core"].str.len_chars()) >= 3).pipe(
            lambda long: pl.select(long).to_series()
        ),
    )
