"""Running indicators over a snapshot: what each finds, completed with who and what hangs on it. No Django."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import polars as pl

from irhub.indicators.indicator import EVIDENCE, FOUND, OWN_LINK, SEVERITIES, Indicator
from irhub.indicators.snapshot import Snapshot
from irhub.indicators.wording import wilson


def run(indicators: Iterable[Indicator], at: Snapshot) -> pl.DataFrame:
    """The signals of all indicators: FOUND and code, version, next_step, audience, low, high, name, councils, locations,
    beds, link_basis; in the order of `in_order`.

    Raises ValueError if an indicator finds something without evidence, or of a severity that it does not declare.
    """
    ran = list(indicators)
    found = pl.concat([_found(indicator, at) for indicator in ran])
    of_own_link = [indicator.code for indicator in ran if indicator.shown_as_one == OWN_LINK]
    return in_order(_completed(with_newest(found, at), at, of_own_link))


def in_order(signals: pl.DataFrame) -> pl.DataFrame:
    """The most urgent first, of these those on which most locations and beds hang, then the newest."""
    rank = pl.col("severity").replace_strict({str(s): n for n, s in enumerate(SEVERITIES)}, return_dtype=pl.Int8)
    return signals.sort(
        rank, "locations", "beds", "since", "name", "code", "council_code", "organisation_id",
        descending=[False, True, True, True, False, False, False, False],
    )  # fmt: skip


def _found(indicator: Indicator, at: Snapshot) -> pl.DataFrame:
    """What one indicator finds (FOUND), with what its definition says."""
    found = indicator.find(at)
    found = found.select(
        *(
            (pl.col(name) if name in found.columns else pl.lit(None)).cast(dtype).alias(name)
            for name, dtype in FOUND.items()
        ),
        code=pl.lit(indicator.code),
        version=pl.lit(indicator.version),
        next_step=pl.lit(indicator.next_step),
        audience=pl.lit(str(indicator.audience)),
    )
    _hold_to_promise(indicator, found)
    return found


def with_newest(found: pl.DataFrame, at: Snapshot, column: str = "evidence") -> pl.DataFrame:
    """The source rows of a column with the newest edition that still shows the same, where that is not the first."""
    rows = found.select(column).with_row_index("whose").explode(column).unnest(column).drop("newest")
    told = rows.with_row_index("place").join(at.seen_last, on=["register", "date", "line"], how="left").sort("place")
    fields = ("register", "date", "line", "says", "newest")
    again = told.group_by("whose", maintain_order=True).agg(pl.struct(*fields).alias(column))
    return found.with_columns(again[column].cast(EVIDENCE))


def _completed(found: pl.DataFrame, at: Snapshot, of_own_link: Collection[str]) -> pl.DataFrame:
    """The signals of all indicators with their intervals, whom they are about and what hangs on it. `of_own_link`: codes of those that
    rest on the link between the organisation’s own records."""
    low, high = wilson(pl.col("numerator"), pl.col("denominator"))
    own = at.surest_links.rename({"link_score": "own_score", "link_basis": "own_basis"})
    rows = (
        found.with_columns(low=low * 100, high=high * 100)
        .join(at.exposure, on="organisation_id", how="left", maintain_order="left")
        .join(own, on="organisation_id", how="left", maintain_order="left")
    )
    own_link = pl.when(pl.col("code").is_in(list(of_own_link)))
    return rows.with_columns(
        pl.col("name").fill_null(""),
        pl.col("locations", "beds").fill_null(0),
        pl.col("own_date").fill_null(value=False),
        councils=pl.when(pl.col("organisation_id").is_not_null())
        .then(pl.col("councils").fill_null([]))
        .when(pl.col("council_code").is_not_null())
        .then(pl.concat_list(pl.col("council_code").fill_null("")))
        .otherwise(pl.lit([], pl.List(pl.String))),
        link_score=pl.coalesce("link_score", own_link.then("own_score")),
        link_basis=pl.when(pl.col("link_score").is_not_null())
        .then("link_basis")
        .otherwise(own_link.then("own_basis"))
        .fill_null(""),
    ).drop("own_score", "own_basis")


def _hold_to_promise(indicator: Indicator, found: pl.DataFrame) -> None:
    if found["evidence"].list.len().fill_null(0).eq(0).any():
        raise ValueError(f"{indicator.code} found something without evidence")
    if undeclared := set(found["severity"]) - {str(severity) for severity in indicator.severities}:
        raise ValueError(f"{indicator.code} does not declare the severity {undeclared}")
    if found.select(pl.col("since", "says").is_null().any()).row(0) != (False, False):
        raise ValueError(f"{indicator.code} leaves a date or a sentence blank")
