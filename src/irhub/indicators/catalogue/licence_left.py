"""Licence left the register, care still given: packages and workers may be affected within weeks."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import ABSENCE, day, number, source
from irhub.registers.phrases import phrase

FRESH, STALE = timedelta(days=30), timedelta(days=365)


def find(at: Snapshot) -> pl.DataFrame:
    """Organisations that left and whose care locations stand, none of them dormant alone."""
    giving = at.care.filter(~pl.col("dormant").fill_null(False)).sort("organisation_id", "location_name", "location_id")
    care = giving.group_by("organisation_id", maintain_order=True).agg(
        giving=pl.len(),
        rows=source(LOCATIONS, "since", "line", phrase("{} is on the CQC’s list", "location_name")),
    )
    found = at.left.join(care, on="organisation_id")
    by = pl.col("by")
    return found.select(
        "organisation_id",
        severity=pl.when(by > at.as_at - FRESH)
        .then(pl.lit(Severity.ACT))
        .when(by > at.as_at - STALE)
        .then(pl.lit(Severity.LOOK))
        .otherwise(pl.lit(Severity.KNOW)),
        since="by",
        says=phrase(
            "{} was on the register of licensed sponsors on {} and was not on it on {}; the CQC still lists {} of"
            " the same provider.",
            "name", day("after"), day("by"), number("giving", "location", "locations"),
        ),
        evidence=pl.concat_list("evidence", "rows"),
    )  # fmt: skip


INDICATOR = Indicator(
    code="licence-left",
    title="No longer on the sponsor register, still providing care",
    question=Question.CARE,
    asks="Which providers still give care after their sponsor licence left the register?",
    why="If a licence ends, sponsored workers may have to stop within weeks, and packages of care with them. Councils are"
    " not always told.",
    not_to_conclude=(
        ABSENCE,
        "The date is a window between two editions, never the day on which a licence ended.",
        "It does not say that the provider sponsors anyone now, or how care is given.",
        "Nothing is said while a sponsor of the same name, or that may be its new name, is on the register and not reviewed.",
    ),
    severities={
        Severity.ACT: "it left within the last 30 days",
        Severity.LOOK: "it left 31 to 365 days ago",
        Severity.KNOW: "it left more than a year ago",
    },
    next_step="Check for a change of name or town, then ask the provider an open question and count the people, hours and"
    " alternatives that would be affected.",
    evidence=(
        (SPONSORS, "name"), (SPONSORS, "route"), (LOCATIONS, "provider_id"), (LOCATIONS, "dormant"),
    ),
    find=find,
    excludes=("licence-returned", "licence-b", "cqc-inadequate", "cqc-requires-improvement"),
)  # fmt: skip
