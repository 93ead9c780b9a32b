"""What the indicators of CQC ratings share."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from irhub.indicators.snapshot import LOCATIONS, Snapshot, held_since
from irhub.indicators.telling import day, listed, number, source

RECENT = timedelta(days=90)
NOT_OF_RATINGS = (
    "A CQC rating says nothing about pay, visas or how sponsored workers are treated, nor the reverse.",
    "A rating is as old as its date. In a large group one location says little of the others.",
)
RANK = {"Inadequate": 0, "Requires improvement": 1, "Good": 2, "Outstanding": 3}
"""The CQC's ratings, lowest first."""


def rated_while_licensed(at: Snapshot, rating: str, severity: pl.Expr) -> pl.DataFrame:
    """Licensed providers with care locations that bear this rating, given to the present provider; one row each.

    `severity`: an aggregate over rating_date. It holds since the first edition with such a rating while licensed.
    """
    mine = (pl.col("overall_rating") == rating) & ~pl.col("inherited_rating").fill_null(False)
    rated = at.care_of_licensed.filter(mine)
    runs = held_since(at.locations.filter(mine), "location_id").rename({"since": "rated_since"})
    return (
        rated.join(runs, on="location_id")
        .sort("organisation_id", "location_name", "location_id")
        .group_by("organisation_id", maintain_order=True)
        .agg(
            pl.col("provider_name", "licensed_since", "licence_rows").first(),
            severity=severity,
            since=pl.max_horizontal(pl.col("rated_since").min(), pl.col("licensed_since").first()),
            value=pl.len(),
            rated=pl.col("location_name"),
            rows=source(
                LOCATIONS,
                "since",
                "line",
                pl.format("{} is rated {} (published {})", "location_name", "overall_rating", day("rating_date")),
            ),
        )
        .with_columns(
            says=pl.format(
                "{} of {} rated {} ({}) while the provider is on the register of licensed sponsors.",
                number("value", "location", "locations"),
                "provider_name",
                pl.lit(rating),
                listed(pl.col("rated")),
            ),
            evidence=pl.concat_list("rows", "licence_rows"),
        )
    )
