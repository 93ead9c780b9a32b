"""A simple exact link of sponsors to CQC providers: the same cleaned name, and a place that agrees.

Plain functions over frames. It errs on the side of no link: where two providers fit equally well it gives none.
"""

from __future__ import annotations

import polars as pl

BY_PROVIDER_NAME = (
    "the sponsor and the CQC provider have the same name, and the sponsor's town is a place of the provider"
)
BY_LOCATION_NAME = (
    "the sponsor has the name of a location of the CQC provider, and the sponsor's town is a place of the provider"
)


def exact_links(sponsors: pl.DataFrame, providers: pl.DataFrame) -> pl.DataFrame:
    """Link sponsors to providers.

    `sponsors`: sponsor_key, name_key, town_key. `providers`: one row for each name and place that a provider has or had:
    provider_id, provider_name_key, location_name_key, place_key. Returns sponsor_key, provider_id, reason, each sponsor
    at most once. A provider's own name outranks a location's; two providers that fit equally well give no link.
    """
    placed = providers.filter(pl.col("place_key") != "")
    names = pl.concat(
        [
            placed.select("provider_id", "place_key", name_key="provider_name_key", rank=pl.lit(1)),
            placed.select("provider_id", "place_key", name_key="location_name_key", rank=pl.lit(2)),
        ]
    ).filter(pl.col("name_key") != "")
    fits = (
        sponsors.join(names.unique(), left_on=["name_key", "town_key"], right_on=["name_key", "place_key"], how="inner")
        .group_by("sponsor_key", "provider_id")
        .agg(pl.col("rank").min())
        .filter(pl.col("rank") == pl.col("rank").min().over("sponsor_key"))
        .filter(pl.len().over("sponsor_key") == 1)
    )
    return fits.select(
        "sponsor_key",
        "provider_id",
        reason=pl.when(pl.col("rank") == 1).then(pl.lit(BY_PROVIDER_NAME)).otherwise(pl.lit(BY_LOCATION_NAME)),
    ).sort("sponsor_key")
