"""How much of a council's care hangs on one corporate owner.

A module beside `council_concentration`, not a new version of it: that one counts by the CQC's brand, or by provider, which every
location has; this one counts by who owns the provider's company, which another register tells, of some. Put into one figure, a
share of one area could be of a brand and the next of an owner, and neither could be compared with itself a year before. So each
is told apart, and where no owner is known the brand or provider is what is left to look at.
"""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import share_of_councils
from irhub.indicators.indicator import Direction, Indicator, Of, Question, Severity
from irhub.indicators.ownership import EVIDENCE_OF_OWNERS, NOT_OF_OWNERS, groups
from irhub.indicators.snapshot import CONTROLLERS, LOCATIONS, Snapshot
from irhub.indicators.wording import number
from irhub.registers.phrases import phrase

LEAST, LARGE = 20, 15


def find(at: Snapshot) -> pl.DataFrame:
    """For every council: care locations of providers whose companies belong to the one company that has the most there."""
    care = at.care.join(groups(at), on="organisation_id", how="left")
    if not at.dates(CONTROLLERS):
        care = care.clear()
    known = care.group_by("council_code").agg(known=pl.col("owner_key").count())
    largest = (
        care.filter(pl.col("owner_key").is_not_null())
        .sort("council_code", "owner_key", "organisation_id")
        .group_by("council_code", "owner_key", maintain_order=True)
        .agg(
            pl.col("owner_name").first(),
            size=pl.len(),
            providers=pl.col("organisation_id").n_unique(),
            owned=pl.col("rows").explode().unique(maintain_order=True),
        )
        .sort("council_code", "size", "owner_name", "owner_key", descending=[False, True, False, False])
        .unique("council_code", keep="first", maintain_order=True)
        .rename({"owner_key": "most"})
    )
    found = share_of_councils(
        at,
        care.join(largest, on="council_code", how="left"),
        counted=pl.col("owner_key") == pl.col("most"),
        amount=pl.lit(1),
        least=LEAST,
        of_what="care locations",
        says="{} of {} care locations here ({}%) belong to one company",
    )
    named = found.join(largest, on="council_code", how="left").join(known, on="council_code", how="left")
    told = phrase(
        "{}: {}, through {}. An owner is known of {}.",
        "says", "owner_name", number("providers", "provider", "providers"), number("known", "location", "locations"),
    )  # fmt: skip
    none = pl.lit("Of no care location here is it known that its provider’s company belongs to another.")
    shown = pl.col("value").is_not_null()
    large = pl.col("value").fill_null(0) >= LARGE
    return named.with_columns(
        severity=pl.when(large).then(pl.lit(Severity.LOOK)).otherwise(pl.lit(Severity.KNOW)),
        says=pl.when(~shown).then("says").when(pl.col("most").is_null()).then(none).otherwise(told),
        evidence=pl.when(shown & pl.col("most").is_not_null())
        .then(pl.concat_list("evidence", pl.col("owned").fill_null([])))
        .otherwise("evidence"),
    ).drop("numerator")  # the largest of many is not a sample of anything


INDICATOR = Indicator(
    code="council-owner",
    title="Care in the hands of one owner",
    question=Question.CARE,
    asks="What share of the care locations of an area is run by providers whose companies belong to one company?",
    why="Providers of several names may have one owner. If it fails or sells, all of them are touched at once.",
    not_to_conclude=(
        *NOT_OF_OWNERS,
        "A location without a known owner counts in the whole, so that the true share may be higher.",
        "Brands are counted apart, under “Care in the hands of one group”: a brand may have many owners.",
    ),
    severities={Severity.LOOK: f"{LARGE}% or more", Severity.KNOW: f"less than {LARGE}%, or too few to say"},
    next_step="Look up which providers here have that owner, and who else gives the same service nearby.",
    evidence=((LOCATIONS, "provider_id"), (LOCATIONS, "local_authority"), *EVIDENCE_OF_OWNERS),
    find=find,
    of=Of.COUNCIL,
    direction=Direction.MORE_ASKS,
    unit="percent",
    minimum_denominator=LEAST,
)
