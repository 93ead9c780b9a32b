"""A licensed provider whose location has never been rated, over a year after it was registered."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import YEAR, by_organisation
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import day, number
from irhub.registers.phrases import phrase

_NONE = ("", "Not Rated", "Insufficient evidence to rate")


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed providers with care locations that have no rating and were registered more than a year ago."""
    unrated = pl.col("overall_rating").is_in(_NONE)
    old = unrated & (pl.col("location_start") + YEAR < at.as_at) & ~pl.col("dormant").fill_null(False)
    found = at.care_of_licensed.filter(old).with_columns(began=pl.max_horizontal("since", pl.lit(at.first(LOCATIONS))))
    row = phrase("{} has no rating; registered on {}", "location_name", day("location_start"))
    whole = at.care.group_by("organisation_id").agg(every=pl.len())
    severity = pl.when(pl.len() == pl.col("every").first()).then(pl.lit(Severity.LOOK)).otherwise(pl.lit(Severity.KNOW))
    return by_organisation(
        found.join(whole, on="organisation_id"), row, severity, pl.col("location_start").dt.offset_by("1y")
    ).with_columns(
        says=phrase(
            "The CQC has published no rating of {} of {} ({}), registered more than a year ago; the provider is on the"
            " register of licensed sponsors.",
            number("value", "location", "locations"), "provider_name", "those",
        )
    )  # fmt: skip


INDICATOR = Indicator(
    code="never-inspected",
    title="Never rated, over a year after registration",
    question=Question.PEOPLE,
    asks="Which licensed sponsors run locations that nobody has published a rating of?",
    why="Nobody from the regulator may have met the people who live or work there.",
    not_to_conclude=(
        "It is the CQC’s backlog, not the provider’s doing.",
        "No published rating is not the same as no inspection.",
    ),
    severities={
        Severity.LOOK: "none of the provider’s care locations has a rating",
        Severity.KNOW: "some have one",
    },
    next_step="Plan a visit of your own if you buy care there.",
    evidence=((LOCATIONS, "overall_rating"), (LOCATIONS, "location_start"), (SPONSORS, "route")),
    find=find,
    excludes=("licence-left",),
)
