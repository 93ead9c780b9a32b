"""A licensed provider that the CQC registers as a nurses' agency only."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import by_organisation, earliest
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import number
from irhub.registers.phrases import phrase

SERVICE = "Nurses Agency only"


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed providers with a location whose service is a nurses' agency."""
    agency = pl.col("service_types").str.contains(SERVICE, literal=True)
    found = at.care_of_licensed.filter(agency).join(earliest(at, agency), on="location_id")
    row = phrase("{} is registered for: {}", "location_name", "service_types")
    return by_organisation(found, row, pl.lit(Severity.KNOW)).with_columns(
        says=phrase(
            "{} of {} registered as a nurses’ agency ({}), and the provider is on the register of licensed sponsors.",
            number("value", "location", "locations"), "provider_name", "those",
        )
    )  # fmt: skip


INDICATOR = Indicator(
    code="nurses-agency",
    title="Nurses’ agency with a licence",
    question=Question.PEOPLE,
    asks="Which licensed sponsors are registered as a nurses’ agency?",
    why="Agencies may not sponsor people to fill other employers’ posts; other rules hold for them than for care homes.",
    not_to_conclude=("That anybody is hired out: the registration does not say what staff do.",),
    severities={Severity.KNOW: "always"},
    next_step="If you buy from it, ask for whom its sponsored staff work day to day.",
    evidence=((LOCATIONS, "service_types"), (SPONSORS, "route")),
    find=find,
    excludes=("licence-left",),
)
