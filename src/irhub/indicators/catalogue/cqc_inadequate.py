"""A location rated Inadequate while the provider sponsors."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import NOT_OF_RATINGS, RECENT, rated_while_licensed
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed providers with an Inadequate location; urgent where the rating is recent."""
    fresh = pl.col("rating_date").max() > at.as_at - RECENT
    severity = pl.when(fresh).then(pl.lit(Severity.ACT)).otherwise(pl.lit(Severity.LOOK))
    return rated_while_licensed(at, "Inadequate", severity)


INDICATOR = Indicator(
    code="cqc-inadequate",
    title="Location rated Inadequate, provider licensed",
    question=Question.CARE,
    asks="Which licensed sponsors run a location that the CQC rated Inadequate?",
    why="A service that is rated Inadequate may lose contracts or close; workers whom it sponsors would then need a new sponsor.",
    not_to_conclude=NOT_OF_RATINGS,
    severities={
        Severity.ACT: "such a rating was published within the last 90 days",
        Severity.LOOK: "no such rating was published within the last 90 days",
    },
    next_step="Read the CQC’s report, and ask the provider and the CQC’s local inspector what happens next.",
    evidence=((LOCATIONS, "overall_rating"), (LOCATIONS, "rating_date"), (SPONSORS, "route")),
    find=find,
    excludes=("licence-left",),
)
