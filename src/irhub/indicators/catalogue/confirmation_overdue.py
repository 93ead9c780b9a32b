"""The confirmation statement of a licensed provider's company is overdue."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import NOT_OF_COMPANIES, companies_told, overdue
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import COMPANIES, LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import day
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed care providers whose confirmation statement was due before the newest file."""
    return companies_told(
        at,
        overdue(at, "confirmation_due"),
        severity=pl.lit(Severity.KNOW),
        row=phrase("The next confirmation statement of {} was due {}", "company_name", day("confirmation_due")),
        says=phrase(
            "The confirmation statement of {} (number {}) was due on {} and is not in Companies House’s newest file.",
            "company_name", "company_number", day("confirmation_due"),
        ),
    )  # fmt: skip


INDICATOR = Indicator(
    code="confirmation-overdue",
    title="Confirmation statement overdue",
    question=Question.CARE,
    asks="Which licensed care providers are late with the yearly statement that their company’s record is right?",
    why="Without it Companies House may strike the company off, and its directors may be out of date.",
    not_to_conclude=(*NOT_OF_COMPANIES, "A few days or weeks late is common and means little."),
    severities={Severity.KNOW: "always"},
    next_step="Mention it to the provider: it is quickly put right.",
    evidence=((COMPANIES, "confirmation_due"), (LOCATIONS, "company_number"), (SPONSORS, "route")),
    find=find,
    excludes=("company-gone", "licence-left"),
)
