"""A location whose CQC rating fell, while the provider sponsors."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import NOT_OF_RATINGS, RANK, RECENT, YEAR, by_organisation
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import day, number, source
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Locations that stand with a lower rating than the last one they had, published within a year."""
    rank = pl.col("overall_rating").replace_strict(RANK, default=None, return_dtype=pl.Int8)
    facts = ("location_id", "provider_id", "overall_rating", "inherited_rating", "rating_date", "since", "line")
    rated = at.locations.select(*facts, rank=rank).filter(pl.col("rank").is_not_null()).sort("location_id", "since")
    ours = rated.with_columns(
        pl.col("location_id", "rank", "overall_rating", "since", "line", "provider_id").shift(1).name.suffix("_was")
    )
    fell = ours.filter(
        (pl.col("location_id") == pl.col("location_id_was"))
        & (pl.col("rank") < pl.col("rank_was"))
        & (pl.col("provider_id") == pl.col("provider_id_was"))
        & ~pl.col("inherited_rating").fill_null(False)
        & (pl.col("rating_date") > at.as_at - YEAR)
    ).select("location_id", "rank", "overall_rating_was", "since_was", "line_was", began="since")
    now = at.care_of_licensed.with_columns(rank=rank)
    found = (
        now.join(fell, on=["location_id", "rank"])
        .sort("location_id", "began")
        .unique("location_id", keep="last", maintain_order=True)
    )
    fresh = pl.col("rating_date").max() > at.as_at - RECENT
    severity = pl.when(fresh).then(pl.lit(Severity.LOOK)).otherwise(pl.lit(Severity.KNOW))
    told = by_organisation(
        found,
        phrase("{} is rated {} (published {})", "location_name", "overall_rating", day("rating_date")),
        severity,
        pl.col("rating_date"),
    )
    before = (
        found.sort("location_name", "location_id")
        .group_by("organisation_id", maintain_order=True)
        .agg(
            before=source(
                LOCATIONS, "since_was", "line_was", phrase("{} was rated {}", "location_name", "overall_rating_was")
            )
        )
    )
    return told.join(before, on="organisation_id").with_columns(
        evidence=pl.concat_list("before", "evidence"),
        says=phrase(
            "The CQC’s rating of {} of {} fell ({}); the provider is on the register of licensed sponsors.",
            number("value", "location", "locations"), "provider_name", "those",
        ),
    )  # fmt: skip


INDICATOR = Indicator(
    code="rating-fell",
    title="CQC rating fell, provider licensed",
    question=Question.CARE,
    asks="At which licensed sponsors did the rating of a location fall?",
    why="A change is news where a rating alone may be old.",
    not_to_conclude=(
        *NOT_OF_RATINGS,
        "Ratings inherited from a former provider are left out: they are not this provider’s fall.",
    ),
    severities={
        Severity.LOOK: "the lower rating was published within the last 90 days",
        Severity.KNOW: "it was published within the last year",
    },
    next_step="Read the CQC’s report and ask the provider what it is changing.",
    evidence=((LOCATIONS, "overall_rating"), (LOCATIONS, "rating_date"), (SPONSORS, "route")),
    find=find,
    excludes=("licence-left",),
)
