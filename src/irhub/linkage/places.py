"""What towns say about a pair of a sponsor and a provider: how near, and how many providers are as near."""

from __future__ import annotations

import numpy as np
import polars as pl

from irhub.linkage.gazetteer import KM_NORTH, apart_km, district
from irhub.registers.sources.keys import place_key

UNKNOWN, SAME_TOWN, SAME_AREA, NEAR = 0, 1, 2, 3
BANDS = (5.0, 15.0, 40.0, 100.0)
"""Upper edges (km) of the bands of distance; a pair in the first has level 3 (NEAR), beyond the last level 7."""

_CELL = 20.0
"""Cells to a degree, when providers are counted around a town."""


def provider_places(places: pl.DataFrame, known: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Where providers are: points (provider, north, east, each cell of a twentieth of a degree once), keys (provider, key, level).

    `places`: provider (integer) and the address columns of `inputs.PLACES`. `known`: the gazetteer. The office lies where
    its postcode district or town does. A key is a town's name (level SAME_TOWN), or a council's, county's or
    address line's (SAME_AREA).
    """
    office = place_key(pl.col("provider_city"))
    offices = places.select("provider", "provider_postcode", "provider_city").unique()
    where = known.select("key", "north", "east").drop_nulls()
    by_code = offices.select("provider", key=district(pl.col("provider_postcode"))).join(where, on="key")
    by_town = offices.join(by_code, on="provider", how="anti").select("provider", key=office).join(where, on="key")
    points = pl.concat(
        [
            places.select("provider", north="latitude", east="longitude").drop_nulls(),
            *(frame.select("provider", "north", "east") for frame in (by_code, by_town)),
        ]
    )
    cell = [(pl.col(axis) * _CELL).round().cast(pl.Int32) for axis in ("north", "east")]
    points = points.group_by("provider", *(c.alias(n) for c, n in zip(cell, ("row", "column"), strict=True))).agg(
        pl.col("north", "east").mean()
    )
    levels = {
        "city": SAME_TOWN, "provider_city": SAME_TOWN, "address2": SAME_AREA, "local_authority": SAME_AREA,
        "county": SAME_AREA, "provider_county": SAME_AREA,
    }  # fmt: skip
    named = [
        places.select(
            "provider", key=place_key(pl.col(column).str.split(",").list.first()), level=pl.lit(level, pl.UInt8)
        )
        for column, level in levels.items()
    ]
    keys = pl.concat(named).filter(pl.col("key") != "").group_by("provider", "key").agg(pl.col("level").min())
    return points.sort("provider", "row", "column"), keys.sort("provider", "key")


def census(points: pl.DataFrame, keys: pl.DataFrame, providers: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """How many providers are where: cells (row, column, weight, a share of all), towns (place_key, town, a share)."""
    cells = points.group_by("row", "column").agg(weight=pl.len()).sort("row", "column")
    there = keys.group_by(place_key="key").agg(town=pl.len() / max(providers, 1)).sort("place_key")
    return cells.with_columns(weight=pl.col("weight") / pl.col("weight").sum()), there


def shares(known: pl.DataFrame, cells: pl.DataFrame, towns: pl.DataFrame) -> pl.DataFrame:
    """For each place of the gazetteer, the share of providers there and within each band: place_key, town, 0, 1, 2, 3.

    `known`: the gazetteer. `cells`, `towns`: as census gives.
    """
    spots = known.drop_nulls("north")
    least = float(cells["weight"].min() or 1.0)  # type: ignore[arg-type]
    row, column, weight = (cells[name].to_numpy().astype(np.float32) for name in ("row", "column", "weight"))
    north, east, spread = (spots[name].to_numpy().astype(np.float32) for name in ("north", "east", "spread"))
    out = np.zeros((spots.height, len(BANDS)))
    for at in range(0, spots.height, 64):
        some = slice(at, at + 64)
        up = KM_NORTH * (row / _CELL - north[some, None])
        across = (KM_NORTH * np.cos(np.radians(north[some, None]))) * (column / _CELL - east[some, None])
        far = up * up + across * across
        for band, edge in enumerate(BANDS):
            out[some, band] = (far < (spread[some, None] + edge) ** 2) @ weight
    bands = [pl.Series(str(band), np.maximum(out[:, band], least)) for band in range(len(BANDS))]
    return (
        known.select(place_key="key")
        .join(spots.select(pl.col("key").alias("place_key"), *bands), on="place_key", how="left", maintain_order="left")
        .join(towns, on="place_key", how="left", maintain_order="left")
        .with_columns(pl.col("town").fill_null(least))
    )


def compare_places(
    pairs: pl.DataFrame, located: pl.DataFrame, points: pl.DataFrame, keys: pl.DataFrame, share: pl.DataFrame
) -> pl.DataFrame:
    """Place evidence for pairs, in their order: level (0 to 7), km (null where unknown), place_info, county (-1, 0, 1).

    `pairs`: sponsor, provider. `located`: as gazetteer.placed gives. `place_info`: natural logarithm of one over the share of
    providers that are as near, 0 beyond the second band. `county`: whether the sponsor's county is one of the provider's
    areas; 0 where none is given.
    """
    asked = (
        pairs.select("sponsor", "provider")
        .with_row_index("pair")
        .join(located, on="sponsor", how="left", maintain_order="left")
    )
    near = (
        asked.filter(pl.col("north").is_not_null())
        .select("pair", "provider", "north", "east", "spread")
        .join(points, on="provider", suffix="_too")
        .with_columns(km=apart_km(pl.col("north"), pl.col("east"), pl.col("north_too"), pl.col("east_too")))
        .group_by("pair")
        .agg(km=pl.col("km").min(), spread=pl.col("spread").first())
        .with_columns(beyond=(pl.col("km") - pl.col("spread")).clip(0))
    )
    named = asked.select("pair", "provider", key="place_key").join(keys, on=["provider", "key"]).select("pair", "level")
    counties = (
        asked.select("pair", "provider", key="county_key")
        .join(keys, on=["provider", "key"])
        .select("pair", county=pl.lit(1, pl.Int8))
    )
    told = (
        asked.select("pair", "place_key", "county_key", "how")
        .join(near, on="pair", how="left", maintain_order="left")
        .join(named, on="pair", how="left", maintain_order="left")
        .join(counties, on="pair", how="left", maintain_order="left")
        .join(share, on="place_key", how="left", maintain_order="left")
    )
    band = pl.lit(3, pl.UInt8) + pl.sum_horizontal((pl.col("beyond") >= edge).cast(pl.UInt8) for edge in BANDS)
    told = told.with_columns(
        level=pl.coalesce("level", pl.when(pl.col("beyond").is_not_null()).then(band), pl.lit(UNKNOWN, pl.UInt8)).cast(
            pl.UInt8
        )
    )
    q = (
        pl.when(pl.col("level").is_between(SAME_TOWN, SAME_AREA))
        .then("town")
        .when(pl.col("level") == 3)
        .then("0")
        .when(pl.col("level") == 4)
        .then("1")
        .otherwise(1.0)
    )
    return told.select(
        "level",
        "km",
        "how",
        place_info=(1 / q).log().fill_null(0.0).cast(pl.Float32),
        county=pl.when(pl.col("county_key") == "").then(0).otherwise(pl.col("county").fill_null(-1)).cast(pl.Int8),
    )
