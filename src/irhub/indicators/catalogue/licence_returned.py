"""Licence left and came back: both dates are told, and nothing is asked of anybody."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot, standing
from irhub.indicators.wording import day, source
from irhub.registers.phrases import phrase

TOLD_FOR = timedelta(days=365)
SLIP = timedelta(days=7)
"""An absence shorter than this is a slip of the register (see register-slip)."""


def absences(at: Snapshot) -> pl.DataFrame:
    """The newest absence of each organisation that gives care and is back: organisation_id, left_by, back_by, away (days),
    name, evidence."""
    back = at.licensed.rename({"licensed_since": "back_by"})
    earlier = at.licences.filter(pl.col("until").is_not_null()).join(back, on="organisation_id")
    newest = earlier.group_by("organisation_id", "back_by", "sponsor_name").agg(left_by=pl.col("until").max())
    before = at.departures.select("organisation_id", "name", "after", left_by="by", gone="evidence")
    returned = source(SPONSORS, "since", "line", phrase("{} was on the register again on {}", "name", day("since")))
    rows = (
        standing(at.sponsors)
        .sort("organisation_id", "line")
        .join(newest, left_on=["organisation_id", "since"], right_on=["organisation_id", "back_by"])
        .group_by("organisation_id", maintain_order=True)
        .agg(back=returned.first())
    )
    return (
        newest.join(before, on=["organisation_id", "left_by"])
        .sort("organisation_id", "name")
        .unique("organisation_id", keep="first", maintain_order=True)
        .join(rows, on="organisation_id")
        .join(at.care.select("organisation_id").unique(), on="organisation_id", how="semi")
        .with_columns(away=pl.col("back_by") - pl.col("left_by"), evidence=pl.concat_list("gone", "back"))
    )


def find(at: Snapshot) -> pl.DataFrame:
    """Returns of the last year after an absence of more than a week."""
    told = absences(at).filter((pl.col("away") > SLIP) & (pl.col("back_by") > at.as_at - TOLD_FOR))
    return told.select(
        "organisation_id",
        "evidence",
        severity=pl.lit(Severity.KNOW),
        since="back_by",
        value=pl.col("away").dt.total_days(),
        says=phrase(
            "{} was not on the register of licensed sponsors on {} and was back on it on {}, after {} days.",
            "name", day("left_by"), day("back_by"), pl.col("away").dt.total_days(),
        ),
    )  # fmt: skip


INDICATOR = Indicator(
    code="licence-returned",
    title="Licence left the register and came back",
    question=Question.CARE,
    asks="Which providers were off the register of sponsors and are back on it?",
    why="It fits a suspension that was lifted, and closes an earlier alert that the licence had left.",
    not_to_conclude=(
        "Neither that something was wrong nor that nothing was: late paperwork and a name changed back look the same.",
        "An old absence is not a stain. It stops being told a year after the return.",
    ),
    severities={Severity.KNOW: "it came back within the last year, after more than seven days"},
    next_step="Close any alert about the licence, with both dates.",
    evidence=((SPONSORS, "name"), (LOCATIONS, "provider_id")),
    find=find,
    unit="days away",
    excludes=("licence-left", "register-slip"),
)
