"""A licence that may belong to a provider waits for a person to look."""

from __future__ import annotations

from datetime import date

import polars as pl

from irhub.indicators.indicator import FIRST, Audience, Direction, Indicator, Question, Severity, Version
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot, standing
from irhub.indicators.wording import source
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Care providers to which a sponsor that stands is likely, not surely, linked; and no other licence is."""
    sponsors = standing(at.sponsors).sort("line").unique("sponsor_key", keep="first", maintain_order=True)
    waiting = at.links.filter((pl.col("band") == "review") & (pl.col("basis") == ""))
    pairs = (
        waiting.join(sponsors.drop("organisation_id"), on="sponsor_key")
        .join(at.licensed, on="organisation_id", how="anti")
        .sort("score", "sponsor_key", descending=[True, False])
        .unique("organisation_id", keep="first", maintain_order=True)
    )
    care = (
        at.care.sort("location_id")
        .unique("organisation_id", keep="first", maintain_order=True)
        .select("organisation_id", "provider_name", care_since="since", care_line="line")
    )
    return pairs.join(care, on="organisation_id").select(
        "organisation_id",
        severity=pl.lit(Severity.KNOW),
        since=pl.max_horizontal("since", "care_since"),
        value=100 * pl.col("score"),
        says=phrase("The sponsor {} may be the provider {}.", "name", "provider_name"),
        evidence=pl.concat_list(
            source(SPONSORS, "since", "line", phrase("{} is on the register", "name")),
            source(LOCATIONS, "care_since", "care_line", phrase("{} is on the CQC’s list", "provider_name")),
        ),
        link_score="score",
    )  # fmt: skip


INDICATOR = Indicator(
    code="link-waits",
    title="A link waits for review",
    question=Question.RECORD,
    asks="For which providers may there be a licence that nobody has confirmed?",
    why="Until somebody looks, every figure counts the provider as one with no sponsor linked.",
    not_to_conclude=("That the two are the same body, or that they are not.",),
    severities={Severity.KNOW: "always"},
    next_step="Compare the two records and decide, or say that you are unsure.",
    evidence=((SPONSORS, "name"), (LOCATIONS, "provider_name")),
    find=find,
    audience=Audience.SIGNED_IN,
    direction=Direction.NEITHER,
    unit="percent sure",
    history=(*FIRST, Version(2, date(2026, 11, 29), "For information: whoever reviews links has a queue of them.")),
    shown_as_one="Sponsor and care provider",
    excludes=("care-name-unlinked",),
)
