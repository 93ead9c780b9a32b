"""The frames that linking reads, made from cleaned records of the registers."""

from __future__ import annotations

import polars as pl

SPONSORS = (
    "sponsor_key",
    "name",
    "town",
    "county",
    "former_names",
    "type_and_rating",
    "routes",
    "body",
    "unregistered",
)
"""Columns of `sponsors`, a row for each sponsor. `former_names`: list of text. `body`: the same text for entries that are, or may
be, one sponsor which moved or was renamed: they do not compete with one another; blank for an entry alone. `unregistered`: whether it states a company's name which no company bears or bore, as far as whole Companies
House can tell (registered.py). The last five are optional."""

PLACES = (
    "provider_id", "provider_name", "location_id", "location_name", "brand_name", "street", "address2", "city", "county",
    "postcode", "latitude", "longitude", "local_authority", "region", "provider_city", "provider_county", "provider_postcode",
    "company_number", "service_types", "nominated_individual", "inspection_directorate",
    "also_known_as",
)  # fmt: skip
"""Columns of `places`, a row for each CQC location, present or past; `also_known_as` is of the CQC's weekly directory. All but the first four may be missing or null."""

COMPANIES = ("company_number", "company_name", "previous_names", "post_town", "postcode", "company_status", "sic_codes")
"""Columns of `companies`. `previous_names`: names joined by " | "."""


def sponsors_of(records: pl.DataFrame) -> pl.DataFrame:
    """A row for each sponsor, from records of the Home Office register (its first name and town, all of its routes)."""
    return (
        records.sort("line")
        .group_by("sponsor_key", maintain_order=True)
        .agg(pl.col("name", "town", "county", "type_and_rating").first(), routes=pl.col("route").unique().sort())
    )


def places_of(records: pl.DataFrame) -> pl.DataFrame:
    """A row for each location, from records of the CQC's care directory with filters."""
    return with_columns(records.select(*(name for name in PLACES if name in records.columns)), PLACES)


def with_columns(frame: pl.DataFrame, wanted: tuple[str, ...]) -> pl.DataFrame:
    """The wanted columns as text (latitude and longitude as numbers), null where the frame lacks them."""

    def column(name: str) -> pl.Expr:
        kind = pl.Float64 if name in ("latitude", "longitude") else pl.String
        return (pl.col(name) if name in frame.columns else pl.lit(None)).cast(kind).alias(name)

    return frame.with_columns(column(name) for name in wanted).select(wanted)
