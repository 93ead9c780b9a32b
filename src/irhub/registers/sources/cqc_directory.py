"""CQC directory: the weekly list of locations, with fewer facts than the monthly one.

It tells no changes of its own: `cqc_locations` tells them, and one change is never told twice. What it shows and the older monthly
list does not counts (directory_locations.py).
"""

from __future__ import annotations

from datetime import date

import polars as pl

from irhub.registers.sources import cqc
from irhub.registers.sources.base import Column, Contradiction, Expected, Kind, Records, Seen, Source
from irhub.registers.sources.cleaning import typed
from irhub.registers.sources.events import no_changes
from irhub.registers.sources.keys import name_key


def clean(published: pl.DataFrame, on: date | None = None) -> Records:
    """Type the rows and find councils; a location counts once."""
    tidy = typed(published, SOURCE.columns, on)
    return cqc.one_a_location(tidy.records.with_columns(name_key=name_key(pl.col("name"))), SOURCE, tidy.issues)


SOURCE = Source(
    name="cqc_directory",
    title="CQC directory",
    publisher=cqc.PUBLISHER,
    licence=cqc.LICENCE,
    cadence="weekly",
    late_after_days=14,
    discovery=cqc.discovery(r"(?i)CQC_directory(-v\d+)?\.zip$"),
    formats=("CSV in ZIP", "CSV"),
    columns=(
        Column("Name", "name", "The location as the CQC spells it"),
        Column("Also known as", "also_known_as", "Other names of the location", required=False),
        Column("Address", "address", "Address in one cell"),
        Column("Postcode", "postcode", "Postcode"),
        Column("Service types", "service_types", "Service types, joined by |"),
        Column("Date of latest check", "latest_check", "When the CQC last looked", Kind.DATE, False, earliest=cqc.OPENED,
               days_ahead=31),
        Column("Specialisms/services", "specialisms", "Groups of people and services, joined by |", required=False),
        Column("Provider name", "provider_name", "The provider as the CQC spells it"),
        Column("Local authority", "local_authority", "Council area in which the location lies"),
        Column("Region", "region", "Region of England"),
        Column("Location URL", "url", "The location's page", required=False),
        Column(
            "CQC Location ID (for office use only)", "location_id", "The CQC's number of the location", Kind.CQC_NUMBER,
            aliases=("CQC Location (for office use only)",),
        ),
        Column("CQC Provider ID (for office use only)", "provider_id", "The CQC's number of the provider", Kind.CQC_NUMBER),
    ),
    unused=("Phone number", "Service's website (if available)"),
    derived=(("name_key", "Cleaned name"), ("council_code", "ONS code of the council; blank if it is not one")),
    entity_key="location_id",
    record_key=("location_id",),
    facts=("name_key", "provider_id", "council_code", "service_types"),
    guarded=("name", "provider_id", "local_authority"),
    expected=Expected(
        fewest=40_000,
        fewest_because="some 57,000 locations are active in 2026: a file of fewer than 40,000 is only a part",
        began=cqc.BEGAN,
        usual_days=7,
        most_lost=0.7,
        most_because="no two whole editions were at hand: some 150 locations leave in a month, 0.07% in a week, and 0.7% is ten times"
        " that",
        most_in_a_row=cqc.MOST_IN_A_ROW,
        leaves_together="provider_id",
    ),
    contradiction=Contradiction(
        "of two providers the one whose number is lower stands, with its row; of other facts that differ neither",
        lambda: (pl.col("provider_id"),),
        ("latest_check", "service_types", "specialisms", "local_authority", "council_code"),
    ),
    seen=(
        Seen("the shape (lines above the header, dates such as 09/Jan/2018 - 00:00): from public programs that read 2026 files"),
        Seen("names, postcodes and dates of 500 locations, in another layout of the CQC's site", "2025-08"),
    ),
    clean=clean,
    changes=no_changes,
    adds="other names of locations, and which an older monthly list lacks: these count",
    cannot_tell=("company numbers, beds and ratings: they are in the monthly file",),
    known_faults=("four lines stand before the header",),
)  # fmt: skip
