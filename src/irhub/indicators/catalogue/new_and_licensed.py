"""Newly registered with the CQC and newly licensed, within months of each other."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import HALF_YEAR, YEAR, first_licensed
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import day, source
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Providers registered within half a year of the edition that first showed their licence, in the last year.

    A licence that stood in the first edition that is held may be of any age, and is left out.
    """
    start = pl.col("provider_start")
    new = (
        at.care_of_licensed.join(first_licensed(at), on="organisation_id")
        .filter(
            (pl.col("first_since") > at.first(SPONSORS))
            & (pl.col("first_since") > at.as_at - YEAR)
            & start.is_between(pl.col("first_since") - HALF_YEAR, pl.col("first_since") + HALF_YEAR)
        )
        .sort("organisation_id", "location_id")
        .unique("organisation_id", keep="first", maintain_order=True)
    )
    row = source(LOCATIONS, "since", "line", phrase("{} was registered on {}", "provider_name", day(start)))
    return at.seen(new, SPONSORS, by="first_since").select(
        "organisation_id",
        severity=pl.lit(Severity.LOOK),
        since=pl.max_horizontal("first_since", "since"),
        says=phrase(
            "{} was registered with the CQC on {} and first seen on the register of licensed sponsors {}.",
            "provider_name", day("provider_start"), "seen",
        ),
        evidence=pl.concat_list(row, "licence_rows"),
    )  # fmt: skip


INDICATOR = Indicator(
    code="new-and-licensed",
    title="New provider, new licence",
    question=Question.PEOPLE,
    asks="Which providers were registered with the CQC and licensed to sponsor within half a year?",
    why="In 2023 and 2024 licences were granted to firms with little or no care to give. A new firm may also need help.",
    not_to_conclude=("New is not bad: every provider was new once.", "It does not say that anybody is sponsored yet."),
    severities={Severity.LOOK: "both happened within half a year of each other, the licence within the last year"},
    next_step="Offer help with sponsorship duties, and ask what care the firm gives and to whom.",
    evidence=((LOCATIONS, "provider_start"), (SPONSORS, "name")),
    find=find,
    excludes=("licence-left",),
)
