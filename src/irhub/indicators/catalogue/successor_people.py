"""A licence was lost, and within a year a new one came to a provider that the same person controls."""

from __future__ import annotations

import polars as pl

from irhub.indicators.controllers import NOT_OF_CONTROLLERS, of_people
from irhub.indicators.indicator import Audience, Indicator, Question, Severity
from irhub.indicators.snapshot import CONTROLLERS, LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.succession import newly_licensed


def find(at: Snapshot) -> pl.DataFrame:
    """Providers newly licensed within a year of the loss of another, with one person with significant control of both."""
    return newly_licensed(at, of_people(at))


INDICATOR = Indicator(
    code="successor-people",
    title="New licence under the same control as one that was lost",
    question=Question.PEOPLE,
    asks="Which newly licensed providers share a person with significant control with one whose licence left the register?",
    why="Workers need to know who employs them. That a sponsor is absent from the register does not tell why.",
    not_to_conclude=(
        *NOT_OF_CONTROLLERS,
        "A sale or an honest restructuring looks the same, and the register does not say why the first licence left.",
    ),
    severities={
        Severity.LOOK: "the new licence was first seen within twelve months of the loss, in the last two years"
    },
    next_step="Ask for ownership papers at the next contract point. Do not publish this.",
    evidence=((SPONSORS, "name"), (LOCATIONS, "company_number"), (CONTROLLERS, "name"), (CONTROLLERS, "birth_year")),
    find=find,
    audience=Audience.PEOPLE,
    excludes=("licence-left",),
)
