"""Home Office register of licensed sponsors: workers.

One row for each organisation, type and route. There is no licence number: a sponsor is known by its cleaned name and
town, and a record by that, the worker type and the route.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from irhub.registers.sources import renames, routes
from irhub.registers.sources.base import Column, Contradiction, Discovery, Expected, Records, Seen, Source
from irhub.registers.sources.cleaning import drop_without_key, issues_of, typed
from irhub.registers.sources.contradictions import one_each
from irhub.registers.sources.events import events
from irhub.registers.sources.keys import name_key, place_key

_SAME_NAME_OTHER_TOWN = 0.95
_SAME_NAME_ELSEWHERE_TOO = 0.8
_NO_PLACE = (
    "na", "nan", "none", "nil", "null", "unknown", "notknown", "notapplicable", "notavailable", "notprovided", "tbc", "tba",
)  # fmt: skip
"""What a cell holds, as a key, that says there is no town."""


def clean(published: pl.DataFrame, on: date | None = None) -> Records:
    """Type the published rows and give each its keys. Rows without a name are dropped, repeats put together."""
    tidy = _without_placeholders(typed(published, SOURCE.columns, on))
    rows = _by_value(tidy.records, "type_and_rating", **routes.kinds(pl.col("type_and_rating")))
    rows = _by_value(rows, "town", town_key=place_key(pl.col("town")))
    rows, named_anew = routes.told(rows, on)
    rows = rows.with_columns(name_key=name_key(pl.col("name"))).with_columns(
        sponsor_key=pl.col("name_key") + "|" + pl.col("town_key")
    )
    strange = rows.filter(pl.col("rating") == "Unknown")
    rating = issues_of(
        strange, "type_and_rating", "unknown_value", pl.col("type_and_rating"), pl.col("type_and_rating")
    )
    keyed = drop_without_key(rows, ("name_key",))
    single = one_each(keyed.records, SOURCE)
    issues = pl.concat([tidy.issues, named_anew, rating, keyed.issues, single.issues])
    return Records(single.records.select("line", *SOURCE.fields), issues)


def _without_placeholders(read: Records) -> Records:
    """Towns and counties that only say that there is none (N/A, unknown) are blank: no sponsor moves to N/A."""
    said = {field: place_key(pl.col(field)).is_in(_NO_PLACE).fill_null(False) for field in ("town", "county")}
    issues = [
        issues_of(read.records.filter(none), field, "says_no_value", pl.col(field), pl.lit(None))
        for field, none in said.items()
    ]
    blank = [pl.when(~none).then(field).alias(field) for field, none in said.items()]
    return Records(read.records.with_columns(blank), pl.concat([read.issues, *issues]))


def _by_value(rows: pl.DataFrame, field: str, **made: pl.Expr) -> pl.DataFrame:
    """Add columns made of one field, worked out once for each value that the field takes."""
    values = rows.select(field).unique().with_columns(**made)
    return rows.join(values, on=field, how="left", nulls_equal=True, maintain_order="left")


def _worse_first() -> Sequence[pl.Expr]:
    """A rating that nobody understands says nothing, and stands behind those that do."""
    return (pl.col("rating").replace_strict(["B", "Provisional", "A"], [1, 2, 3], default=4, return_dtype=pl.Int32),)


def _sponsors(records: pl.DataFrame) -> pl.DataFrame:
    """One row for each sponsor: entity_key, name_key, town_key, name, town, line (its first), routes, standing."""
    return (
        records.sort("line")
        .group_by("sponsor_key", maintain_order=True)
        .agg(
            pl.col("name_key", "town_key", "name", "town", "line").first(),
            routes=pl.col("route").unique().sort(),
            standing=(pl.col("route") + " (" + pl.col("rating") + ")").unique().sort().str.join("; "),
        )
        .rename({"sponsor_key": "entity_key"})
    )


def _moved(gone: pl.DataFrame, come: pl.DataFrame, everyone: pl.DataFrame) -> pl.DataFrame:
    """The same name in another town, one to one: entity_key_before, entity_key, confidence."""
    one_gone = gone.filter(pl.len().over("name_key") == 1)
    one_come = come.filter(pl.len().over("name_key") == 1)
    standing = everyone.join(gone, on="name_key", how="semi").group_by("name_key").agg(towns=pl.len())
    return (
        one_gone.join(one_come, on="name_key", suffix="_new")
        .join(standing, on="name_key")
        .select(
            entity_key_before="entity_key",
            entity_key="entity_key_new",
            confidence=pl.when(pl.col("towns") == 1)
            .then(pl.lit(_SAME_NAME_OTHER_TOWN))
            .otherwise(pl.lit(_SAME_NAME_ELSEWHERE_TOO)),
        )
    )


def _renamed(gone: pl.DataFrame, come: pl.DataFrame, names: pl.Series) -> pl.DataFrame:
    """Names that left and came and fit only each other: entity_key_before, entity_key, confidence."""
    pairs = renames.pair(gone, come, renames.rarity(names)) if gone.height and come.height else []
    return pl.DataFrame(
        pairs,
        schema={"entity_key_before": pl.String, "entity_key": pl.String, "confidence": pl.Float64},
        orient="row",
    )


def changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """What happened between two consecutive accepted editions (CHANGE_SCHEMA).

    A sponsor new to the later edition is told as licence_granted; whether it stood before and has come back
    (licence_returned) is for the history to say, which knows more than two editions.
    """
    same, names = [*SOURCE.record_key, *SOURCE.facts], after["name"]
    differ = pl.concat(
        [
            one.join(other, on=same, how="anti").select("sponsor_key")
            for one, other in ((before, after), (after, before))
        ]
    ).unique()
    everyone = before.select("sponsor_key", "name_key").unique()
    before, after = (frame.join(differ, on="sponsor_key", how="semi") for frame in (before, after))
    old, new = _sponsors(before), _sponsors(after)
    gone = old.join(new, on="entity_key", how="anti")
    come = new.join(old, on="entity_key", how="anti")
    moved = _moved(gone, come, everyone)
    renamed = _renamed(
        gone.join(moved, left_on="entity_key", right_on="entity_key_before", how="anti"),
        come.join(moved, on="entity_key", how="anti"),
        names,
    )
    paired = pl.concat([moved, renamed])
    both = (
        paired.join(old, left_on="entity_key_before", right_on="entity_key")
        .join(new, on="entity_key", suffix="_new")
        .rename({"line": "line_before", "line_new": "line_after"})
    )
    same_name = pl.col("name_key") == pl.col("name_key_new")
    no_town = (pl.col("town_key") == "") | (pl.col("town_key_new") == "")
    left = gone.join(paired, left_on="entity_key", right_on="entity_key_before", how="anti").rename(
        {"line": "line_before"}
    )
    came = come.join(paired, on="entity_key", how="anti").rename({"line": "line_after"})
    now = ("name_new", "town_new")
    found = [
        events(left, "licence_removed", "name", "town", old=pl.col("standing")),
        events(came, "licence_granted", "name", "town", new=pl.col("standing")),
        events(both.filter(same_name & ~no_town), "moved_town", *now, old=pl.col("town"), new=pl.col("town_new")),
        events(both.filter(same_name & no_town), "town_not_given", *now, old=_town("town"), new=_town("town_new")),
        events(both.filter(~same_name), "renamed", *now, old=pl.col("name"), new=pl.col("name_new")),
        *_within(before, after, paired),
    ]
    return pl.concat(found).sort("kind", "entity_key", "old_value", "new_value")


def _town(field: str) -> pl.Expr:
    return pl.coalesce(field, pl.lit("no town"))


def _unclear(*ratings: str) -> pl.Expr:
    """Whether one of these ratings is one that nobody understands: it says nothing, not that the rating changed."""
    return pl.any_horizontal(pl.col(rating) == "Unknown" for rating in ratings)


def _within(before: pl.DataFrame, after: pl.DataFrame, paired: pl.DataFrame) -> list[pl.DataFrame]:
    """Changes of the routes and ratings of sponsors that stand on both editions, under one name or a paired one."""
    on = ["entity_key", "worker_type", "route"]
    was = (
        before.rename({"sponsor_key": "entity_key_before"})
        .join(paired.select("entity_key_before", "entity_key"), on="entity_key_before", how="left")
        .with_columns(pl.col("entity_key").fill_null(pl.col("entity_key_before")))
    )
    now = after.rename({"sponsor_key": "entity_key"})
    stays_was = was.join(now, on="entity_key", how="semi").rename({"line": "line_before"})
    stays_now = now.join(was.select("entity_key", "entity_key_before").unique(), on="entity_key").rename(
        {"line": "line_after"}
    )
    route = pl.col("route") + " (" + pl.col("rating") + ")"
    rerated = (
        stays_was.join(stays_now, on=on, suffix="_new")
        .filter((pl.col("rating") != pl.col("rating_new")) & ~_unclear("rating", "rating_new"))
        .sort("line_after")
        .unique(["entity_key", "rating", "rating_new"], keep="first", maintain_order=True)
    )
    added = stays_now.join(stays_was, on=on, how="anti")
    dropped = stays_was.join(stays_now, on=on, how="anti")
    return [
        events(added, "route_added", "name", "town", new=route),
        events(dropped, "route_removed", "name", "town", old=route),
        events(
            rerated,
            "rating_changed",
            "name_new",
            "town_new",
            old=pl.col("rating"),
            new=pl.col("rating_new"),
        ),
    ]


SOURCE = Source(
    name="home_office_sponsors",
    title="Register of licensed sponsors: workers",
    publisher="Home Office",
    licence="Open Government Licence v3.0",
    cadence="on working days, with gaps",
    late_after_days=7,
    discovery=Discovery(
        page="https://www.gov.uk/api/content/government/publications/register-of-licensed-sponsors-workers",
        link_pattern=r"(?i)worker.*\.csv$",
        hosts=("www.gov.uk", "assets.publishing.service.gov.uk"),
        content_types=("text/csv", "application/csv", "application/octet-stream"),
        max_bytes=100 * 2**20,
    ),
    columns=(
        Column("Organisation Name", "name", "The sponsor as the register spells it", longest=500),
        Column("Town/City", "town", "Town of the head office, not of the work", longest=500),
        Column("County", "county", "County of the head office, often blank"),
        Column("Type & Rating", "type_and_rating", "Worker or Temporary Worker, and the rating of the licence"),
        Column("Route", "route", "Immigration route on which the sponsor may assign certificates of sponsorship"),
    ),
    derived=(
        ("sponsor_key", "Cleaned name and town: whom the row is about"),
        ("name_key", "Cleaned name"),
        ("town_key", "Cleaned town"),
        ("worker_type", "Worker or Temporary Worker; where the cell does not say, that of the route"),
        ("rating", "Rating of the licence: A, B, Provisional or Unknown; Premium and SME+ are A"),
    ),
    entity_key="sponsor_key",
    record_key=("sponsor_key", "worker_type", "route"),
    facts=("rating",),
    guarded=("name", "town", "type_and_rating", "route"),
    expected=Expected(
        fewest=30_000,
        fewest_because="the edition of 2 November 2021 has 48,562 records, and none that was seen since has fewer",
        began=date(2008, 11, 27),
        usual_days=7,
        most_lost=0.7,
        most_gained=3.0,
        most_because="of 658 editions of May 2023 to February 2026, names alone, at most 0.20% left and 1.3% came within a week,"
        " 0.70% and 5.0% within four; all routes between two weeks of 2026: 0.22% and 0.33%",
        most_newly_blank=0.02,  # between two real weeks it was 0.001%
        most_changed=0.5,  # 0.003%
        most_in_a_row=10,  # 3 at most between editions of 2023 to 2026, also where two months lie between them
        most_blank={"town": 100.0},  # names alone can be read, as the replay does; towns that go blank are noticed
    ),
    contradiction=Contradiction(
        "the worse rating stands (B, then provisional, then A; one that is not understood last), and of rows equally rated the"
        " fuller one",
        _worse_first,
    ),
    spelled=("name", "town"),
    seen=(
        Seen("whole editions: all columns, routes and ratings", "2021-11-02, 2026-06-26 and 2026-07-03"),
        Seen("names of 658 editions", "2023-05 to 2026-02"),
        Seen("names of routes and ratings before December 2020: from descriptions and public programs alone"),
    ),
    clean=clean,
    changes=changes,
    adds="who is licensed to sponsor workers, on which routes and with which rating, and what changed",
    returns=(("licence_granted", "licence_returned"),),
    other_layouts=(
        (
            ("Sponsor Licence Number", "Organisation Name", "TierRating", "Migrant Classification", "Sponsor Status"),
            "has the layout in which the Register of licensed sponsors: workers was published on 9 and 10 June 2026 alone, with"
            " licence numbers and without towns. A sponsor is known here by name and town, so nothing was read of it, and"
            " nothing is lost: the edition of the next days came in the old layout again. Load that one.",
        ),
    ),
    cannot_tell=(
        "whether an absent sponsor was revoked, surrendered, suspended, lapsed or left out in error",
        "how many workers are sponsored, in which trade or where they work",
        "when a licence was granted",
        "a licence number, company number or postcode",
    ),
    known_faults=(
        "blanks and case of names come and go between editions",
        "one firm may stand under two spellings or two towns",
        "an edition may lack many names and be put right the next working day",
        "a spreadsheet error such as #NAME? may stand in place of a name",
    ),
)
