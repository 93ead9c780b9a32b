"""The share of a council's home-care locations that hang on licensed sponsors."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import NOT_OF_SHARES, share_of_councils
from irhub.indicators.indicator import Direction, Indicator, Of, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot
from irhub.registers.sources.care_services import HOME_CARE

LEAST = 10


def find(at: Snapshot) -> pl.DataFrame:
    """For every council: home-care locations whose provider is on the sponsor register, of all that give home care."""
    licensed = at.licensed.select("organisation_id", licensed=pl.lit(True))
    home_care = at.care.filter(pl.col("service_types").str.contains(HOME_CARE, literal=True))
    return share_of_councils(
        at,
        home_care.join(licensed, on="organisation_id", how="left"),
        counted=pl.col("licensed"),
        amount=pl.lit(1),
        least=LEAST,
        of_what="home-care locations",
        says="{} of {} home-care locations here ({}%) are run by a provider that is on the register of licensed sponsors.",
    )


INDICATOR = Indicator(
    code="council-home-care",
    title="Home care run by licensed sponsors",
    question=Question.CARE,
    asks="What share of the home-care locations of an area is run by licensed sponsors?",
    why="Home care relies most on sponsored workers, and has no beds to count.",
    not_to_conclude=(*NOT_OF_SHARES, "A home-care office may serve people in other council areas."),
    severities={Severity.KNOW: "always: it is a figure of the area"},
    next_step="Compare with similar councils, and ask which of them give your hours of home care.",
    evidence=((LOCATIONS, "service_types"), (LOCATIONS, "local_authority"), (SPONSORS, "route")),
    find=find,
    of=Of.COUNCIL,
    direction=Direction.NEITHER,
    unit="percent",
    minimum_denominator=LEAST,
)
