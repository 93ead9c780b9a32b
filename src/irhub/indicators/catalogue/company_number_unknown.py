"""A licensed provider whose company number is missing, or not one that Companies House lists."""

from __future__ import annotations

import polars as pl

from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import COMPANIES, LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import day, source
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed organisations, but charities and partnerships, with no number or one that no edition has ever shown."""
    known = at.companies.select("company_number").unique()
    one = at.care_of_licensed.sort("organisation_id", "location_id").unique(
        "organisation_id", keep="first", maintain_order=True
    )
    firms = one.filter((pl.col("ownership_type") == "Organisation") & (pl.col("charity_number") == ""))
    firms = firms.filter(pl.col("provider_name").str.contains(r"(?i)\b(ltd|limited|plc|llp|cic)\b\.?"))
    blank = pl.col("company_number") == ""
    strange = firms.join(known, on="company_number", how="anti")
    held = bool(at.dates(COMPANIES))
    found = strange.filter(blank | pl.lit(held))
    row = (
        pl.when(blank)
        .then(phrase("{} gave no company number", "provider_name"))
        .otherwise(phrase("{} gave company number {}", "provider_name", "company_number"))
    )
    says = (
        pl.when(blank)
        .then(phrase("{} has the name of a company, but gave the CQC no company number.", "provider_name"))
        .otherwise(
            phrase(
                "{} gave the CQC company number {}; Companies House’s files have no such live company by {}.",
                "provider_name", "company_number", pl.lit(at.newest(COMPANIES)).pipe(day),
            )
        )
    )  # fmt: skip
    absent = pl.concat_list(
        source(LOCATIONS, "since", "line", row),
        source(COMPANIES, pl.lit(at.newest(COMPANIES)), None, phrase("{} is not in the file", "company_number")),
    )
    return found.select(
        "organisation_id",
        severity=pl.lit(Severity.KNOW),
        since=pl.max_horizontal("since", "licensed_since"),
        says=says,
        evidence=pl.when(blank).then(pl.concat_list(source(LOCATIONS, "since", "line", row))).otherwise(absent),
    )


INDICATOR = Indicator(
    code="company-number-unknown",
    title="Company number missing or unknown",
    question=Question.RECORD,
    asks="Which licensed providers cannot be found at Companies House by the number on the CQC’s record?",
    why="Without the number nobody can follow the company behind the care, and the link to the licence is weaker.",
    not_to_conclude=(
        "A mistyped number, a body of another register or a company that was dissolved long ago look the same.",
        "It is a fault of a record, not of anybody’s conduct.",
    ),
    severities={Severity.KNOW: "always"},
    next_step="Ask the provider to correct its number with the CQC.",
    evidence=((LOCATIONS, "company_number"), (COMPANIES, "company_number"), (SPONSORS, "route")),
    find=find,
    shown_as_one="",
    excludes=("licence-left",),
)
