"""One provider stands on the sponsor register under two names or towns."""

from __future__ import annotations

import polars as pl

from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot, standing
from irhub.indicators.wording import listed, source
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Care providers with more than one sponsor that stands."""
    return (
        standing(at.sponsors)
        .join(at.care.select("organisation_id").unique(), on="organisation_id", how="semi")
        .sort("organisation_id", "since", "line")
        .unique("sponsor_key", keep="first", maintain_order=True)
        .group_by("organisation_id", maintain_order=True)
        .agg(
            since=pl.col("since").sort().get(1, null_on_oob=True),
            value=pl.len(),
            names=phrase("{} ({})", "name", "town"),
            evidence=source(SPONSORS, "since", "line", phrase("{} in {} is on the register", "name", "town")),
        )
        .filter(pl.col("value") > 1)
        .with_columns(
            severity=pl.lit(Severity.KNOW),
            says=phrase(
                "One provider is linked to {} entries of the sponsor register: {}.", "value", listed(pl.col("names"))
            ),
        )
    )


INDICATOR = Indicator(
    code="two-entries",
    title="Several entries on the sponsor register",
    question=Question.RECORD,
    asks="Which providers are on the sponsor register more than once?",
    why="If one entry leaves and the other stays, the licence has not left. One of the links may also be wrong.",
    not_to_conclude=("That there are two licences: one firm may be spelled in two ways. Sister firms look the same.",),
    severities={Severity.KNOW: "always"},
    next_step="Check that each entry is this provider, and report a link that is wrong.",
    evidence=((SPONSORS, "name"), (SPONSORS, "town"), (LOCATIONS, "provider_id")),
    find=find,
    excludes=("licence-left",),
)
