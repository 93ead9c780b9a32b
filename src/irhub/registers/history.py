"""How one edition changes a register's history: plain functions over frames, no database.

An edition is put between its neighbours in date order, wherever it arrives, so any order of loading gives one history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class SpanWork:
    """What must be done to the spans when an edition is put between the one before and the one after it.

    `ends`: keys of the spans standing in the edition before that no longer stand so: they end at this edition.
    `reopened`: rows of the edition after whose span was cut in two by this edition: each begins a span there, which ends
    where the cut one did. `extended_back`: rows of this edition that let a span of the edition after begin here.
    `begins`: rows of this edition that begin a span, which ends at the edition after, if there is one.
    """

    ends: pl.DataFrame
    reopened: pl.DataFrame
    extended_back: pl.DataFrame
    begins: pl.DataFrame


def span_work(
    before: pl.DataFrame | None,
    edition: pl.DataFrame,
    after: pl.DataFrame | None,
    *,
    key: Sequence[str],
    facts: Sequence[str],
) -> SpanWork:
    """Compare an edition's records with its neighbours'; two records are the same if key and facts are equal."""
    same = [*key, *facts]
    ended, begun, after = _against(before, edition, after, same)
    return SpanWork(
        ends=ended.select(key),
        reopened=after.join(ended, on=same, how="semi", nulls_equal=True),
        extended_back=begun.join(after, on=same, how="semi", nulls_equal=True),
        begins=begun.join(after, on=same, how="anti", nulls_equal=True),
    )


@dataclass(frozen=True)
class RemovalWork:
    """What must be done to the spans when an edition is taken out from between the one before and the one after it.

    `drops`: keys of the spans that begin at it and do not reach the edition after. `later`: rows of the edition after whose
    span began at it and begins there instead. `rejoins`: keys of the spans that it cut in two. `reopens`: keys of the spans
    that ended at it, and end at the edition after instead, or nowhere if there is none.
    """

    drops: pl.DataFrame
    later: pl.DataFrame
    rejoins: pl.DataFrame
    reopens: pl.DataFrame


def removal_work(
    before: pl.DataFrame | None,
    edition: pl.DataFrame,
    after: pl.DataFrame | None,
    *,
    key: Sequence[str],
    facts: Sequence[str],
) -> RemovalWork:
    """The opposite of span_work: what undoes that an edition was put between its neighbours."""
    same = [*key, *facts]
    ended, begun, after = _against(before, edition, after, same)
    return RemovalWork(
        drops=begun.join(after, on=same, how="anti", nulls_equal=True).select(key),
        later=after.join(begun, on=same, how="semi", nulls_equal=True),
        rejoins=ended.join(after, on=same, how="semi", nulls_equal=True).select(key),
        reopens=ended.join(after, on=same, how="anti", nulls_equal=True).select(key),
    )


def _against(
    before: pl.DataFrame | None, edition: pl.DataFrame, after: pl.DataFrame | None, same: Sequence[str]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """What ended at an edition, what began at it, and the edition after: without rows where there is none."""
    before = edition.clear() if before is None else before
    ended = before.join(edition, on=same, how="anti", nulls_equal=True)
    begun = edition.join(before, on=same, how="anti", nulls_equal=True)
    return ended, begun, edition.clear() if after is None else after
