"""Several licensed sponsors give care from one address."""

from __future__ import annotations

import polars as pl

from irhub.indicators.indicator import Audience, Direction, Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import listed, source
from irhub.registers.phrases import phrase

LEAST = 3


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed providers whose office postcode is that of at least two others of other brands."""
    offices = (
        at.care_of_licensed.with_columns(office=pl.col("provider_postcode").str.replace_all(" ", "").str.to_uppercase())
        .filter(pl.col("office") != "")
        .sort("organisation_id", "location_id")
        .unique("organisation_id", keep="first", maintain_order=True)
        .with_columns(
            body=pl.when(pl.col("brand_name") != "").then(pl.col("brand_name")).otherwise(pl.col("organisation_id"))
        )
    )
    row = phrase("{} has its office at {}", "provider_name", "provider_postcode")
    crowded = (
        offices.filter(pl.col("body").n_unique().over("office") >= LEAST)
        .sort("office", "provider_name", "organisation_id")
        .with_columns(row=source(LOCATIONS, "since", "line", row))
        .group_by("office", maintain_order=True)
        .agg(
            others=pl.col("provider_name"),
            value=pl.len(),
            rows=pl.concat_list("row", pl.col("licence_rows").list.head(1)).explode(),
            began=pl.max_horizontal("since", "licensed_since").sort().get(LEAST - 1),
        )
    )
    return offices.join(crowded, on="office").select(
        "organisation_id",
        "value",
        severity=pl.lit(Severity.KNOW),
        since="began",
        says=phrase(
            "{} licensed care providers have their office at {}: {}.",
            "value",
            "provider_postcode",
            listed(pl.col("others"), 5),
        ),
        evidence=pl.concat_list("rows", "licence_rows").list.unique(maintain_order=True),
    )


INDICATOR = Indicator(
    code="shared-address",
    title="Several licensed sponsors at one address",
    question=Question.PEOPLE,
    asks="At which addresses do several licensed care providers have their office?",
    why="Firms that share an office may share owners, staff and risks.",
    not_to_conclude=(
        "The same address is not the same owner: accountants and serviced offices house many firms.",
        "Providers of one brand are counted as one.",
    ),
    severities={
        Severity.KNOW: f"the offices of at least {LEAST} licensed providers, of different brands, share a postcode"
    },
    next_step="If you buy from more than one of them, ask how they are connected.",
    evidence=((LOCATIONS, "provider_postcode"), (LOCATIONS, "brand_name"), (SPONSORS, "route")),
    find=find,
    audience=Audience.SIGNED_IN,
    direction=Direction.MORE_ASKS,
    unit="providers",
    excludes=("licence-left",),
)
