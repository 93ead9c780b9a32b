"""A provider that the CQC rated Inadequate as a whole while it sponsors."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import NOT_OF_RATINGS, RECENT, dated
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import RATINGS, SPONSORS, Snapshot, held_since, standing
from irhub.indicators.wording import day, source
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed providers whose own overall rating is Inadequate."""
    low = at.provider_ratings.filter(pl.col("rating") == "Inadequate")
    began = held_since(low, "provider_id").rename({"since": "began"})
    found = (
        standing(low)
        .join(began, on="provider_id")
        .join(at.licensed, on="organisation_id")
        .sort("organisation_id", "began", "provider_id", "line")
        .unique("organisation_id", keep="first", maintain_order=True)
    )
    row = phrase("{} is rated Inadequate as a provider (published {})", "provider_name", day("rating_date"))
    return found.with_columns(held=pl.max_horizontal("began", "licensed_since")).select(
        "organisation_id",
        severity=pl.when(pl.col("rating_date") > at.as_at - RECENT)
        .then(pl.lit(Severity.ACT))
        .otherwise(pl.lit(Severity.LOOK)),
        **dated("rating_date", "held"),
        says=phrase(
            "The CQC rated {} Inadequate as a provider (published {}) and it is on the register of licensed sponsors.",
            "provider_name", day("rating_date"),
        ),
        evidence=pl.concat_list(source(RATINGS, "since", "line", row), "licence_rows"),
    )  # fmt: skip


INDICATOR = Indicator(
    code="provider-inadequate",
    title="Provider rated Inadequate and licensed",
    question=Question.CARE,
    asks="Which licensed sponsors did the CQC rate Inadequate as a whole provider?",
    why="A provider’s own rating is of how it is led, across all its locations.",
    not_to_conclude=NOT_OF_RATINGS,
    severities={
        Severity.ACT: "the rating was published within the last 90 days",
        Severity.LOOK: "the rating was published more than 90 days ago",
    },
    next_step="Ask the CQC’s local inspector what happens next, and look at each of the provider’s locations.",
    evidence=((RATINGS, "rating"), (RATINGS, "rating_date"), (SPONSORS, "route")),
    find=find,
    excludes=("licence-left",),
)
