"""A licence, and locations that the CQC lists as dormant."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import beside, by_organisation, earliest
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import agreeing, number
from irhub.registers.phrases import phrase

WHILE = " while the provider is on the register of licensed sponsors."


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed providers with dormant locations; worth a look where all of them are."""
    dormant = at.care_of_licensed.filter(pl.col("dormant")).join(earliest(at, pl.col("dormant")), on="location_id")
    whole = at.care.group_by("organisation_id").agg(every=pl.len())
    severity = pl.when(pl.len() == pl.col("every").first()).then(pl.lit(Severity.LOOK)).otherwise(pl.lit(Severity.KNOW))
    row = phrase("{} is listed as dormant", "location_name")
    told = by_organisation(dormant.join(whole, on="organisation_id"), row, severity)
    told = told.join(whole, on="organisation_id").join(beside(at, dormant), on="organisation_id", how="left")
    return told.with_columns(
        evidence=pl.concat_list("evidence", pl.col("others").fill_null([])),
        says=pl.when(pl.col("every") == 1)
        .then(phrase("The only care location of {} ({}) is listed as dormant" + WHILE, "provider_name", "those"))
        .otherwise(
            phrase(
                "{} of the {} of {} ({}) {} listed as dormant" + WHILE,
                "value", number("every", "care location", "care locations"), "provider_name", "those", agreeing("value", "is", "are"),
            )
        )
    )  # fmt: skip


INDICATOR = Indicator(
    code="dormant-with-licence",
    title="Dormant location with a licence",
    question=Question.CARE,
    asks="Which licensed sponsors have locations that give no care at present?",
    why="A licence without a service leaves sponsored workers without work.",
    not_to_conclude=(
        "That anybody is sponsored without work: no register says who is sponsored.",
        "A location may be dormant for a season, for building work, or before it opens.",
    ),
    severities={
        Severity.LOOK: "all care locations of the provider are dormant",
        Severity.KNOW: "some of them are",
    },
    next_step="Ask the provider when the service will open and where its staff work now.",
    evidence=((LOCATIONS, "dormant"), (SPONSORS, "route")),
    find=find,
    excludes=("licence-left",),
)
