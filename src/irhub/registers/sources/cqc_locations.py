"""CQC care directory with filters: every active location, its provider, beds, ratings and services (HSCA).

One row a location; the service types, regulated activities and user bands are columns of flags, gathered into lists.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from rapidfuzz import fuzz

from irhub.registers.phrases import phrase
from irhub.registers.sources import cqc
from irhub.registers.sources.base import Column, Contradiction, Expected, Kind, Rated, Records, Seen, Source
from irhub.registers.sources.cleaning import issues_of, typed
from irhub.registers.sources.company_numbers import numbered
from irhub.registers.sources.events import differing, events
from irhub.registers.sources.keys import name_key, place_key

_FLAGGED = {
    "regulated_activities": "Regulated activity - ",
    "service_types": "Service type - ",
    "user_bands": "Service user band - ",
}
_SAME_PLACE_NEW_ID = 0.85
_NAMES_ALIKE = 85
_JOIN = " | "


_DUAL = (
    Column("Location Dual Registered", "dual_registered", "Dual Registration, or blank", required=False),
    Column(
        "Primary ID (Dual registration locations)",
        "primary_id",
        "The location that stands for both",
        Kind.CQC_NUMBER,
        False,
    ),
)
"""Read to count a location once, and not kept."""


def _gathered(published: pl.DataFrame, field: str, prefix: str) -> tuple[pl.Series, list[pl.DataFrame]]:
    """The titles of the flag columns with this prefix that are Y, in the publisher's order, joined by " | "; and the issues of
    flags that are neither yes nor no."""
    flags = [column for column in published.columns if column.casefold().startswith(prefix.casefold())]
    if not flags:
        return pl.Series(field, [""] * published.height, dtype=pl.String), []
    columns = [Column(flag, str(number), flag[len(prefix) :].strip(), Kind.FLAG) for number, flag in enumerate(flags)]
    read = typed(published, columns)
    titles = [pl.when(pl.col(column.field)).then(pl.lit(column.meaning)) for column in columns]
    listed = read.records.select(pl.concat_str(titles, separator=_JOIN, ignore_nulls=True)).to_series().fill_null("")
    wrong = read.issues.filter(pl.col("rule") != "blanks").with_columns(field=pl.lit(field))
    return listed.rename(field), [wrong]


def clean(published: pl.DataFrame, on: date | None = None) -> Records:
    """Type the rows, gather the flags, find numbers and councils; a dual-registered location counts once."""
    tidy = typed(published, (*SOURCE.columns, *_DUAL), on)
    gathered = [_gathered(published, field, prefix) for field, prefix in _FLAGGED.items()]
    rows, numbers = numbered(tidy.records.with_columns(listed for listed, _ in gathered), "company_number")
    rows = rows.with_columns(
        location_name_key=name_key(pl.col("location_name")),
        provider_name_key=name_key(pl.col("provider_name")),
        brand_name=pl.when(pl.col("brand_name") != "-").then(pl.col("brand_name").str.replace("^BRAND ", "")),
    )
    rows, secondary = _primaries(rows)
    found = [tidy.issues, *(issue for _, issues in gathered for issue in issues), numbers, secondary]
    return cqc.one_a_location(rows, SOURCE, *found, by_design=pl.col("dual_registered").is_not_null())


def _primaries(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Leave out locations that name another of the same edition as the one that stands for both; it must stand for itself."""
    own = pl.col("primary_id").is_null() | (pl.col("primary_id") == pl.col("location_id"))
    rows = rows.with_row_index("at")
    primaries = rows.filter(own).group_by("location_id").agg(primary_line=pl.col("line").min())
    pairs = rows.filter(~own & pl.col("dual_registered").is_not_null()).join(
        primaries, left_on="primary_id", right_on="location_id"
    )
    told = issues_of(
        pairs, "location_id", "dual_registration",
        phrase("{} of {} (line {})", "location_id", pl.col("provider_name").fill_null("nobody"), "line"),
        phrase("{} (line {})", "primary_id", "primary_line"),
    )  # fmt: skip
    return rows.join(pairs, on="at", how="anti", maintain_order="left").drop("at"), told


def _primary_first() -> Sequence[pl.Expr]:
    own = pl.col("primary_id").is_null() | (pl.col("primary_id") == pl.col("location_id"))
    return ((~own).cast(pl.Int8), pl.col("provider_id"))


def _transfers(gone: pl.DataFrame, come: pl.DataFrame) -> pl.DataFrame:
    """Locations that left and came at one postcode under names alike, one to one: a new registration of one service."""
    at = gone.with_columns(at=place_key(pl.col("postcode"))).filter(pl.col("at") != "")
    pairs = at.join(come.with_columns(at=place_key(pl.col("postcode"))), on="at", suffix="_new")
    alike = [
        fuzz.token_set_ratio(old or "", new or "", processor=str.casefold) >= _NAMES_ALIKE
        for old, new in pairs.select("location_name", "location_name_new").iter_rows()
    ]
    fits = pairs.filter(pl.Series(alike, dtype=pl.Boolean))
    return fits.filter((pl.len().over("location_id") == 1) & (pl.len().over("location_id_new") == 1)).with_columns(
        confidence=pl.lit(_SAME_PLACE_NEW_ID)
    )


def changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """What happened between two consecutive accepted editions (CHANGE_SCHEMA)."""
    key, names = "location_id", ("location_name", "local_authority")
    gone, come = before.join(after, on=key, how="anti"), after.join(before, on=key, how="anti")
    moved = _transfers(gone, come)
    left = gone.join(moved, on=key, how="anti").rename({key: "entity_key", "line": "line_before"})
    came = come.join(moved, left_on=key, right_on="location_id_new", how="anti").rename(
        {key: "entity_key", "line": "line_after"}
    )
    moved = moved.rename(
        {
            key: "entity_key_before",
            "location_id_new": "entity_key",
            "line": "line_before",
            "line_new": "line_after",
        }
    )
    rating = pl.col("overall_rating").fill_null("No rating")
    told_rating = rating + phrase(" ({})", pl.col("rating_date").dt.strftime("%-d %B %Y")).fill_null("")
    was, now = (frame.with_columns(rated=told_rating) for frame in (before, after))
    dormant = differing(before, after, key, "became_dormant", "dormant", *names)
    found = [
        events(left, "location_deregistered", *names, old=pl.col("provider_name")),
        events(came, "location_registered", *names, new=pl.col("provider_name")),
        events(
            moved,
            "provider_changed",
            "location_name_new",
            "local_authority_new",
            old=pl.col("provider_name"),
            new=pl.col("provider_name_new"),
        ),
        differing(before, after, key, "provider_changed", "provider_id", *names, shown="provider_name"),
        differing(was, now, key, "rating_published", "rated", *names),
        dormant.filter(pl.col("new_value") == "true").with_columns(old_value=pl.lit(""), new_value=pl.lit("")),
        dormant.filter(pl.col("new_value") == "false").with_columns(
            kind=pl.lit("stopped_being_dormant"), old_value=pl.lit(""), new_value=pl.lit("")
        ),
        differing(before, after, key, "location_renamed", "location_name_key", *names, shown="location_name"),
    ]
    return pl.concat(found).sort("kind", "entity_key", "old_value", "new_value")


def _text(published: str, field: str, meaning: str, *aliases: str, required: bool = True) -> Column:
    return Column(published, field, meaning, required=required, aliases=aliases)


SOURCE = Source(
    name="cqc_locations",
    title="CQC care directory with filters (HSCA active locations)",
    publisher=cqc.PUBLISHER,
    licence=cqc.LICENCE,
    cadence="monthly, dated the 1st",
    late_after_days=40,
    discovery=cqc.discovery(r"(?i)HSCA_Active_Locations(-v\d+)?\.(ods|xlsx)$"),
    formats=("ODS", "XLSX"),
    columns=(
        Column("Location ID", "location_id", "The CQC's number of the location", Kind.CQC_NUMBER),
        Column("Location HSCA start date", "location_start", "When the location was registered", Kind.DATE,
               earliest=cqc.REGISTERED_SINCE, days_ahead=31),
        Column("Dormant (Y/N)", "dormant", "Registered, but giving no care now", Kind.FLAG),
        Column("Care home?", "care_home", "Whether it is a care home", Kind.FLAG),
        _text("Location Name", "location_name", "The location as the CQC spells it"),
        Column("Care homes beds", "beds", "Beds that a care home is registered for: capacity, not residents", Kind.INTEGER),
        _text("Location Type/Sector", "location_type", "The CQC's type of service"),
        _text("Location Inspection Directorate", "inspection_directorate", "Adult social care, or another directorate"),
        _text("Location Primary Inspection Category", "primary_category", "The CQC's main category of service"),
        Column("Location Latest Overall Rating", "overall_rating", "Newest overall rating; blank if never rated",
               values=cqc.RATINGS),
        Column("Publication Date", "rating_date", "When that rating was published", Kind.DATE,
               earliest=cqc.REGISTERED_SINCE, days_ahead=31),
        Column("Inherited Rating (Y/N)", "inherited_rating", "The rating was given under a former provider", Kind.FLAG, False),
        _text("Location Region", "region", "Region of England"),
        _text("Location Local Authority", "local_authority", "Council area in which the location lies"),
        _text("Location Street Address", "street", "Street"),
        _text("Location Address Line 2", "address2", "Address, second line", required=False),
        _text("Location City", "city", "Post town"),
        _text("Location County", "county", "County", required=False),
        _text("Location Postal Code", "postcode", "Postcode"),
        Column("Location Latitude", "latitude", "Degrees north", Kind.DECIMAL, False),
        Column("Location Longitude", "longitude", "Degrees east", Kind.DECIMAL, False),
        _text("Brand ID", "brand_id", "The CQC's number of the brand", required=False),
        _text("Brand Name", "brand_name", "Brand, as the CQC groups providers", required=False),
        _text("Provider Companies House Number", "company_number", "Company number that the provider gave"),
        _text("Provider Charity Number", "charity_number", "Charity number that the provider gave", required=False),
        Column("Provider ID", "provider_id", "The CQC's number of the provider", Kind.CQC_NUMBER),
        _text("Provider Name", "provider_name", "The provider as the CQC spells it"),
        Column("Provider HSCA start date", "provider_start", "When the provider was registered", Kind.DATE, False,
               earliest=cqc.REGISTERED_SINCE, days_ahead=31),
        _text("Provider Ownership Type", "ownership_type", "Organisation, partnership, individual or NHS body", required=False),
        _text("Provider City", "provider_city", "Post town of the provider's office"),
        _text("Provider County", "provider_county", "County of the provider's office", required=False),
        _text("Provider Postal Code", "provider_postcode", "Postcode of the provider's office"),
        _text("Provider Nominated Individual Name", "nominated_individual", "Person who answers for the provider"),
        _text(
            "Registered manager",
            "registered_manager",
            "Person who manages the location",
            "Registered Manager (note where there is more than one manager at a location, only one is included here)",
            required=False,
        ),
    ),
    unused=cqc.COLUMNS,
    unused_prefixes=cqc.FLAGS,
    derived=(
        ("regulated_activities", "Regulated activities, joined by |"),
        ("service_types", "Service types, joined by |"),
        ("user_bands", "Groups of people cared for, joined by |"),
        ("location_name_key", "Cleaned name of the location"),
        ("provider_name_key", "Cleaned name of the provider"),
        ("council_code", "ONS code of the council; blank if the local authority is not one"),
    ),
    entity_key="location_id",
    record_key=("location_id",),
    facts=(
        "location_name_key", "dormant", "beds", "overall_rating", "rating_date", "inherited_rating", "provider_id",
        "provider_name_key", "council_code", "company_number", "regulated_activities", "service_types",
    ),
    guarded=("location_name", "local_authority", "provider_id", "postcode"),
    people=frozenset(
        ("Registered manager", "Provider Nominated Individual Name", "Provider Main Partner Name")
    ),
    expected=Expected(
        fewest=40_000,
        fewest_because="the list has some 57,000 rows in 2026: a file of fewer than 40,000 is only a part",
        began=cqc.BEGAN,
        usual_days=31,
        most_lost=1.0,
        most_because="no two whole editions were at hand: some 150 locations leave in a month, 0.3%, and 1% is three times that",
        most_in_a_row=cqc.MOST_IN_A_ROW,
        leaves_together="provider_id",
        rated=Rated("overall_rating", "rating_date", cqc.BEST_FIRST),
        most_blank={"postcode": 90.0},  # the CQC withholds those of people's homes
    ),
    contradiction=Contradiction(
        "of a dual registration the primary stands; else of two providers the one whose number is lower, with its row, and of"
        " other facts that differ neither",
        _primary_first,
        (
            "location_start", "dormant", "care_home", "beds", "overall_rating", "rating_date", "inherited_rating",
            "local_authority", "council_code", "company_number", "regulated_activities", "service_types", "user_bands",
        ),
    ),
    seen=(
        Seen(
            "1,780 locations of Lincolnshire and 5,021 of England, laid out anew as the publisher's workbook: ids, names,"
            " postcodes, dates, ratings",
            "2026-07",
        ),
        Seen("the workbook, its 122 column titles and dual registrations: from public programs that read the files of 2026"),
    ),
    clean=clean,
    changes=changes,
    adds="which care providers there are in each council, their locations, beds and ratings: without it no council has figures",
    cannot_tell=(
        "who is employed, or whether anyone from abroad is",
        "whether care is being delivered today, and who buys it",
    ),
    known_faults=(
        "a location with two registered bodies stands twice",
        "a transfer to another legal entity looks like a closure and an opening",
        "company numbers lose their leading zeros",
    ),
)  # fmt: skip
