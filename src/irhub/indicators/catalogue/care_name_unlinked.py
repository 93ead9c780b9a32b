"""A sponsor with a name like a care firm's, for which no CQC registration is linked."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import YEAR
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot, care_like, standing
from irhub.registers.phrases import phrase

ROUTE = "Skilled Worker"


def find(at: Snapshot) -> pl.DataFrame:
    """Sponsors of skilled workers whose name is care-like, with no CQC provider and no link that waits for review."""
    waiting = at.links.filter(pl.col("band") == "review").select("sponsor_key")
    alike = standing(at.sponsors).filter((pl.col("route") == ROUTE) & care_like(pl.col("name")))
    found = (
        alike.join(at.locations.select("organisation_id").unique(), on="organisation_id", how="anti")
        .join(waiting, on="sponsor_key", how="anti")
        .sort("organisation_id", "since", "line")
        .unique("organisation_id", keep="first", maintain_order=True)
        .select("organisation_id", "name", "town")
        .join(at.licensed, on="organisation_id")
    )
    new = (pl.col("licensed_since") > at.first(SPONSORS)) & (pl.col("licensed_since") > at.as_at - YEAR)
    place = pl.when(pl.col("town") != "").then(phrase(" ({})", "town")).otherwise(pl.lit(""))
    return found.select(
        "organisation_id",
        severity=pl.when(new).then(pl.lit(Severity.LOOK)).otherwise(pl.lit(Severity.KNOW)),
        since="licensed_since",
        says=phrase(
            "{}{} is on the register of licensed sponsors for skilled workers; no link to a CQC registration was found yet.",
            "name", place,
        ),
        evidence="licence_rows",
    )  # fmt: skip


INDICATOR = Indicator(
    code="care-name-unlinked",
    title="Care-like sponsor with no CQC link",
    question=Question.PEOPLE,
    asks="Which sponsors have a name like a care firm’s, but no CQC registration that we know of?",
    why="Since 11 March 2024 a sponsor of care workers in England must be registered with the CQC for a regulated activity.",
    not_to_conclude=(
        "That it is not registered: it may be, under a name that is not linked yet.",
        "It may work in Wales, Scotland or Northern Ireland, with children, as an agency, or sponsor people of another trade.",
        "The town is that of the head office, not of the work.",
    ),
    severities={
        Severity.LOOK: "it was first seen on the register within the last year",
        Severity.KNOW: "it has stood for longer, or since before the hub’s history begins",
    },
    next_step="Look for it by hand on the CQC’s site, and tell the hub if you find it.",
    evidence=((SPONSORS, "name"), (SPONSORS, "route"), (LOCATIONS, "provider_name")),
    find=find,
    shown_as_one="",
    excludes=("licence-left", "link-waits"),
)
