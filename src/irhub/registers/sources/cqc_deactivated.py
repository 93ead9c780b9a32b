"""CQC deactivated locations: those that have left the register, with the date on which they did.

Evidence for a closure that `cqc_locations` shows; it tells no changes of its own.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from irhub.registers.sources import cqc
from irhub.registers.sources.base import Column, Contradiction, Expected, Kind, Records, Seen, Source
from irhub.registers.sources.cleaning import typed
from irhub.registers.sources.events import no_changes


def clean(published: pl.DataFrame, on: date | None = None) -> Records:
    """Type the rows and find councils; a location counts once."""
    tidy = typed(published, SOURCE.columns, on)
    return cqc.one_a_location(tidy.records, SOURCE, tidy.issues)


SOURCE = Source(
    name="cqc_deactivated",
    title="CQC deactivated locations",
    publisher=cqc.PUBLISHER,
    licence=cqc.LICENCE,
    cadence="monthly",
    late_after_days=40,
    discovery=cqc.discovery(r"(?i)Deactivated_Locations(-v\d+)?\.(ods|xlsx)$"),
    formats=("ODS", "XLSX"),
    columns=(
        Column("Location ID", "location_id", "The CQC's number of the location", Kind.CQC_NUMBER),
        Column("Location HSCA start date", "location_start", "When it was registered", Kind.DATE, False,
               earliest=cqc.REGISTERED_SINCE, days_ahead=31),
        Column(
            "Location HSCA End Date", "location_end", "When it left the register", Kind.DATE,
            aliases=("Location HSCA end date", "HSCA End Date"), earliest=cqc.REGISTERED_SINCE, days_ahead=366,
        ),
        Column("Location Name", "name", "The location as the CQC spells it"),
        Column("Location Local Authority", "local_authority", "Council area", required=False),
        Column("Location Postal Code", "postcode", "Postcode", required=False),
        Column("Provider ID", "provider_id", "The CQC's number of the provider", Kind.CQC_NUMBER),
        Column("Provider Name", "provider_name", "The provider as the CQC spells it"),
    ),
    unused=(*cqc.COLUMNS, "Location Status (Inactive-Dereg, Removed)", "Location Status", "Care homes beds at point location de-activated"),
    unused_prefixes=cqc.FLAGS,
    derived=(("council_code", "ONS code of the council; blank if it is not one"),),
    entity_key="location_id",
    record_key=("location_id",),
    facts=("location_end", "provider_id"),
    guarded=("name", "location_end"),
    expected=Expected(
        fewest=20_000,
        fewest_because="some 150 locations have left in each month since 2010, which makes 28,000; no real file was at hand",
        began=cqc.BEGAN,
        usual_days=31,
        most_lost=0.5,
        most_because="whoever left stays on the list, so that next to nothing may be lost from it; some 150 locations join in a"
        " month, 0.5%",
        most_in_a_row=cqc.MOST_IN_A_ROW,
        leaves_together="provider_id",
        never_on=("cqc_locations", "location_id", "location_end"),
    ),
    contradiction=Contradiction(
        "neither end date stands where two differ; of two providers the one whose row is fuller, or whose number is lower",
        lambda: (pl.sum_horizontal(pl.col("name", "provider_name", "postcode").is_null()), pl.col("provider_id")),
        ("location_start", "location_end"),
    ),
    seen=(Seen("columns and values: from descriptions and public programs that read the files of 2026"),),
    clean=clean,
    changes=no_changes,
    adds="when locations left the CQC’s register",
    cannot_tell=("why a location left",),
)  # fmt: skip
