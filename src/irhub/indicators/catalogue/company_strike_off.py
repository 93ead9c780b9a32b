"""Companies House proposes to strike off the company of a licensed provider."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import NOT_OF_COMPANIES, companies_told, with_status
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import COMPANIES, LOCATIONS, SPONSORS, Snapshot
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed care providers with a company that may be struck off, and none that is insolvent."""
    from irhub.indicators.catalogue.company_insolvent import STATUS

    proposed = with_status(at, r"(?i)strike off").join(with_status(at, STATUS), on="organisation_id", how="anti")
    return companies_told(
        at,
        proposed,
        severity=pl.lit(Severity.LOOK),
        row=phrase("{} has the status {}", "company_name", "company_status"),
        says=phrase(
            "Companies House has published a proposal to strike off {} (number {}); its provider is on the register of"
            " licensed sponsors.",
            "company_name", "company_number",
        ),
    )  # fmt: skip


INDICATOR = Indicator(
    code="company-strike-off",
    title="Proposal to strike the company off",
    question=Question.CARE,
    asks="Which licensed care providers have a company that may be struck off?",
    why="A company that is struck off can no longer employ anybody.",
    not_to_conclude=(*NOT_OF_COMPANIES, "Proposals are often objected to and withdrawn, or only follow late papers."),
    severities={Severity.LOOK: "always"},
    next_step="Ask the provider whether it has objected, and by when its papers will be filed.",
    evidence=((COMPANIES, "company_status"), (LOCATIONS, "company_number"), (SPONSORS, "route")),
    find=find,
    excludes=("company-insolvent", "company-gone", "licence-left"),
)
