"""The two sides of linking, prepared once: what the registers teach, the providers, the sponsors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from irhub.linkage import candidates, gazetteer, inputs
from irhub.linkage.evidence import error_codes
from irhub.linkage.names.index import Names, names_index
from irhub.linkage.names.parts import FORMER, NAME, parts
from irhub.linkage.names.vocabulary import rarities, typing_errors
from irhub.linkage.names.words import canonical, glued, joinable, raw_words, unglued
from irhub.linkage.places import census, provider_places, shares
from irhub.linkage.registered import names_borne, own_companies

PROVIDER, LOCATION, BRAND, ALSO = "provider name", "location name", "brand", "other name"
COMPANY, FORMERLY, OF_SEVERAL = "company name", "former company name", "former name of several companies"
_SELDOM = 3
"""A word that more sponsors than this use is not taken for a typing error."""
_SEVERAL = 3
"""So many providers give the same second line of an address where it names a part of a town."""


@dataclass(frozen=True)
class Learned:
    """What the registers themselves teach. Kept while single editions are linked, so that scores stay comparable.

    `vocabulary`: see names.vocabulary, with `place`. `joins`, `apart`: see joinable and glued in names.words. `gazetteer`: see gazetteer.gazetteer.
    `shares`: see places.shares.
    """

    vocabulary: pl.DataFrame
    joins: pl.DataFrame
    apart: pl.DataFrame
    gazetteer: pl.DataFrame
    shares: pl.DataFrame

    @property
    def many(self) -> float:
        """The logarithm of how many providers there were: how rare a word is that one of them uses."""
        return float(self.vocabulary["rarity"].max() or 0.0)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Providers:
    """The providers, ready to be found. `frame`: provider (0, 1, ...), provider_id, name, size, services, company_number.

    `keys`: key, name_id. `points`, `places`: see places.provider_places.
    """

    frame: pl.DataFrame
    names: Names
    keys: pl.DataFrame
    points: pl.DataFrame
    places: pl.DataFrame


@dataclass(frozen=True)
class Sponsors:
    """Sponsors, ready to be linked. `frame`: sponsor (0, 1, ...), sponsor_key, name, town, county, unregistered.

    `meant`: see evidence.error_codes. `located`: see gazetteer.placed. `shares`: as learned.
    """

    frame: pl.DataFrame
    names: Names
    meant: NDArray[np.uint64]
    keys: pl.DataFrame
    located: pl.DataFrame
    shares: pl.DataFrame


def _sponsor_names(sponsors: pl.DataFrame) -> pl.DataFrame:
    numbered = sponsors.with_row_index("owner")
    named = [numbered.select("owner", kind=pl.lit(NAME), text="name")]
    if "former_names" in sponsors.columns:
        former = numbered.select("owner", kind=pl.lit(FORMER), text="former_names").explode("text").drop_nulls("text")
        named.append(former)
    return parts(pl.concat(named)).with_row_index("name_id")


def _provider_names(places: pl.DataFrame, companies: pl.DataFrame | None) -> pl.DataFrame:
    """Every name of every provider; `places` has the column provider. A former name that another company bears now is that company's."""
    named = [
        places.select("provider", kind=pl.lit(kind), text=column)
        for kind, column in (
            (PROVIDER, "provider_name"),
            (LOCATION, "location_name"),
            (BRAND, "brand_name"),
            (ALSO, "also_known_as"),
        )
    ]
    if companies is not None:
        borne = names_borne(companies)
        known = own_companies(places, borne)
        others = borne.filter(pl.col("legal") != "").group_by("legal")
        told = known.join(
            others.agg(now=(~pl.col("former")).any(), several=pl.col("company_number").n_unique() > 1),
            on="legal", how="left", maintain_order="left",
        ).filter(~pl.col("former") | ~pl.col("now").fill_null(False))  # fmt: skip
        kind = pl.when(~pl.col("former")).then(pl.lit(COMPANY)).when("several").then(pl.lit(OF_SEVERAL))
        named.append(told.select("provider", kind=kind.otherwise(pl.lit(FORMERLY)), text="text"))
    every = pl.concat(named).rename({"provider": "owner"}).unique(["owner", "text"], keep="first", maintain_order=True)
    return parts(every).with_row_index("name_id")


def _places(places: pl.DataFrame) -> pl.DataFrame:
    """The places in an order that does not hang on the order of rows, with `provider`, its number."""
    whole = inputs.with_columns(places, inputs.PLACES)
    known = whole.filter(pl.col("provider_id").fill_null("") != "").sort("provider_id", "location_id", "location_name")
    return known.with_columns(provider=pl.col("provider_id").rle_id())


def learn(sponsors: pl.DataFrame, places: pl.DataFrame, companies: pl.DataFrame | None = None) -> Learned:
    """Learn from the registers how rare words are, which are written joined, and where places lie (see inputs)."""
    here = _places(places)
    ours, theirs = _sponsor_names(sponsors), _provider_names(here, companies)
    raw_ours, raw_theirs = raw_words(ours), raw_words(theirs)
    apart = glued(raw_ours, raw_theirs)
    raw_ours, raw_theirs = unglued(raw_ours, apart), unglued(raw_theirs, apart)
    joins = joinable(raw_ours, raw_theirs)
    owned = [
        canonical(raw, joins).join(names.select("name_id", "owner"), on="name_id").select("owner", "word")
        for raw, names in ((raw_ours, ours), (raw_theirs, theirs))
    ]
    vocabulary = rarities(owned[0], owned[1], sponsors.height, here["provider"].n_unique())
    placed = vocabulary.join(_place_words(here, joins), on="word", how="left").with_columns(
        pl.col("place").fill_null(0.0)
    )
    known = gazetteer.gazetteer(here)
    cells, towns = census(*provider_places(here, known), here["provider"].n_unique())
    return Learned(placed, joins, apart, known, shares(known, cells, towns))


def _place_words(places: pl.DataFrame, joins: pl.DataFrame) -> pl.DataFrame:
    """Words that towns, councils, counties and parts of towns are called by: word, place (1.0).

    A second line of addresses names a part of a town if it has no number and several providers give it: else it is a building.
    """
    lines = (
        places.filter(~pl.col("address2").str.contains(r"\d"))
        .group_by(text="address2")
        .agg(pl.col("provider_id").n_unique())
    )
    parts_of_towns = lines.filter(pl.col("provider_id") >= _SEVERAL).select("text")
    named = pl.concat(
        [*(places.select(text=column) for column in ("city", "local_authority", "county")), parts_of_towns]
    )
    numbered = named.drop_nulls().unique().sort("text").with_row_index("name_id")
    words = canonical(raw_words(numbered), joins)
    return words.select("word").unique().with_columns(place=pl.lit(1.0, pl.Float32))


def prepare_providers(places: pl.DataFrame, learned: Learned, companies: pl.DataFrame | None = None) -> Providers:
    """Make the side that is searched (see inputs.PLACES)."""
    here = _places(places)
    frame = here.group_by("provider", maintain_order=True).agg(
        pl.col("provider_id").first(),
        name=pl.col("provider_name").last(),
        size=pl.len(),
        services=pl.col("service_types").drop_nulls().unique().sort().str.join(" | "),
        company_number=pl.col("company_number").drop_nulls().last(),
    )
    named = _provider_names(here, companies)
    names = names_index(named, canonical(unglued(raw_words(named), learned.apart), learned.joins), learned.vocabulary)
    points, keys = provider_places(here, learned.gazetteer)
    towns = keys.select(owner="provider", key="key")
    return Providers(frame, names, candidates.usable(candidates.keys(names, towns)), points, keys)


def _with_unregistered(ordered: pl.DataFrame, sponsors: pl.DataFrame) -> pl.DataFrame:
    if "unregistered" not in sponsors.columns:
        return ordered.with_columns(unregistered=pl.lit(False))
    told = sponsors.select("sponsor_key", pl.col("unregistered").fill_null(False))
    return ordered.join(told, on="sponsor_key", how="left", maintain_order="left")


def prepare_sponsors(sponsors: pl.DataFrame, learned: Learned) -> Sponsors:
    """Make the side that searches (see inputs.SPONSORS), in an order that does not hang on the order of rows."""
    ordered = inputs.with_columns(sponsors, ("sponsor_key", "name", "town", "county")).sort("sponsor_key")
    named = _sponsor_names(
        ordered.join(
            sponsors.select("sponsor_key", "former_names"), on="sponsor_key", how="left", maintain_order="left"
        )
        if "former_names" in sponsors.columns
        else ordered
    )
    names = names_index(named, canonical(unglued(raw_words(named), learned.apart), learned.joins), learned.vocabulary)
    seldom = names.tokens.filter((pl.col("providers") <= 1) & (pl.col("sponsors") <= _SELDOM)).select("word").unique()
    used = learned.vocabulary.filter(pl.col("providers") > 0).select("word", "providers", "rarity")
    errors = typing_errors(seldom, used.select("word")).join(
        used, left_on="meant", right_on="word", how="left", maintain_order="left"
    )
    ordered = _with_unregistered(ordered, sponsors)
    located = gazetteer.placed(ordered.with_row_index("sponsor").select("sponsor", "town", "county"), learned.gazetteer)
    towns = (
        pl.concat([located.select(owner="sponsor", key=column) for column in ("place_key", "county_key", "town_key")])
        .filter(pl.col("key") != "")
        .unique()
    )
    return Sponsors(
        ordered.with_row_index("sponsor"),
        names,
        error_codes(names, errors),
        candidates.keys(names, towns, errors),
        located,
        learned.shares,
    )
