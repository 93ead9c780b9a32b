"""A service went from a licensed provider to one without a linked licence."""

from __future__ import annotations

import polars as pl

from irhub.indicators.finding import YEAR
from irhub.indicators.indicator import Indicator, Question, Severity
from irhub.indicators.snapshot import LOCATIONS, SPONSORS, Snapshot
from irhub.indicators.wording import day, listed, source
from irhub.registers.phrases import phrase


def find(at: Snapshot) -> pl.DataFrame:
    """Providers without a licence that took over care from a licensed one within the last year."""
    moved = at.changes.filter((pl.col("kind") == "provider_changed") & (pl.col("by") > at.as_at - YEAR)).select(
        "after", "by", "line_before", "line_after", location_id="entity_key", former_id="entity_key_before"
    )
    former = (
        at.locations.sort("since")
        .unique(["location_id", "since"], keep="last", maintain_order=True)
        .select("since", former_id="location_id", former_org="organisation_id", former_name="provider_name")
    )
    now = at.care.select("organisation_id", "location_id", "location_name", "provider_name")
    had = (
        moved.sort("after")
        .join_asof(former.sort("since"), left_on="after", right_on="since", by="former_id", check_sortedness=False)
        .filter(pl.col("former_org").is_not_null())
    )
    licensed = at.licensed.select(former_org="organisation_id", licence_rows="licence_rows")
    found = (
        had.join(now, on="location_id")
        .filter(pl.col("organisation_id") != pl.col("former_org"))
        .join(licensed, on="former_org")
        .join(at.surest_links.rename({"organisation_id": "former_org"}), on="former_org", how="left")
        .join(at.licensed, on="organisation_id", how="anti")
        .join(at.left, on="organisation_id", how="anti")
    )
    rows = pl.concat_list(
        source(
            LOCATIONS,
            "after",
            "line_before",
            phrase("{} was run by {} on {}", "location_name", "former_name", day("after")),
        ),
        source(
            LOCATIONS, "by", "line_after", phrase("{} was run by {} on {}", "location_name", "provider_name", day("by"))
        ),
        "licence_rows",
    )
    return (
        found.with_columns(rows=rows)
        .sort("organisation_id", "by", "location_name")
        .group_by("organisation_id", maintain_order=True)
        .agg(
            pl.col("provider_name", "former_name", "after", "link_score", "link_basis").first(),
            since=pl.col("by").min(),
            names=pl.col("location_name"),
            evidence=pl.col("rows").list.explode(keep_nulls=False, empty_as_null=False),
        )
        .with_columns(
            severity=pl.lit(Severity.LOOK),
            says=phrase(
                "{} went from {}, which is on the register of licensed sponsors, to {}, for which no licence is linked,"
                " between the editions of {} and {}.",
                listed(pl.col("names")), "former_name", "provider_name", day("after"), day("since"),
            ),
        )
    )  # fmt: skip


INDICATOR = Indicator(
    code="service-transferred",
    title="Service went to a provider without a linked licence",
    question=Question.CARE,
    asks="Which services were taken over by a provider for which no licence is linked?",
    why="Sponsorship does not pass with a service: the new employer needs a licence, or workers may lose their permission.",
    not_to_conclude=(
        "The new provider may hold a licence under a name that is not linked yet, or employ nobody who needs one.",
        "Services are bought, sold and put into new companies for many reasons.",
    ),
    severities={Severity.LOOK: "the provider changed within the last year"},
    next_step="Ask the new provider under which licence the staff who came with the service are sponsored.",
    evidence=((LOCATIONS, "provider_id"), (SPONSORS, "name")),
    find=find,
    shown_as_one="Licence and former provider",
    excludes=("licence-left",),
)
