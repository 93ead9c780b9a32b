"""What the CQC's files share: publisher, page, one record a location, and the council behind a published local authority."""

from __future__ import annotations

from datetime import date

import polars as pl

from irhub.places import resolve
from irhub.registers.sources.base import Discovery, Records, Source
from irhub.registers.sources.cleaning import drop_without_key, issues_of
from irhub.registers.sources.contradictions import one_each

REGISTERED_SINCE = date(2010, 4, 1)
"""The first day on which anybody was registered under the Health and Social Care Act 2008, and so before any rating."""
OPENED = date(2009, 4, 1)
"""The CQC's first day."""
RATINGS = (
    "Outstanding", "Good", "Requires improvement", "Inadequate", "Not Rated", "Insufficient evidence to rate",
    "Inspected but not rated", "Not applicable", "No published rating", "Regulations met", "Regulations not met", "Unrated",
)  # fmt: skip
BEST_FIRST = RATINGS[:4]
"""The ratings that can be told better from worse."""
MOST_IN_A_ROW = 6
"""Providers whose locations stand one below another and are all missing: where one location in a hundred leaves, 3 may do so by
chance in a list of 57,000. Locations of one provider leave together, and count once."""
PUBLISHER = "Care Quality Commission"
LICENCE = "Open Government Licence v3.0"
BEGAN = date(2010, 10, 1)
"""Registration of adult social care under the Health and Social Care Act 2008 began on this day."""


_ADDRESS = ("Street Address", "Address Line 2", "City", "County", "Postal Code")
_OF_BOTH = (
    "HSCA start date", "Type/Sector", "Inspection Directorate", "Primary Inspection Category", "Telephone Number",
    "Web Address", *_ADDRESS, "PAF ID", "UPRN ID", "PAF / UPRN ID", "Local Authority", "Region", "NHS Region", "Latitude",
    "Longitude", "Parliamentary Constituency",
)  # fmt: skip
COLUMNS = (
    *(f"{whose} {what}" for whose in ("Location", "Provider") for what in _OF_BOTH),
    "Location ID", "Location Name", "Location ODS Code", "Location Also Known As", "Location Specialisms",
    "Location ONSPD CCG Code", "Location ONSPD CCG", "Location Commissioning CCG Code", "Location Commissioning CCG",
    "Location Commissioning CCG Name", "Location Post Code", "Location Type", "Location Latest Overall Rating",
    "Location Dual Registered", "Primary ID (Dual registration locations)", "Dormant (Y/N)", "Care home?",
    "Care homes beds", "Registered manager", "Publication Date", "Inherited Rating (Y/N)", "Report Type", "URL",
    "Brand ID", "Brand Name", "Provider ID", "Provider Name", "Provider Companies House Number",
    "Provider Charity Number", "Provider Ownership Type", "Provider Nominated Individual Name",
    "Provider Main Partner Name", "Provider ODS Code", "Provider Type", "Provider Post Code",
)  # fmt: skip
"""Every column known of the CQC's workbooks, October 2026 and older: of each workbook most are not read."""
FLAGS = ("Regulated activity - ", "Service type - ", "Service user band - ")
"""How the titles of columns of flags begin."""


def discovery(file_pattern: str) -> Discovery:
    """Where a CQC file is found: the newest link of this pattern on the transparency page."""
    return Discovery(
        page="https://www.cqc.org.uk/about-us/transparency/using-cqc-data",
        link_pattern=file_pattern,
        hosts=("www.cqc.org.uk", "cqc.org.uk"),
        content_types=(
            "text/csv",
            "application/zip",
            "application/octet-stream",
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        max_bytes=300 * 2**20,
    )


def one_a_location(
    rows: pl.DataFrame, source: Source, *issues: pl.DataFrame, by_design: pl.Expr | None = None
) -> Records:
    """The records of typed rows of a source: councils found, rows without a location's number left out, each location
    once. `issues` that were found before stand first; `by_design`: rows that stand twice because two bodies are registered."""
    placed, unknown = _with_council(rows)
    keyed = drop_without_key(placed, ("location_id",))
    single = one_each(keyed.records, source, by_design=by_design, rule="dual_registration")
    return Records(
        single.records.select("line", *source.fields), pl.concat([*issues, unknown, keyed.issues, single.issues])
    )


def _with_council(records: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add `council_code` (ONS code, "" where the name means no council) and report the names that mean none."""
    names = records["local_authority"].drop_nulls().unique().sort()
    councils = [resolve(name) for name in names]
    known = pl.DataFrame(
        {"local_authority": names, "council_code": [council.code if council else "" for council in councils]},
        schema={"local_authority": pl.String, "council_code": pl.String},
    )
    placed = records.join(known, on="local_authority", how="left", maintain_order="left").with_columns(
        pl.col("council_code").fill_null("")
    )
    unknown = placed.filter((pl.col("council_code") == "") & pl.col("local_authority").is_not_null())
    name = pl.col("local_authority")
    return placed, issues_of(unknown, "local_authority", "unknown_place", name, name)
