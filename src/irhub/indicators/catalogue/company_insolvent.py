"""The company of a licensed provider is in liquidation, administration, receivership or a voluntary arrangement."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import NOT_OF_COMPANIES, companies_told, with_status
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import COMPANIES, LOCATIONS, SPONSORS, Snapshot
from irhub.registers.phrases import phrase

STATUS = r"(?i)liquidation|administration|receiver|voluntary arrangement"


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed care providers whose company has such a status."""
    return companies_told(
        at,
        with_status(at, STATUS),
        severity=pl.lit(Severity.ACT),
        row=phrase("{} has the status {}", "company_name", "company_status"),
        says=phrase(
            "Companies House gives the status of {} (number {}) as {}; its provider is on the register of licensed"
            " sponsors.",
            "company_name", "company_number", "company_status",
        ),
    )  # fmt: skip


INDICATOR = Indicator(
    code="company-insolvent",
    title="Company in liquidation or administration",
    question=Question.CARE,
    asks="Which licensed care providers have a company that is insolvent?",
    why="A service may close or change hands at short notice, and a licence does not pass to a buyer by itself.",
    not_to_conclude=NOT_OF_COMPANIES,
    severities={Severity.ACT: "always"},
    next_step="Ask who will run the service from next week.",
    evidence=((COMPANIES, "company_status"), (LOCATIONS, "company_number"), (SPONSORS, "route")),
    find=find,
    excludes=("company-strike-off", "company-gone", "licence-left"),
)
