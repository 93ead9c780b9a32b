"""The company of a licensed provider is no longer among the live companies."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import NOT_OF_COMPANIES
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import COMPANIES, LOCATIONS, SPONSORS, Snapshot, standing
from irhub.indicators.wording import day, source
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed care providers all of whose companies have left Companies House's file."""
    live = at.licensed_companies.select("organisation_id")
    last = (
        at.companies.join(standing(at.companies), on="company_number", how="anti")
        .sort("company_number", "since")
        .unique("company_number", keep="last", maintain_order=True)
    )
    mine = at.owners.join(at.licensed, on="organisation_id").join(
        at.care.select("organisation_id").unique(), on="organisation_id", how="semi"
    )
    gone = (
        last.join(mine, on="company_number")
        .join(live, on="organisation_id", how="anti")
        .sort("until", "company_number", descending=[True, False])
        .unique("organisation_id", keep="first", maintain_order=True)
    )
    was = source(
        COMPANIES, "since", "line", phrase("{} was a live company by the file of {}", "company_name", day("since"))
    )
    absent = source(COMPANIES, "until", None, phrase("{} was not in the file of {}", "company_number", day("until")))
    return gone.select(
        "organisation_id",
        severity=pl.lit(Severity.ACT),
        since=pl.max_horizontal("until", "licensed_since"),
        says=phrase(
            "{} (number {}) was no longer among the live companies by the file of {}; its provider is on the register of"
            " licensed sponsors.",
            "company_name", "company_number", day("until"),
        ),
        evidence=pl.concat_list(was, absent, "number_row", "licence_rows"),
    )  # fmt: skip


INDICATOR = Indicator(
    code="company-gone",
    title="Company dissolved or closed",
    question=Question.CARE,
    asks="Which licensed care providers have a company that Companies House no longer lists?",
    why="A dissolved company can neither employ anybody nor hold a licence.",
    not_to_conclude=(
        *NOT_OF_COMPANIES,
        "The file lists live companies alone: it does not say why or when a company left it.",
    ),
    severities={Severity.ACT: "always"},
    next_step="Ask the provider which legal body now runs the service, and check its number with Companies House.",
    evidence=((COMPANIES, "company_number"), (LOCATIONS, "company_number"), (SPONSORS, "route")),
    find=find,
    excludes=("company-insolvent", "company-strike-off", "licence-left"),
)
