"""Several licensed providers whose companies belong to one company."""

from __future__ import annotations

import polars as pl

from irhub.indicators.indicator import Direction, Indicator, Question, Severity
from irhub.indicators.ownership import EVIDENCE_OF_OWNERS, NOT_OF_OWNERS, groups
from irhub.indicators.snapshot import SPONSORS, Snapshot
from irhub.indicators.wording import listed, number
from irhub.registers.phrases import phrase

LEAST = 2
SHOWN = 8
"""Of how many sisters a signal carries the rows; each sister's own signal and page carry hers."""


def find(at: Snapshot) -> pl.DataFrame:
    """Licensed providers whose owner has at least one other licensed provider."""
    size = at.care.group_by("organisation_id").agg(pl.col("provider_name").min())
    here = groups(at).join(at.licensed, on="organisation_id").join(size, on="organisation_id")
    held = pl.max_horizontal("began", "licensed_since")
    together = (
        here.sort("owner_key", "provider_name", "organisation_id")
        .group_by("owner_key", maintain_order=True)
        .agg(
            value=pl.len(),
            names=pl.col("provider_name"),
            first_rows=pl.concat_list("rows", pl.col("licence_rows").list.head(1)).head(SHOWN).explode(),
            second=held.sort().get(LEAST - 1, null_on_oob=True),
        )
        .filter(pl.col("value") >= LEAST)
    )
    elsewhere = pl.when(pl.col("value") > SHOWN).then(
        pl.lit(f" Source rows of {SHOWN} are here; the others’ are with their own signals.")
    )
    return here.join(together, on="owner_key").select(
        "organisation_id",
        "value",
        severity=pl.lit(Severity.KNOW),
        since=pl.max_horizontal(held, "second"),
        says=phrase(
            "{} are under one owner, {}, and each has an entry of its own on the register of licensed sponsors: {}.{}",
            number("value", "care provider", "care providers"), "owner_name", listed(pl.col("names"), 5), elsewhere.otherwise(pl.lit("")),
        ),
        evidence=pl.concat_list("rows", "first_rows", "licence_rows").list.unique(maintain_order=True),
    )  # fmt: skip


INDICATOR = Indicator(
    code="licences-of-one-owner",
    title="Licences of several companies with one owner",
    question=Question.CARE,
    asks="Which licensed providers belong to one company, each with an entry of its own on the sponsor register?",
    why="What happens to one licence is news for its sisters, and one conversation with the owner may serve for all of them.",
    not_to_conclude=(
        *NOT_OF_OWNERS,
        "Each licence is separate: if one leaves the register, that says nothing of the others. They are never merged.",
    ),
    severities={Severity.KNOW: f"the companies of at least {LEAST} licensed providers belong to one company"},
    next_step="Ask the owner who answers for sponsorship in all of its companies.",
    evidence=(*EVIDENCE_OF_OWNERS, (SPONSORS, "route")),
    find=find,
    direction=Direction.NEITHER,
    unit="providers",
    excludes=("licence-left",),
)
