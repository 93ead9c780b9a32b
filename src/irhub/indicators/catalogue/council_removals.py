"""Removals from the sponsor register in a year, per 100 linked sponsors of an area."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import YEAR
from irhub.indicators.indicator import Direction, Indicator, Of, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import ABSENCE, source, wilson
from irhub.registers.phrases import phrase

LEAST = 20


def find(at: Snapshot) -> pl.DataFrame:
    """For every council: care providers that left the sponsor register in the last year and are not back, of those that
    stood on it at any time in that year. Worth a look where even the lower end of the interval exceeds England's rate."""
    start = max(at.as_at - YEAR, at.first(SPONSORS))
    stood = at.licences.filter(pl.col("until").is_null() | (pl.col("until") > start)).select("organisation_id").unique()
    left = at.left.filter(pl.col("by") > start).select("organisation_id", rows="evidence", gone=pl.lit(1))
    here = (
        at.care.filter(pl.col("council_code") != "")
        .sort("council_code", "organisation_id", "location_id")
        .unique(["council_code", "organisation_id"], keep="first", maintain_order=True)
        .join(stood, on="organisation_id")
        .join(left, on="organisation_id", how="left")
        .sort("council_code", "organisation_id")
    )
    england = here.unique("organisation_id")
    rate = 100 * england["gone"].sum() / max(england.height, 1)
    one = source(LOCATIONS, "since", "line", phrase("{} of {}", "location_name", "provider_name"))
    summed = here.group_by("council_code", maintain_order=True).agg(
        numerator=pl.col("gone").sum().cast(pl.Float64),
        denominator=pl.len().cast(pl.Float64),
        rows=pl.col("rows").list.explode(keep_nulls=False, empty_as_null=False),
        one=one.first(),
    )
    enough = pl.col("denominator") >= LEAST
    low, _ = wilson(pl.col("numerator"), pl.col("denominator"))
    per = 100 * pl.col("numerator") / pl.col("denominator")
    part, whole = (pl.col(name).cast(pl.Int64) for name in ("numerator", "denominator"))
    return summed.select(
        "council_code",
        "denominator",
        severity=pl.when(enough & (100 * low > rate)).then(pl.lit(Severity.LOOK)).otherwise(pl.lit(Severity.KNOW)),
        since=pl.lit(at.newest(SPONSORS)),
        numerator=pl.when(enough).then("numerator"),
        value=pl.when(enough).then(per),
        says=pl.when(enough)
        .then(
            phrase(
                "{} of the {} care providers here that were on the register of licensed sponsors since {} left it and are"
                " not back: {} per 100. In England it is {} per 100.",
                part, whole, pl.lit(f"{start.day} {start:%B %Y}"), per.round(1), pl.lit(f"{rate:.1f}"),
            )
        )
        .otherwise(pl.lit(f"Fewer than {LEAST} care providers here were on the register: too few for a rate.")),
        evidence=pl.when(enough & (pl.col("rows").list.len() > 0)).then("rows").otherwise(pl.concat_list("one")),
    )  # fmt: skip


INDICATOR = Indicator(
    code="council-removals",
    title="Removals per 100 linked sponsors",
    question=Question.CARE,
    asks="How many of an area’s licensed care providers left the sponsor register within a year?",
    why="A rise says that an area’s care and workers are unsettled, sooner than any published figure.",
    not_to_conclude=(
        ABSENCE,
        "Small numbers move a great deal by chance: read the interval, not the rank.",
        "A change of name that was not recognised counts as leaving.",
    ),
    severities={
        Severity.LOOK: "even the lower end of the 95% interval is above the rate of England",
        Severity.KNOW: "otherwise, or too few to say",
    },
    next_step="Look at the providers that left, and share what you learn with the region.",
    evidence=((SPONSORS, "name"), (LOCATIONS, "local_authority")),
    find=find,
    of=Of.COUNCIL,
    direction=Direction.MORE_ASKS,
    unit="per 100",
    minimum_denominator=LEAST,
)
