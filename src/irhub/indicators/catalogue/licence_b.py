"""A licence rated B: an action plan is under way."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import YEAR, given
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot, held_since, standing
from irhub.indicators.wording import source
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Sponsors rated B that give care or have a name like a care firm's record with the CQC."""
    b = at.sponsors.filter(pl.col("rating") == "B")
    care = given(at)
    rated = (
        standing(b)
        .join(care, on="organisation_id", how="semi")
        .sort("organisation_id", "line")
        .group_by("organisation_id", maintain_order=True)
        .agg(
            pl.col("name").first(),
            rows=source(SPONSORS, "since", "line", phrase("{} is listed with rating B on {}", "name", "route")),
        )
        .join(held_since(b, "organisation_id"), on="organisation_id")
        .join(care, on="organisation_id")
    )
    return at.seen(rated, SPONSORS).select(
        "organisation_id",
        "since",
        evidence=pl.concat_list("rows", "care_row"),
        severity=pl.when(pl.col("since") > at.as_at - YEAR)
        .then(pl.lit(Severity.LOOK))
        .otherwise(pl.lit(Severity.KNOW)),
        says=phrase("{} is rated B on the register of licensed sponsors, first seen {}.", "name", "seen"),
    )


INDICATOR = Indicator(
    code="licence-b",
    title="Licence rated B",
    question=Question.CARE,
    asks="Which care providers hold a licence that was downgraded to B?",
    why="With a B rating a sponsor follows an action plan of the Home Office and may not sponsor new workers until it is met.",
    not_to_conclude=(
        "How serious the reasons are: the register does not say.",
        "Anything about the care that is given.",
        "A provisional rating is another thing, and is not counted here.",
    ),
    severities={
        Severity.LOOK: "it was first seen within the last year",
        Severity.KNOW: "it has been rated B for more than a year",
    },
    next_step="Ask the provider about its action plan and what it needs to meet it.",
    evidence=((SPONSORS, "type_and_rating"), (LOCATIONS, "provider_id")),
    find=find,
    excludes=("licence-left",),
)
