"""Where places lie, learned from the addresses in the CQC register: towns, villages, councils, counties, postcode districts."""

from __future__ import annotations

import polars as pl

from irhub.linkage.names.vocabulary import typing_errors
from irhub.registers.sources.keys import place_key

KM_NORTH = 111.2
"""Kilometres in a degree of latitude; a degree of longitude is this times the cosine of the latitude."""

MOST_SPREAD = 60.0
"""A name whose addresses lie further apart than this (kilometres) says nothing of where."""

AS_WRITTEN, MISSPELT, BY_COUNTY, UNKNOWN = "as written", "misspelt", "by county", "unknown"
_NAMED = ("city", "address2", "local_authority", "county")


def apart_km(north: pl.Expr, east: pl.Expr, north_too: pl.Expr, east_too: pl.Expr) -> pl.Expr:
    """Kilometres between two points given in degrees; good to a hundredth within England."""
    across = (east - east_too) * ((north + north_too) / 2).radians().cos()
    return KM_NORTH * ((north - north_too) ** 2 + across**2).sqrt()


def district(postcode: pl.Expr) -> pl.Expr:
    """The first half of a postcode, in capitals; null where there is none."""
    return postcode.str.to_uppercase().str.strip_chars().str.extract(r"^([A-Z]{1,2}\d[A-Z\d]?)\s*\d[A-Z]{2}$", 1)


def _located(known: pl.DataFrame) -> pl.DataFrame:
    """Of rows key, latitude, longitude: the middle of each key, and within how many km four in five of it lie."""
    middle = known.group_by("key").agg(
        north=pl.col("latitude").median(), east=pl.col("longitude").median(), addresses=pl.len()
    )
    far = apart_km(pl.col("latitude"), pl.col("longitude"), pl.col("north"), pl.col("east"))
    spread = known.join(middle, on="key").group_by("key").agg(spread=far.quantile(0.8))
    return middle.join(spread, on="key", how="left").sort("key")


def gazetteer(places: pl.DataFrame) -> pl.DataFrame:
    """Learn where the places of CQC addresses lie: key, north, east (degrees), spread (km), addresses.

    North, east and spread are null for a name that places far apart share, and where no address has coordinates.

    `places`: city, address2, local_authority, county, postcode, latitude, longitude of locations. A postcode district is
    a key too, in capitals. A council is known by the whole of its name and by what stands before a comma.
    """
    point = ["latitude", "longitude"]
    named = places.unpivot(on=list(_NAMED), index=point, variable_name="kind", value_name="name").drop_nulls("name")
    short = named.filter(pl.col("kind") == "local_authority").with_columns(pl.col("name").str.split(",").list.first())
    keyed = pl.concat([named, short]).select(*point, key=place_key(pl.col("name"))).filter(pl.col("key") != "")
    districts = places.select(*point, key=district(pl.col("postcode"))).drop_nulls("key")
    near = pl.col("spread") <= MOST_SPREAD
    return _located(pl.concat([keyed, districts])).with_columns(
        pl.when(near).then(pl.col(column)).alias(column) for column in ("north", "east", "spread")
    )


def placed(sponsors: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Where sponsors' towns lie: sponsor, town_key, county_key, place_key, north, east, spread, how.

    `sponsors`: sponsor (any integer), town, county (text or null). The town counts as written; or what stands before its
    comma; or the known place that it misspells; or the county. `place_key` is what was found, "" where nothing was.
    """
    wanted = sponsors.select("town", "county").unique().with_row_index("pair")
    keyed = wanted.with_columns(
        town_key=place_key(pl.col("town").str.replace(r"[\s,.;-]+[A-Z]{1,2}\d.*$", "")),
        first_key=place_key(pl.col("town").str.split(",").list.first()),
        last_key=place_key(pl.col("town").str.split(",").list.last()),
        county_key=place_key(pl.col("county")),
    )
    names = known.select(word="key")
    doubtful = keyed.select(word="town_key").unique().join(names, on="word", how="anti").filter(pl.col("word") != "")
    meant = typing_errors(doubtful, names, most=1)
    options = pl.concat(
        [
            keyed.select("pair", key="town_key", how=pl.lit(AS_WRITTEN)),
            keyed.select("pair", key="first_key", how=pl.lit(AS_WRITTEN)),
            keyed.join(meant, left_on="town_key", right_on="word").select("pair", key="meant", how=pl.lit(MISSPELT)),
            keyed.select("pair", key="last_key", how=pl.lit(BY_COUNTY)),
            keyed.select("pair", key="county_key", how=pl.lit(BY_COUNTY)),
        ]
    )
    found = options.join(known, on="key", maintain_order="left").unique("pair", keep="first", maintain_order=True)
    located = keyed.join(found, on="pair", how="left").select(
        "town", "county", "town_key", "county_key", "north", "east", "spread",
        place_key=pl.col("key").fill_null(""), how=pl.col("how").fill_null(UNKNOWN),
    )  # fmt: skip
    return (
        sponsors.select("sponsor", "town", "county")
        .join(located, on=["town", "county"], how="left", nulls_equal=True, maintain_order="left")
        .drop("town", "county")
    )
