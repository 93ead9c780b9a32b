"""The share of a council's care locations that hang on licensed sponsors."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import NOT_OF_SHARES, share_of_councils
from irhub.indicators.indicator import Direction, Indicator, Of, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot

LEAST = 20


def find(at: Snapshot) -> pl.DataFrame:
    """For every council: care locations whose provider is on the sponsor register, of all care locations."""
    licensed = at.licensed.select("organisation_id", licensed=pl.lit(True))
    return share_of_councils(
        at,
        at.care.join(licensed, on="organisation_id", how="left"),
        counted=pl.col("licensed"),
        amount=pl.lit(1),
        least=LEAST,
        of_what="care locations",
        says="{} of {} care locations here ({}%) are run by a provider that is on the register of licensed sponsors.",
    )


INDICATOR = Indicator(
    code="council-locations",
    title="Care locations run by licensed sponsors",
    question=Question.CARE,
    asks="What share of the care locations of an area is run by licensed sponsors?",
    why="It says how much of an area’s care could be touched by what happens to licences.",
    not_to_conclude=NOT_OF_SHARES,
    severities={Severity.KNOW: "always: it is a figure of the area"},
    next_step="Compare with similar councils, and plan for the largest licences.",
    evidence=((LOCATIONS, "local_authority"), (LOCATIONS, "provider_id"), (SPONSORS, "route")),
    find=find,
    of=Of.COUNCIL,
    direction=Direction.NEITHER,
    unit="percent",
    minimum_denominator=LEAST,
)
