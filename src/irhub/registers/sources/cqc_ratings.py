"""CQC latest ratings: one row for each rated question of each location or provider.

The overall rating of a location is told by `cqc_locations`; here only the ratings of the single questions are changes.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from irhub.registers.sources import cqc
from irhub.registers.sources.base import Column, Contradiction, Expected, Kind, Rated, Records, Seen, Source
from irhub.registers.sources.cleaning import drop_without_key, typed
from irhub.registers.sources.contradictions import one_each
from irhub.registers.sources.events import differing

DOMAINS = ("Safe", "Effective", "Caring", "Responsive", "Well-led", "Overall")


def clean(published: pl.DataFrame, on: date | None = None) -> Records:
    """Type the rows; a row is known by whom it rates, the service or group of people, and the question."""
    tidy = typed(published, SOURCE.columns, on)
    rated = pl.coalesce("location_id", "provider_id")
    rows = tidy.records.with_columns(
        rated_id=rated,
        level=pl.when(pl.col("location_id").is_null()).then(pl.lit("provider")).otherwise(pl.lit("location")),
        population_group=pl.col("population_group").fill_null(""),
    )
    keyed = drop_without_key(rows, ("rated_id", "domain"))
    single = one_each(keyed.records, SOURCE)
    return Records(single.records.select("line", *SOURCE.fields), pl.concat([tidy.issues, keyed.issues, single.issues]))


def changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """New ratings of single questions (CHANGE_SCHEMA)."""
    was, now = (
        frame.filter(pl.col("domain") != "Overall").with_columns(
            record=pl.concat_str(SOURCE.record_key, separator="|"),
            told=pl.col("domain") + ": " + pl.col("rating").fill_null("No rating"),
        )
        for frame in (before, after)
    )
    found = differing(
        was,
        now,
        "record",
        "domain_rating_published",
        "rating",
        name="name",
        place="local_authority",
        shown="told",
    )
    rated = pl.col("entity_key").str.split("|").list.first()
    return found.with_columns(entity_key=rated, entity_key_before=rated).sort("entity_key", "old_value", "new_value")


SOURCE = Source(
    name="cqc_ratings",
    title="CQC latest ratings",
    publisher=cqc.PUBLISHER,
    licence=cqc.LICENCE,
    cadence="monthly",
    late_after_days=40,
    discovery=cqc.discovery(r"(?i)Latest_ratings(-v\d+)?\.(ods|xlsx)$"),
    formats=("ODS", "XLSX"),
    columns=(
        Column("Location ID", "location_id", "The CQC's number of the location", Kind.CQC_NUMBER, False),
        Column("Location Name", "name", "The location as the CQC spells it", required=False),
        Column("Location Local Authority", "local_authority", "Council area", required=False),
        Column("Service / Population Group", "population_group", "Service or group of people that the rating is of"),
        Column(
            "Domain", "domain", "Question rated: Safe, Effective, Caring, Responsive, Well-led or Overall",
            aliases=("Domain (formerly Key Question)", "Key Question"), values=DOMAINS,
        ),
        Column("Latest Rating", "rating", "The newest rating", values=cqc.RATINGS),
        Column("Publication Date", "rating_date", "When it was published", Kind.DATE, earliest=cqc.REGISTERED_SINCE,
               days_ahead=31),
        Column("Inherited Rating (Y/N)", "inherited_rating", "It was given under a former provider", Kind.FLAG, False),
        Column("Provider ID", "provider_id", "The CQC's number of the provider", Kind.CQC_NUMBER),
        Column("Provider Name", "provider_name", "The provider as the CQC spells it"),
    ),
    unused=cqc.COLUMNS,
    derived=(("rated_id", "Number of the location or provider rated"), ("level", "location or provider")),
    entity_key="rated_id",
    record_key=("rated_id", "level", "population_group", "domain"),
    facts=("rating", "rating_date"),
    guarded=("domain", "rating"),
    expected=Expected(
        fewest=200_000,
        fewest_because="the list has some 323,700 rows in 2026: a file of fewer than 200,000 is only a part",
        began=date(2013, 10, 1),  # the first inspections with ratings
        usual_days=31,
        most_lost=1.0,
        most_because="no two whole editions were at hand: ratings go when their location leaves, 0.3% in a month, and 1% is three"
        " times that",
        most_in_a_row=cqc.MOST_IN_A_ROW,
        leaves_together="provider_id",
        rated=Rated("rating", "rating_date", cqc.BEST_FIRST),
    ),
    contradiction=Contradiction(
        "the newest rating stands, one given to this provider before an inherited one; of two that differ on one date neither",
        lambda: (-pl.col("rating_date").to_physical(), pl.col("inherited_rating"), pl.col("provider_id")),
        ("rating",),
    ),
    seen=(
        Seen("4,159 rows of 478 locations of Lincolnshire: all columns and values", "2026-07"),
        Seen("the workbook around them, the sheet of providers and two ratings of one date: from descriptions"),
    ),
    clean=clean,
    changes=changes,
    adds="the ratings of single questions, such as whether care is safe",
    cannot_tell=("how care is today: a rating is as old as its date",),
    known_faults=("two sheets, one of locations and one of providers",),
)  # fmt: skip
