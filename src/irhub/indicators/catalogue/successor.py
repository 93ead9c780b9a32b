"""A licence was lost, and within a year a new one came to a provider at the same address, with the same location or owner."""

from __future__ import annotations

from datetime import date

import polars as pl

from irhub.indicators.controllers import of_companies
from irhub.indicators.indicator import FIRST, Audience, Indicator, Question, Severity, Version
from irhub.indicators.snapshot import CONTROLLERS, LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.succession import newly_licensed
from irhub.indicators.wording import day, source
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Providers newly licensed within a year of the loss of another that shares their office postcode, a location or an owning company."""
    return newly_licensed(at, signs(at))


def signs(at: Snapshot) -> pl.DataFrame:
    """What joins one provider to another, see succession.newly_licensed."""
    offices = (
        at.locations.filter("social_care")
        .select(
            "organisation_id", "provider_name", "provider_postcode", "since", "line",
            office=pl.col("provider_postcode").str.replace_all(" ", "").str.to_uppercase(),
        )
        .filter(pl.col("office") != "")
        .sort("since", "line")
        .unique(["organisation_id", "office"], keep="first", maintain_order=True)
        .filter(pl.len().over("office") > 1)
        .select(
            "organisation_id", "office", began="since",
            row=source(LOCATIONS, "since", "line",
                       phrase("{} has its office at {}", "provider_name", "provider_postcode")),
        )
    )  # fmt: skip
    at_office = offices.join(offices, on="office", suffix="_lost").select(
        "organisation_id",
        lost_org="organisation_id_lost",
        what=pl.lit("had its office at the same postcode"),
        began=pl.max_horizontal("began", "began_lost"),
        rows=pl.concat_list("row_lost", "row"),
    )
    ran = (
        at.locations.select("organisation_id", "location_id", "location_name", "provider_name", "since", "line")
        .sort("since", "line")
        .unique(["organisation_id", "location_id"], keep="first", maintain_order=True)
        .filter(pl.len().over("location_id") > 1)
        .select(
            "organisation_id", "location_id", "location_name", began="since",
            row=source(LOCATIONS, "since", "line", phrase("{} was run by {} on {}", "location_name", "provider_name", day("since"))),
        )
    )  # fmt: skip
    of_location = (
        ran.join(ran, on="location_id", suffix="_lost")
        .filter(pl.col("began_lost") < pl.col("began"))
        .select(
            "organisation_id",
            lost_org="organisation_id_lost",
            what=phrase("ran its location {}", "location_name"),
            began="began",
            rows=pl.concat_list("row_lost", "row"),
        )
    )
    return pl.concat([at_office, of_location, of_companies(at).drop("who", "others")], how="diagonal")


INDICATOR = Indicator(
    code="successor",
    title="New licence where another was lost",
    question=Question.PEOPLE,
    asks="Which newly licensed providers share an address, a location or an owning company with one whose licence left?",
    why="Workers need to know who employs them. That a sponsor is absent from the register does not tell why.",
    not_to_conclude=(
        "A sale, a restructuring or two tenants of one building look the same.",
        "Why the first licence left: the register does not say.",
        "The same address is not the same owner.",
    ),
    severities={
        Severity.LOOK: "the new licence was first seen within twelve months of the loss, in the last two years"
    },
    next_step="Ask for ownership papers at the next contract point. Do not publish this.",
    evidence=(
        (SPONSORS, "name"), (LOCATIONS, "provider_postcode"), (LOCATIONS, "provider_id"), (CONTROLLERS, "owner_number"),
    ),
    find=find,
    audience=Audience.SIGNED_IN,
    history=(*FIRST, Version(2, date(2026, 11, 24), "A company that controls both joins them as well.")),
    excludes=("licence-left",),
)  # fmt: skip
