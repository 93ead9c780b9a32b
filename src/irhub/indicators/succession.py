"""A licence was lost, and a new one came within a year to another provider that something joins to it. No Django."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import YEAR, first_licensed
from irhub.indicators.indicator import Severity
from irhub.indicators.snapshot import SPONSORS, Snapshot
from irhub.indicators.wording import day
from irhub.registers.phrases import phrase


def newly_licensed(at: Snapshot, signs: pl.DataFrame) -> pl.DataFrame:
    """Providers newly licensed within a year of the loss of another to which a sign joins them, as signals.

    `signs`: organisation_id, lost_org, what (words), began, rows (evidence), and ceased_lost where the sign had an end.
    """
    new = at.licensed.join(first_licensed(at), on="organisation_id").filter(pl.col("first_since") > at.first(SPONSORS))
    pairs = (
        signs.join(new, on="organisation_id")
        .join(
            at.departures.select(lost_org="organisation_id", lost="name", lost_by="by", lost_rows="evidence"),
            on="lost_org",
        )
        .filter(
            (pl.col("organisation_id") != pl.col("lost_org"))
            & (pl.col("first_since") >= pl.col("lost_by"))
            & (pl.col("first_since") <= pl.col("lost_by") + YEAR)
            & (pl.col("first_since") > at.as_at - 2 * YEAR)
            & (pl.col("ceased_lost").is_null() | (pl.col("ceased_lost") >= pl.col("lost_by") - YEAR))
        )
        .sort("organisation_id", "lost_by", "lost", "what", descending=[False, True, False, False])
        .unique("organisation_id", keep="first", maintain_order=True)
    )
    return pairs.select(
        "organisation_id",
        severity=pl.lit(Severity.LOOK),
        since=pl.max_horizontal("first_since", "began"),
        says=phrase(
            "{} was first seen on the register of licensed sponsors on {}; {}, which left it by {}, {}.",
            "sponsor_name", day("first_since"), "lost", day("lost_by"), "what",
        ),
        evidence=pl.concat_list("lost_rows", "rows", "licence_rows"),
    )  # fmt: skip
