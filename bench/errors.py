"""Classes of error, each with its count: what a link that is wrong, missed or left to people has in common."""

from __future__ import annotations

import polars as pl

from irhub.linkage.names.words import canonical, joinable, raw_words
from irhub.registers.sources.keys import place_key

_TRADING = r"(?i)\b(t/? ?a|t/as|trading as)\b|\("


def _core(names: pl.Series, joins: pl.DataFrame | None = None) -> pl.Series:
    """The words of names, sorted, one text for each."""
    numbered = pl.DataFrame({"text": names.fill_null("")}).with_row_index("name_id")
    raw = raw_words(numbered)
    told = canonical(raw, joinable(raw, raw.clear()) if joins is None else joins)
    words = told.group_by("name_id").agg(core=pl.col("word").unique().sort().str.join(" "))
    return numbered.join(words, on="name_id", how="left", maintain_order="left")["core"].fill_null("")


def classes(rows: pl.DataFrame, sponsors: pl.DataFrame, places: pl.DataFrame, accepted: float) -> pl.DataFrame:
    """Every error of the accepted band, and every link that it lacks: error, why, count, example.

    `rows`: as evaluation.judged gives.
    """
    wrong = pl.col("score") >= accepted
    errors = rows.filter(
        (wrong & ~pl.col("right") & pl.col("provider_id").is_not_null())
        | (~(wrong & pl.col("right")) & (pl.col("true").list.len() > 0))
    ).join(sponsors.select("sponsor_key", "name", "town"), on="sponsor_key")
    about = places.group_by("provider_id").agg(
        provider=pl.col("provider_name").first(),
        cities=place_key(pl.col("city").append(pl.col("provider_city"))).unique(),
        all_names=pl.col("provider_name").append(pl.col("location_name")).drop_nulls().unique(),
    )
    told = errors.with_columns(truth=pl.col("true").list.first()).join(
        about, left_on="truth", right_on="provider_id", how="left"
    )
    names = about.select("provider_id", name=pl.col("all_names")).explode("name")
    cores = names.with_columns(core=_core(names["name"]))
    every = cores.group_by("core").agg(bearers=pl.col("provider_id").n_unique())
    own = cores.group_by(truth="provider_id").agg(own=pl.col("core"))
    text = told["name"]
    trading = pl.col("name").str.contains(_TRADING)
    told = (
        told.with_columns(core=_core(text), trading=trading)
        .join(every, on="core", how="left")
        .join(own, on="truth", how="left")
    )
    has = pl.col("true").list.len() > 0
    said = pl.col("provider_id").is_not_null()
    agree = pl.col("own").list.contains(pl.col("core")).fill_null(False)
    here = pl.col("cities").list.contains(place_key(pl.col("town"))).fill_null(False)
    error = (
        pl.when(wrong & ~has).then(pl.lit("accepted, has no provider"))
        .when(wrong & ~pl.col("right")).then(pl.lit("accepted, another provider is right"))
        .when(pl.col("right")).then(pl.lit("right, but not sure enough to accept"))
        .when(said).then(pl.lit("another provider preferred, not accepted"))
        .otherwise(pl.lit("nothing found"))
    )  # fmt: skip
    why = (
        pl.when(~has & (pl.col("bearers") > 0)).then(pl.lit("a namesake: the name is a provider's own"))
        .when(~has).then(pl.lit("a name like a provider's"))
        .when(agree & (pl.col("bearers") > 1)).then(pl.lit("several providers bear the name"))
        .when(agree & ~here).then(pl.lit("the same name, another town"))
        .when(agree).then(pl.lit("the same name and town"))
        .when("trading").then(pl.lit("one of two names given is the provider's, or none"))
        .when(pl.col("bearers") > 0).then(pl.lit("the name is another provider's"))
        .when(~here).then(pl.lit("another name and another town"))
        .otherwise(pl.lit("another name in the same town"))
    )  # fmt: skip
    example = pl.format(
        "{} ({}) / {}", "name", pl.col("town").fill_null("no town"), pl.col("provider").fill_null("none")
    )
    return (
        told.with_columns(error=error, why=why, example=example)
        .group_by("error", "why")
        .agg(count=pl.len(), example=pl.col("example").sort().first())
        .sort("error", "count", descending=[False, True])
    )
