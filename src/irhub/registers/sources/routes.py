"""The routes and ratings of the sponsor register, under every name that the Home Office has given them.

A route that is only called something else is the same route: it is told under its name of today, so that the change of a
name is no event in thousands of licences. What has no single successor stays what it was. A name that is still found long
after it was given up is no slip of ours to mend: it stands as it is, with an issue.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl

from irhub.registers.sources.base import ISSUE_SCHEMA
from irhub.registers.sources.keys import place_key

WORKER, TEMPORARY = "Worker", "Temporary Worker"


@dataclass(frozen=True)
class Route:
    """A route under its name of today, and the type of licence that it belongs to."""

    name: str
    worker_type: str


@dataclass(frozen=True)
class FormerName:
    """A name that the register gave a route under one type of licence: its name of today, until when it was in use (the last
    edition that may say so), and why the two are one route. `today` is the name itself if the route has ended."""

    name: str
    worker_type: str
    today: str
    until: date | None
    why: str


ROUTES = (
    Route("Skilled Worker", WORKER),
    Route("Scale-up", WORKER),
    Route("Global Business Mobility: Senior or Specialist Worker", WORKER),
    Route("Global Business Mobility: Graduate Trainee", TEMPORARY),
    Route("Global Business Mobility: UK Expansion Worker", WORKER),
    Route("Global Business Mobility: Service Supplier", TEMPORARY),
    Route("Global Business Mobility: Secondment Worker", WORKER),
    Route("Creative Worker", TEMPORARY),
    Route("Charity Worker", TEMPORARY),
    Route("Religious Worker", TEMPORARY),
    Route("International Agreement", TEMPORARY),
    Route("Government Authorised Exchange", TEMPORARY),
    Route("Seasonal Worker", TEMPORARY),
    Route("International Sportsperson", WORKER),
    Route("Tier 2 Ministers of Religion", WORKER),
)

_SKILLED = (
    "Skilled Worker replaced Tier 2 (General) on 1 December 2020, and licences for the one became licences for the other"
    " (Statement of Changes HC 813)"
)
_MOBILITY = (
    "Global Business Mobility replaced the Intra-company routes on 11 April 2022; the Home Office itself added Senior or"
    " Specialist Worker, at the same rating, to every licence in force for them (Statement of Changes HC 1118 and the"
    " transitional arrangements for sponsors)"
)
_SPORT = "International Sportsperson replaced T2 Sportsperson on 11 October 2021 (Statement of Changes HC 719)"
_MINISTER = (
    "under Worker (Tier 2) this is the route of ministers of religion: of 1,294 sponsors so listed in November 2021, 1,079 stood"
    " under Tier 2 Ministers of Religion in July 2026"
)
_TEMPORARY = (
    "Tier 5 (Temporary Worker) routes are called Temporary Work since 11 October 2021 (Statement of Changes HC 719)"
)
_SWITCHED = date(
    2021, 12, 31
)  # some months beyond the day of a change, as the register may switch later than the Rules
_MOBILITY_UNTIL = date(2022, 12, 31)
_SENIOR = "Global Business Mobility: Senior or Specialist Worker"

FORMER_NAMES = (
    FormerName("Tier 2 General", WORKER, "Skilled Worker", _SWITCHED, _SKILLED),
    FormerName("T2 General", WORKER, "Skilled Worker", _SWITCHED, _SKILLED),
    FormerName("Intra-company Routes", WORKER, _SENIOR, _MOBILITY_UNTIL, _MOBILITY),
    FormerName("Intra Company Transfers (ICT)", WORKER, _SENIOR, _MOBILITY_UNTIL, _MOBILITY),
    FormerName("Intra-company Transfer", WORKER, _SENIOR, _MOBILITY_UNTIL, _MOBILITY),
    FormerName("Tier 2 Intra Company Transfers (ICT)", WORKER, _SENIOR, _MOBILITY_UNTIL, _MOBILITY),
    FormerName("Tier 2 (Intra Company Transfer)", WORKER, _SENIOR, _MOBILITY_UNTIL, _MOBILITY),
    FormerName("T2 Sportsperson", WORKER, "International Sportsperson", None, _SPORT),
    FormerName("Tier 2 Sportsperson", WORKER, "International Sportsperson", None, _SPORT),
    FormerName("Sportsperson", WORKER, "International Sportsperson", None, _SPORT),
    FormerName("Sport", WORKER, "International Sportsperson", None, _SPORT),
    FormerName("Religious Workers", WORKER, "Tier 2 Ministers of Religion", None, _MINISTER),
    FormerName("Tier 2 Religious Workers", WORKER, "Tier 2 Ministers of Religion", None, _MINISTER),
    FormerName("Tier 2 Minister of Religion", WORKER, "Tier 2 Ministers of Religion", None, _MINISTER),
    FormerName("T2 Minister of Religion", WORKER, "Tier 2 Ministers of Religion", None, _MINISTER),
    FormerName("T2 Ministers of Religion", WORKER, "Tier 2 Ministers of Religion", None, _MINISTER),
    FormerName("Religious Workers", TEMPORARY, "Religious Worker", None, _TEMPORARY),
    FormerName("Tier 5 Religious Workers", TEMPORARY, "Religious Worker", None, _TEMPORARY),
    FormerName("Charity Workers", TEMPORARY, "Charity Worker", None, _TEMPORARY),
    FormerName("Tier 5 Charity Workers", TEMPORARY, "Charity Worker", None, _TEMPORARY),
    FormerName("Voluntary Workers", TEMPORARY, "Charity Worker", None, _TEMPORARY + "; the charity route's name before"),
    FormerName("Tier 5 Voluntary Workers", TEMPORARY, "Charity Worker", None, _TEMPORARY + "; the charity route's name before"),
    FormerName("Exchange", TEMPORARY, "Government Authorised Exchange", None, _TEMPORARY),
    FormerName("Tier 5 Government Authorised Exchange", TEMPORARY, "Government Authorised Exchange", None, _TEMPORARY),
    FormerName("International Agreements", TEMPORARY, "International Agreement", None, _TEMPORARY),
    FormerName("Tier 5 International Agreements", TEMPORARY, "International Agreement", None, _TEMPORARY),
    FormerName("Tier 5 Seasonal Worker", TEMPORARY, "Seasonal Worker", None, _TEMPORARY),
    FormerName(
        "Creative & Sporting", TEMPORARY, "Creative & Sporting", None,
        "split on 11 October 2021 into Creative Worker and International Sportsperson: neither alone is what it was (HC 719)",
    ),
    FormerName(
        "Tier 5 Creative & Sporting", TEMPORARY, "Creative & Sporting", None,
        "split on 11 October 2021 into Creative Worker and International Sportsperson: neither alone is what it was (HC 719)",
    ),
)  # fmt: skip

# Premium and SME+ are grades of service that a sponsor pays for, Highly Trusted Sponsor is one of long ago: all are A ratings.
_RATINGS = (
    ("Provisional", "(?i)provisional"),
    ("B", r"(?i)[(\[]\s*B\b|\bB[ -]rat(?:ed|ing)\b|\brating:? B\b"),
    ("A", r"(?i)[(\[]\s*A\b|\bA[ -]rat(?:ed|ing)\b|\brating:? A\b|highly trusted"),
)


def kinds(kind: pl.Expr) -> dict[str, pl.Expr]:
    """The type of licence ("" where the cell does not say) and the rating that a published "Type & Rating" means."""
    text = kind.fill_null("")
    rating = pl.lit("Unknown")
    for value, pattern in reversed(_RATINGS):
        rating = pl.when(text.str.contains(pattern)).then(pl.lit(value)).otherwise(rating)
    worker = (
        pl.when(text.str.contains(r"(?i)temporary|tier ?5|\bT5"))
        .then(pl.lit(TEMPORARY))
        .when(text.str.contains(r"(?i)worker|tier ?2|\bT2"))
        .then(pl.lit(WORKER))
        .otherwise(pl.lit(""))
    )
    return {"worker_type": worker, "rating": rating}


@cache
def _known() -> pl.DataFrame:
    """Every known name of a route, by key and type of licence: its name of today, until when it holds, the route's own type."""
    kinds = (WORKER, TEMPORARY, "")
    names = [
        *((route.name, route.worker_type, route.name, None, False) for route in ROUTES),
        *((former.name, former.worker_type, former.today, former.until, True) for former in FORMER_NAMES),
    ]
    schema = {"known": pl.String, "own_type": pl.String, "today": pl.String, "until": pl.Date, "former": pl.Boolean}
    table = pl.DataFrame(names, schema=schema, orient="row").with_columns(route_key=place_key(pl.col("known")))
    one_route = table.filter(pl.len().over("route_key") == 1)  # known by its name whatever type the cell says, or none
    by_name = one_route.join(pl.DataFrame({"worker_type": kinds}), how="cross")
    by_type = table.filter(pl.len().over("route_key") > 1).with_columns(worker_type="own_type")
    return pl.concat([by_name, by_type.select(by_name.columns)])


def told(rows: pl.DataFrame, on: date | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows (line, route, worker_type) with each route under its name of today, and what was renamed or is not known.

    `on`: the day of the edition; a former name that should be gone by then stands as it is, in the capitals it always had.
    """
    pairs = rows.select("route", "worker_type").unique()
    known = pairs.with_columns(route_key=place_key(pl.col("route"))).join(
        _known(), on=["route_key", "worker_type"], how="left"
    )
    gone = (pl.col("until") < on).fill_null(False) if on else pl.lit(False)
    means = known.select(
        "route",
        "worker_type",
        today=pl.when(~gone).then("today"),
        former=pl.col("former").fill_null(False) & ~gone,
        own_type="own_type",
        known="known",
    )
    rows = rows.join(means, on=["route", "worker_type"], how="left", nulls_equal=True, maintain_order="left")
    renamed = rows.filter(pl.col("former") & (pl.col("today") != pl.col("route")))
    strange = rows.filter(pl.col("today").is_null())
    issues = pl.concat([_issues(renamed, "former_name", "today"), _issues(strange, "unknown_value", "route")])
    kind = pl.when(pl.col("worker_type") == "").then(pl.col("own_type").fill_null("Unknown")).otherwise("worker_type")
    named = rows.with_columns(route=pl.coalesce("today", "known", "route", pl.lit("")), worker_type=kind)
    return named.drop("today", "former", "own_type", "known"), issues


def _issues(rows: pl.DataFrame, rule: str, after: str) -> pl.DataFrame:
    made = rows.select("line", field=pl.lit("route"), rule=pl.lit(rule), before="route", after=after)
    return made.cast(ISSUE_SCHEMA)  # type: ignore[arg-type]
