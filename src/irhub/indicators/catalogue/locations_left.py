"""Several locations of a licensed provider left the CQC's list within half a year."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import HALF_YEAR, dated
from irhub.indicators.indicator import Direction, Indicator, Question, Severity
from irhub.indicators.snapshot import DEACTIVATED, LOCATIONS, SPONSORS, Snapshot, standing
from irhub.indicators.wording import day, listed, number, source
from irhub.registers.phrases import phrase

LEAST = 2


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed providers of whose locations at least two, or half, ended in the last half year."""
    ended = standing(at.deactivated).filter(pl.col("location_end").is_between(at.as_at - HALF_YEAR, at.as_at))
    left = (
        at.care.sort("location_name", "location_id")
        .group_by("organisation_id", maintain_order=True)
        .agg(
            pl.col("provider_name").min(),
            remain=pl.len(),
            remaining=source(LOCATIONS, "since", "line", phrase("{} is on the CQC’s list", "location_name")),
        )
    )
    row = phrase("{} ended on {}", "name", day("location_end"))
    found = (
        ended.join(standing(at.locations).select("location_id"), on="location_id", how="anti")
        .sort("organisation_id", "name", "location_id")
        .group_by("organisation_id", maintain_order=True)
        .agg(
            value=pl.col("location_id").n_unique(),
            began=pl.col("since").min(),
            own=pl.col("location_end").max(),
            names=pl.col("name"),
            rows=source(DEACTIVATED, "since", "line", row),
        )
        .join(left, on="organisation_id")
        .join(at.licensed, on="organisation_id")
        .filter((pl.col("value") >= LEAST) | (pl.col("value") >= pl.col("remain")))
    )
    return found.select(
        "organisation_id",
        "value",
        severity=pl.when(pl.col("value") >= pl.col("remain"))
        .then(pl.lit(Severity.LOOK))
        .otherwise(pl.lit(Severity.KNOW)),
        **dated("own", "began"),
        says=phrase(
            "{} of {} left the CQC’s list within half a year ({}); {} on it. The provider is still on the register of licensed sponsors.",
            number("value", "location", "locations"), "provider_name", listed(pl.col("names")),
            number("remain", "location remains", "locations remain"),
        ),
        evidence=pl.concat_list("rows", "remaining", "licence_rows"),
    )  # fmt: skip


INDICATOR = Indicator(
    code="locations-left",
    title="Locations left the CQC’s list",
    question=Question.CARE,
    asks="Which licensed sponsors have closed or given up locations?",
    why="People who lived and worked there moved or need to; sponsored workers may have lost their place of work.",
    not_to_conclude=(
        "The list does not say why: a service may have closed, moved, been sold, or been registered again.",
        "It says nothing about what became of the staff.",
    ),
    severities={
        Severity.LOOK: "as many locations left as remain, or more",
        Severity.KNOW: f"at least {LEAST} left, and more remain",
    },
    next_step="Ask the provider where residents and staff have gone.",
    evidence=((DEACTIVATED, "location_end"), (LOCATIONS, "provider_id"), (SPONSORS, "route")),
    find=find,
    direction=Direction.MORE_ASKS,
    unit="locations",
    excludes=("licence-left",),
)
