"""How much of a council's care is in the hands of its largest brand or provider."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import share_of_councils
from irhub.indicators.indicator import Direction, Indicator, Of, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, Snapshot
from irhub.registers.phrases import phrase

LEAST, LARGE = 20, 15


def find(at: Snapshot) -> pl.DataFrame:
    """For every council: care locations of the brand, or provider without one, that has the most."""
    brand = pl.when(pl.col("brand_name") != "").then(pl.col("brand_name")).otherwise(pl.col("provider_name"))
    group = pl.when(pl.col("brand_name") != "").then(pl.col("brand_name")).otherwise(pl.col("organisation_id"))
    care = at.care.with_columns(brand=brand, group=group)
    largest = (
        care.group_by("council_code", "group")
        .agg(size=pl.len(), largest=pl.col("brand").min())
        .sort("council_code", "size", "largest", "group", descending=[False, True, False, False])
        .unique("council_code", keep="first", maintain_order=True)
        .select("council_code", "largest", most="group")
    )
    found = share_of_councils(
        at,
        care.join(largest, on="council_code"),
        counted=pl.col("group") == pl.col("most"),
        amount=pl.lit(1),
        least=LEAST,
        of_what="care locations",
        says="{} of {} care locations here ({}%) are of one brand or provider",
    )
    named = found.join(largest, on="council_code", how="left")
    large = pl.col("value").fill_null(0) >= LARGE
    return named.with_columns(
        severity=pl.when(large).then(pl.lit(Severity.LOOK)).otherwise(pl.lit(Severity.KNOW)),
        says=pl.when(pl.col("value").is_null()).then(pl.col("says")).otherwise(phrase("{}: {}.", "says", "largest")),
    ).drop("numerator")  # the largest of many is not a sample of anything


INDICATOR = Indicator(
    code="council-concentration",
    title="Care in the hands of one group",
    question=Question.CARE,
    asks="What share of the care locations of an area belongs to its largest brand or provider?",
    why="If one group fails, an area that leans on it has few alternatives.",
    not_to_conclude=(
        "The brand is the CQC’s own grouping; a group may be spread over several.",
        "It is a fact about exposure, not about conduct.",
    ),
    severities={Severity.LOOK: f"{LARGE}% or more", Severity.KNOW: f"less than {LARGE}%, or too few to say"},
    next_step="Look up who else gives the same service nearby.",
    evidence=((LOCATIONS, "brand_name"), (LOCATIONS, "provider_id"), (LOCATIONS, "local_authority")),
    find=find,
    of=Of.COUNCIL,
    direction=Direction.MORE_ASKS,
    unit="percent",
    minimum_denominator=LEAST,
)
