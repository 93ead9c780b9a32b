"""A location rated Requires improvement while the provider sponsors."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import NOT_OF_RATINGS, RECENT, rated_while_licensed
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed providers with a location that requires improvement."""
    fresh = pl.col("rating_date").max() > at.as_at - RECENT
    severity = pl.when(fresh).then(pl.lit(Severity.LOOK)).otherwise(pl.lit(Severity.KNOW))
    return rated_while_licensed(at, "Requires improvement", severity)


INDICATOR = Indicator(
    code="cqc-requires-improvement",
    title="Location rated Requires improvement, provider licensed",
    question=Question.CARE,
    asks="Which licensed sponsors run a location that the CQC rated Requires improvement?",
    why="It is context for a visit or a contract meeting.",
    not_to_conclude=NOT_OF_RATINGS,
    severities={
        Severity.LOOK: "such a rating was published within the last 90 days",
        Severity.KNOW: "no such rating was published within the last 90 days",
    },
    next_step="Read the CQC’s report before the next contract meeting.",
    evidence=((LOCATIONS, "overall_rating"), (LOCATIONS, "rating_date"), (SPONSORS, "route")),
    find=find,
    excludes=("licence-left",),
)
