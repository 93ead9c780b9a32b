"""The share of a council's care home beds that hang on licensed sponsors."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import NOT_OF_SHARES, share_of_councils
from irhub.indicators.indicator import Direction, Indicator, Of, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot

LEAST = 100


def find(at: Snapshot) -> pl.DataFrame:
    """For every council: beds of care homes whose provider is on the sponsor register, of all beds."""
    licensed = at.licensed.select("organisation_id", licensed=pl.lit(True))
    homes = at.care.filter(pl.col("beds") > 0).join(licensed, on="organisation_id", how="left")
    found = share_of_councils(
        at,
        homes,
        counted=pl.col("licensed"),
        amount=pl.col("beds"),
        least=LEAST,
        of_what="beds",
        says="{} of {} care home beds here ({}%) are in homes of a provider that is on the register of licensed sponsors.",
    )
    return found.drop("numerator")  # beds come by the home: an interval of single beds would promise too much


INDICATOR = Indicator(
    code="council-beds",
    title="Beds in homes run by licensed sponsors",
    question=Question.CARE,
    asks="What share of the care home beds of an area is run by licensed sponsors?",
    why="It says how much of an area’s residential care could be touched by what happens to licences.",
    not_to_conclude=NOT_OF_SHARES,
    severities={Severity.KNOW: "always: it is a figure of the area"},
    next_step="Compare with similar councils, and plan for the largest homes.",
    evidence=((LOCATIONS, "beds"), (LOCATIONS, "local_authority"), (SPONSORS, "route")),
    find=find,
    of=Of.COUNCIL,
    direction=Direction.NEITHER,
    unit="percent",
    minimum_denominator=LEAST,
)
