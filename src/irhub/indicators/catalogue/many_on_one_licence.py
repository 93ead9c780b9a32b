"""Many locations, or locations in several councils, depend on one licence."""

from __future__ import annotations

import polars as pl

from irhub.indicators.indicator import Direction, Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import number, source
from irhub.registers.phrases import phrase

MANY, COUNCILS = 10, 3


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed organisations with at least ten care locations, or with locations in three councils or more."""
    row = source(LOCATIONS, "since", "line", phrase("{} ({})", "location_name", number("beds", "bed", "beds")))
    found = (
        at.care_of_licensed.with_columns(pl.col("beds").fill_null(0))
        .sort("organisation_id", "location_name", "location_id")
        .group_by("organisation_id", maintain_order=True)
        .agg(
            pl.col("provider_name", "licensed_since", "licence_rows", "entries").first(),
            rows=row,
            value=pl.len(),
            all_beds=pl.col("beds").sum(),
            places=pl.col("council_code").filter(pl.col("council_code") != "").n_unique(),
            began=pl.col("since").max(),
        )
        .filter((pl.col("value") >= MANY) | (pl.col("places") >= COUNCILS))
    )
    return found.select(
        "organisation_id",
        "value",
        severity=pl.lit(Severity.KNOW),
        since=pl.max_horizontal("began", "licensed_since"),
        says=phrase(
            "{}{} in {} depend on {}.",
            number("value", "care location", "care locations"),
            pl.when(pl.col("all_beds") > 0).then(phrase(" with {}", number("all_beds", "bed", "beds"))).otherwise(pl.lit("")),
            number("places", "council", "councils"),
            pl.when(pl.col("entries") == 1).then(phrase("one sponsor licence: that of {}", "provider_name")).otherwise(
                phrase("the sponsor licence of {}, which is on the register as {} entries and may hold more than one", "provider_name", "entries")
            ),
        ),
        evidence=pl.concat_list("rows", "licence_rows"),
    )  # fmt: skip


INDICATOR = Indicator(
    code="many-on-one-licence",
    title="Many locations depend on one provider’s licence",
    question=Question.CARE,
    asks="Which single licences would touch many services, or several councils, if they were lost?",
    why="One decision about one licence would be felt in many places at once. Councils can plan together.",
    not_to_conclude=(
        "It is a fact about exposure, not about conduct.",
        "One wrong link between a licence and a provider is enough to make it.",
        "Beds are capacity, not residents.",
    ),
    severities={Severity.KNOW: f"at least {MANY} care locations, or locations in at least {COUNCILS} councils"},
    next_step="Agree with the other councils who would speak with the provider.",
    evidence=((LOCATIONS, "provider_id"), (LOCATIONS, "beds"), (LOCATIONS, "local_authority"), (SPONSORS, "route")),
    find=find,
    direction=Direction.NEITHER,
    unit="locations",
    excludes=("licence-left",),
)
