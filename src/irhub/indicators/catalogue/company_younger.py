"""The company is younger than the licence that it seems to hold."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import NOT_OF_COMPANIES, companies_told
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import COMPANIES, LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import day
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed care providers whose company was incorporated after the licence was first seen."""
    younger = at.licensed_companies.filter(pl.col("incorporated") > pl.col("licensed_since"))
    began = at.companies.group_by("company_number").agg(began=pl.col("since").min())
    return companies_told(
        at,
        younger.join(began, on="company_number").with_columns(own="incorporated"),
        severity=pl.lit(Severity.LOOK),
        row=phrase("{} was incorporated on {}", "company_name", day("incorporated")),
        says=phrase(
            "{} (number {}) was incorporated on {}, after its provider’s licence was already on the register on {}.",
            "company_name", "company_number", day("incorporated"), day("licensed_since"),
        ),
    )  # fmt: skip


INDICATOR = Indicator(
    code="company-younger",
    title="Company younger than its licence",
    question=Question.PEOPLE,
    asks="Which providers have a company that did not exist when the licence was first seen?",
    why="A licence belongs to one legal body and does not pass to a new one by itself.",
    not_to_conclude=(
        *NOT_OF_COMPANIES,
        "Firms are put into new companies for many lawful reasons, and the link between licence and provider may be"
        " wrong.",
    ),
    severities={Severity.LOOK: "always"},
    next_step="Ask the provider which legal body holds the licence and which employs the workers.",
    evidence=((COMPANIES, "incorporated"), (LOCATIONS, "company_number"), (SPONSORS, "name")),
    find=find,
    excludes=("licence-left",),
)
