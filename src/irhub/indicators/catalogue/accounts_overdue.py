"""Accounts of a licensed provider's company are overdue."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import NOT_OF_COMPANIES, companies_told, overdue
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import COMPANIES, LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import day
from irhub.registers.phrases import phrase

LONG = 90


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed care providers whose accounts were due before the newest file."""
    return companies_told(
        at,
        overdue(at, "accounts_due"),
        severity=pl.when(pl.col("late") > LONG).then(pl.lit(Severity.LOOK)).otherwise(pl.lit(Severity.KNOW)),
        row=phrase("The next accounts of {} were due {}", "company_name", day("accounts_due")),
        says=phrase(
            "The accounts of {} (number {}) were due on {} and are not in Companies House’s newest file.",
            "company_name", "company_number", day("accounts_due"),
        ),
    )  # fmt: skip


INDICATOR = Indicator(
    code="accounts-overdue",
    title="Company accounts overdue",
    question=Question.CARE,
    asks="Which licensed care providers are late with their accounts?",
    why="Long delay can be an early sign of money trouble.",
    not_to_conclude=(*NOT_OF_COMPANIES, "A few days or weeks late is common and means little."),
    severities={
        Severity.LOOK: "they are more than 90 days late by the newest file",
        Severity.KNOW: "they are late by up to 90 days",
    },
    next_step="Look at the company’s filing history, and ask when the accounts will be filed.",
    evidence=((COMPANIES, "accounts_due"), (LOCATIONS, "company_number"), (SPONSORS, "route")),
    find=find,
    excludes=("company-gone", "licence-left"),
)
