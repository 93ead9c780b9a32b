"""For how many of a council's care providers a licence is linked: how far the hub's own sight reaches."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import share_of_councils
from irhub.indicators.indicator import Direction, Indicator, Of, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot

LEAST = 20


def find(at: Snapshot) -> pl.DataFrame:
    """For every council: care providers linked to a sponsor that stands or stood, of all care providers."""
    linked = at.sponsors.select("organisation_id", linked=pl.lit(True)).unique()
    providers = at.care.sort("location_id").unique(
        ["council_code", "organisation_id"], keep="first", maintain_order=True
    )
    return share_of_councils(
        at,
        providers.join(linked, on="organisation_id", how="left"),
        counted=pl.col("linked"),
        amount=pl.lit(1),
        least=LEAST,
        of_what="care providers",
        says="{} of {} care providers here ({}%) are linked to an entry of the sponsor register, now or formerly.",
    )


INDICATOR = Indicator(
    code="council-coverage",
    title="Providers linked to the sponsor register",
    question=Question.RECORD,
    asks="For what share of the care providers of an area has the hub found an entry of the sponsor register?",
    why="Signals about licences reach linked providers alone.",
    not_to_conclude=(
        "A provider without a link may not sponsor anyone, or be registered under another name: the two look the same.",
        "It is a measure of the hub’s work, not of providers.",
    ),
    severities={Severity.KNOW: "always: it is a figure of the area"},
    next_step="Review the links that wait, and tell the hub of trading names that you know.",
    evidence=((LOCATIONS, "provider_id"), (SPONSORS, "name")),
    find=find,
    of=Of.COUNCIL,
    direction=Direction.NEITHER,
    unit="percent",
    minimum_denominator=LEAST,
)
