"""A licensed provider opened many locations within a year."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import YEAR, beside, by_organisation
from irhub.indicators.indicator import Direction, Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import day, number
from irhub.registers.phrases import phrase

LEAST, SHARE = 3, 0.5


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed providers of whose care locations at least three, and half, were registered within the last year."""
    new = at.care_of_licensed.filter(pl.col("location_start").is_between(at.as_at - YEAR, at.as_at)).with_columns(
        began="since"
    )
    whole = at.care.group_by("organisation_id").agg(every=pl.len())
    row = phrase("{} was registered on {}", "location_name", day("location_start"))
    told = by_organisation(new, row, pl.lit(Severity.KNOW), pl.col("location_start")).join(whole, on="organisation_id")
    told = told.join(beside(at, new), on="organisation_id", how="left")
    return told.filter((pl.col("value") >= LEAST) & (pl.col("value") >= SHARE * pl.col("every"))).with_columns(
        evidence=pl.concat_list("evidence", pl.col("others").fill_null([])),
        says=phrase(
            "{} of the {} of {} were registered within the last year ({}).",
            "value", number("every", "care location", "care locations"), "provider_name", "those",
        )
    )  # fmt: skip


INDICATOR = Indicator(
    code="growth",
    title="Many new locations within a year",
    question=Question.CARE,
    asks="Which licensed sponsors are growing fast?",
    why="Fast growth asks for many staff at once.",
    not_to_conclude=(
        "Growth is not a fault, and services taken over from another provider look like growth.",
        "It does not say how many staff there are or where they come from.",
    ),
    severities={
        Severity.KNOW: f"at least {LEAST} care locations, and half of all, were registered within the last year"
    },
    next_step="Ask the provider how it staffs the new services.",
    evidence=((LOCATIONS, "location_start"), (SPONSORS, "route")),
    find=find,
    direction=Direction.MORE_ASKS,
    unit="new locations",
    excludes=("licence-left",),
)
