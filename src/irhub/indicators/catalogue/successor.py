"""A licence was lost, and within a year a new one came to a provider at the same address or with the same location."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import YEAR
from irhub.indicators.indicator import Audience, Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.telling import day, source


def find(at: Snapshot) -> pl.DataFrame:
    """Providers newly licensed within a year of the loss of another that shares their office postcode or a location."""
    first = at.licences.group_by("organisation_id").agg(first_since=pl.col("since").min())
    new = at.licensed.join(first, on="organisation_id").filter(pl.col("first_since") > at.first(SPONSORS))
    pairs = (
        signs(at)
        .join(new, on="organisation_id")
        .join(
            at.departures.select(lost_org="organisation_id", lost="name", lost_by="by", lost_rows="evidence"),
            on="lost_org",
        )
        .filter(
            (pl.col("organisation_id") != pl.col("lost_org"))
            & (pl.col("first_since") >= pl.col("lost_by"))
            & (pl.col("first_since") <= pl.col("lost_by") + YEAR)
            & (pl.col("first_since") > at.as_at - 2 * YEAR)
        )
        .sort("organisation_id", "lost_by", "lost", "what", descending=[False, True, False, False])
        .unique("organisation_id", keep="first", maintain_order=True)
    )
    return pairs.select(
        "organisation_id",
        severity=pl.lit(Severity.LOOK),
        since=pl.max_horizontal("first_since", "began"),
        says=pl.format(
            "{} was first seen on the register of licensed sponsors on {}; {}, which left it by {}, {}.",
            "sponsor_name", day("first_since"), "lost", day("lost_by"), "what",
        ),
        evidence=pl.concat_list("lost_rows", "rows", "licence_rows"),
    )  # fmt: skip


def signs(at: Snapshot) -> pl.DataFrame:
    """What joins one provider to another: organisation_id, lost_org, what (words), began, rows (evidence)."""
    offices = (
        at.locations.with_columns(office=pl.col("provider_postcode").str.replace_all(" ", "").str.to_uppercase())
        .filter((pl.col("office") != "") & pl.col("social_care"))
        .sort("since", "line")
        .unique(["organisation_id", "office"], keep="first", maintain_order=True)
        .select(
            "organisation_id", "office", began="since",
            row=source(LOCATIONS, "since", "line",
                       pl.format("{} has its office at {}", "provider_name", "provider_postcode")),
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
        at.locations.sort("since", "line")
        .unique(["organisation_id", "location_id"], keep="first", maintain_order=True)
        .select(
            "organisation_id", "location_id", "location_name", began="since",
            row=source(LOCATIONS, "since", "line", pl.format("{} is run by {}", "location_name", "provider_name")),
        )
    )  # fmt: skip
    of_location = (
        ran.join(ran, on="location_id", suffix="_lost")
        .filter(pl.col("began_lost") < pl.col("began"))
        .select(
            "organisation_id",
            lost_org="organisation_id_lost",
            what=pl.format("ran its location {}", "location_name"),
            began="began",
            rows=pl.concat_list("row_lost", "row"),
        )
    )
    both = pl.concat([at_office, of_location])
    return both.filter(pl.col("organisation_id") != pl.col("lost_org"))


INDICATOR = Indicator(
    code="successor",
    title="New licence where another was lost",
    question=Question.PEOPLE,
    asks="Which newly licensed providers share an address or a location with one whose licence left the register?",
    why="A body whose licence is revoked may not apply again for twelve months; workers need to know who employs them.",
    not_to_conclude=(
        "A sale, a restructuring or two tenants of one building look the same.",
        "Why the first licence left: the register does not say.",
        "The same address is not the same owner.",
    ),
    severities={
        Severity.LOOK: "the new licence was first seen within twelve months of the loss, in the last two years"
    },
    next_step="Ask for ownership papers at the next contract point. Do not publish this.",
    evidence=((SPONSORS, "name"), (LOCATIONS, "provider_postcode"), (LOCATIONS, "provider_id")),
    find=find,
    audience=Audience.SIGNED_IN,
    excludes=("licence-left",),
)
