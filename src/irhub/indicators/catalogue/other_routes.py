"""A care provider licensed on routes that care seldom uses."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import given
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot, held_since, standing
from irhub.indicators.wording import source
from irhub.registers.phrases import phrase

USUAL = ("Skilled Worker", "Charity Worker", "Religious Worker", "Government Authorised Exchange")


def find(at: Snapshot) -> pl.DataFrame:
    """Care providers with a route outside the usual ones."""
    unusual = at.sponsors.filter(~pl.col("route").is_in(USUAL))
    care = given(at)
    return (
        standing(unusual)
        .join(care, on="organisation_id", how="semi")
        .sort("organisation_id", "route", "line")
        .group_by("organisation_id", maintain_order=True)
        .agg(
            pl.col("name").first(),
            routes=pl.col("route").unique().sort(),
            rows=source(SPONSORS, "since", "line", phrase("{} is listed on the route {}", "name", "route")),
        )
        .join(held_since(unusual, "organisation_id"), on="organisation_id")
        .join(care, on="organisation_id")
        .with_columns(
            severity=pl.lit(Severity.KNOW),
            evidence=pl.concat_list("rows", "care_row"),
            says=phrase(
                "{} gives care and is licensed for a route that care seldom uses: {}.",
                "name",
                pl.col("routes").list.join(", "),
            ),
        )
    )


INDICATOR = Indicator(
    code="other-routes",
    title="Licensed for a route that care seldom uses",
    question=Question.PEOPLE,
    asks="Which care providers are licensed for unusual routes?",
    why="Work on another route is not care work; other rules hold for pay and length of stay.",
    not_to_conclude=(
        "Universities, councils, charities and groups hold many routes for good reasons.",
        "It does not say that anybody is sponsored on the route.",
    ),
    severities={Severity.KNOW: "always"},
    next_step="If you speak with the provider anyway, ask what the route is for.",
    evidence=((SPONSORS, "route"), (LOCATIONS, "provider_id")),
    find=find,
    excludes=("licence-left",),
)
