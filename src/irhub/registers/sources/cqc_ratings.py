"""CQC latest ratings: one row for each rated question of each location or provider.

The overall rating of a location is told by `cqc_locations`; here only the ratings of the single questions are changes.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from irhub.registers.sources import cqc
from irhub.registers.sources.base import Column, Expected, Kind, Records, Source
from irhub.registers.sources.cleaning import drop_duplicates, drop_without_key, typed
from irhub.registers.sources.events import differing


def clean(published: pl.DataFrame) -> Records:
    """Type the rows; a row is known by whom it rates, the service or group of people, and the question."""
    tidy = typed(published, SOURCE.columns)
    rated = pl.coalesce("location_id", "provider_id")
    rows = tidy.records.with_columns(
        rated_id=rated,
        level=pl.when(pl.col("location_id").is_null()).then(pl.lit("provider")).otherwise(pl.lit("location")),
        population_group=pl.col("population_group").fill_null(""),
    )
    keyed = drop_without_key(rows, ("rated_id", "domain"))
    single = drop_duplicates(keyed.records, SOURCE.record_key)
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
    discovery=cqc.discovery(r"(?i)Latest_ratings\.(ods|xlsx)$"),
    formats=("ODS", "XLSX"),
    columns=(
        Column("Location ID", "location_id", "The CQC's number of the location", required=False),
        Column("Location Name", "name", "The location as the CQC spells it", required=False),
        Column("Location Local Authority", "local_authority", "Council area", required=False),
        Column("Service / Population Group", "population_group", "Service or group of people that the rating is of"),
        Column("Domain", "domain", "Question rated: Safe, Effective, Caring, Responsive, Well-led or Overall"),
        Column("Latest Rating", "rating", "The newest rating"),
        Column("Publication Date", "rating_date", "When it was published", Kind.DATE),
        Column("Inherited Rating (Y/N)", "inherited_rating", "It was given under a former provider", Kind.FLAG, False),
        Column("Provider ID", "provider_id", "The CQC's number of the provider"),
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
        fewest_because="the list has some 323,700 rows in 2026: fewer than 200,000 are a part of it",
        began=date(2013, 10, 1),  # the first inspections with ratings
        usual_days=31,
    ),
    clean=clean,
    changes=changes,
    cannot_tell=("how care is today: a rating is as old as its date",),
    known_faults=("two sheets, one of locations and one of providers",),
)  # fmt: skip
