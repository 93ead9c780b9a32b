"""A sponsor was missing from the register for a week or less: most likely a slip of the register."""

from __future__ import annotations

import polars as pl

from irhub.indicators.catalogue.licence_returned import SLIP, TOLD_FOR, absences
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import day
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Absences of at most a week that ended within the last year."""
    told = absences(at).filter((pl.col("away") <= SLIP) & (pl.col("back_by") > at.as_at - TOLD_FOR))
    return told.select(
        "organisation_id",
        "evidence",
        severity=pl.lit(Severity.KNOW),
        since="back_by",
        value=pl.col("away").dt.total_days(),
        says=phrase(
            "{} was missing from the register of licensed sponsors on {} and was back on it on {}.",
            "name", day("left_by"), day("back_by"),
        ),
    )  # fmt: skip


INDICATOR = Indicator(
    code="register-slip",
    title="Missing from the register for some days",
    question=Question.RECORD,
    asks="Which providers were missing from the sponsor register for a week or less?",
    why="Editions lack names at times and are put right: an alert that was sent meanwhile should be closed.",
    not_to_conclude=("That the licence was suspended, or that it was not: the register gives no reason.",),
    severities={Severity.KNOW: "it came back within the last year, after seven days or less"},
    next_step="Close any alert about the licence, with both dates.",
    evidence=((SPONSORS, "name"), (LOCATIONS, "provider_id")),
    find=find,
    unit="days away",
    excludes=("licence-left", "licence-returned"),
)
