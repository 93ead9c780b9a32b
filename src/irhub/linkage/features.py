"""One row of evidence for each pair of a sponsor and a provider."""

from __future__ import annotations

from functools import partial

import polars as pl

from irhub.linkage.candidates import candidates
from irhub.linkage.evidence import best_names
from irhub.linkage.names import legal
from irhub.linkage.names.parts import BRACKET, FORMER, NAME, TRADING
from irhub.linkage.places import NEAR, SAME_TOWN, compare_places
from irhub.linkage.sides import ALSO, BRAND, COMPANY, FORMERLY, LOCATION, OF_SEVERAL, PROVIDER, Providers, Sponsors

_OURS = {TRADING: 1, BRACKET: 2, FORMER: 3}
_THEIRS = {LOCATION: 1, ALSO: 1, BRAND: 2, FORMERLY: 3, OF_SEVERAL: 3}


def _kind(kinds: pl.Series, known: dict[str, int]) -> pl.Series:
    return kinds.replace_strict(known, default=0, return_dtype=pl.Int8)


def near_pairs(sponsors: Sponsors, providers: Providers, owners: pl.DataFrame) -> pl.DataFrame:
    """Of rows sponsor, provider, those whose towns have one name."""
    towns = sponsors.located.filter(pl.col("place_key") != "").select("sponsor", key="place_key")
    return (
        owners.join(towns, on="sponsor")
        .join(providers.places, on=["provider", "key"], how="semi")
        .select("sponsor", "provider")
    )


def legal_names(sponsors: Sponsors, providers: Providers, close: pl.DataFrame) -> pl.DataFrame:
    """What legal names say of each pair of a sponsor and a provider (see names.legal): sponsor, provider, legal, and chosen: whether it
    is one name, of the kind that others may choose too.

    `close`: s, p (the names compared), sponsor, provider.
    """

    def bearing(names: pl.DataFrame, *kinds: str) -> pl.DataFrame:
        return names.filter(pl.col("kind").is_in(kinds) & (pl.col("legal") != "")).select("owner", "legal", "text")

    ours = bearing(sponsors.names.frame, NAME)
    theirs, of_number = bearing(providers.names.frame, PROVIDER), bearing(providers.names.frame, COMPANY, FORMERLY)
    pairs = close.select("sponsor", "provider").unique(maintain_order=True)
    unregistered = sponsors.frame.filter("unregistered")["sponsor"]

    def sharing(borne: pl.DataFrame) -> pl.DataFrame:
        return pairs.join(ours, left_on="sponsor", right_on="owner").join(
            borne, left_on=["provider", "legal"], right_on=["owner", "legal"], how="semi"
        )

    def among(both: pl.DataFrame) -> pl.Expr:
        keys = both.select(pl.struct("sponsor", "provider")).to_series()
        return pl.struct("sponsor", "provider").is_in(keys.implode())

    one_name = sharing(theirs)
    return pairs.select(
        "sponsor",
        "provider",
        chosen=among(one_name) & ~among(one_name.filter(legal.given_alone(pl.col("text")))),
        legal=pl.when(among(one_name))
        .then(legal.SAME)
        .when(among(sharing(of_number)))
        .then(legal.OF_NUMBER)
        .when(~pl.col("sponsor").is_in(ours["owner"].implode()))
        .then(legal.UNSTATED)
        .when(~pl.col("provider").is_in(pl.concat([theirs["owner"], of_number["owner"]]).implode()))
        .then(legal.NOT_A_COMPANY)
        .when(pl.col("sponsor").is_in(unregistered.implode()))
        .then(legal.UNSTATED)
        .otherwise(legal.APART)
        .cast(pl.Int8),
    )


def evidence(sponsors: Sponsors, providers: Providers) -> pl.DataFrame:
    """Evidence for the likeliest providers of each sponsor, a row for each pair.

    Columns: sponsor, provider, s, p (the names compared), those of evidence.compare_words, letters, same_core, initials,
    of places.compare_places, and: share (of all rarity, what is shared), conflict (the smaller of what is lost), kinds
    (how the two names are borne), legal and chosen (see legal_names; a name that others may choose too is one legal name in one place
    alone, and chosen elsewhere), second (how well another name of the sponsor fits; -1 has no other name), size.
    """
    pairs = candidates(sponsors.keys, providers.keys)
    near = partial(near_pairs, sponsors, providers)
    close = best_names(sponsors.names, providers.names, sponsors.meant, pairs, near)
    best = close.unique(["sponsor", "provider"], keep="first", maintain_order=True)
    names = sponsors.names.frame.select(s="name_id", sponsor="owner", text="text", letters_s="letters")
    others = names.group_by("sponsor").agg(several=pl.col("letters_s").n_unique() > 1)
    second = (
        close.join(best.select("sponsor", "provider", s_best="s"), on=["sponsor", "provider"])
        .filter(pl.col("s") != pl.col("s_best"))
        .group_by("sponsor", "provider")
        .agg(second=pl.col("rough").max())
    )
    told = (
        best.join(others, on="sponsor", how="left", maintain_order="left")
        .join(second, on=["sponsor", "provider"], how="left", maintain_order="left")
        .join(legal_names(sponsors, providers, close), on=["sponsor", "provider"], how="left", maintain_order="left")
    )
    place = compare_places(told, sponsors.located, providers.points, providers.places, sponsors.shares)
    ours, theirs = sponsors.names.frame["kind"][told["s"]], providers.names.frame["kind"][told["p"]]
    lost = pl.col("lost_s") + pl.col("lost_p") + pl.col("lost_place_s") + pl.col("lost_place_p")
    chosen = pl.col("chosen") & ~pl.col("level").is_between(SAME_TOWN, NEAR)
    return pl.concat([told, place], how="horizontal").with_columns(
        chosen=chosen,
        legal=pl.when(chosen).then(pl.lit(legal.UNSTATED, pl.Int8)).otherwise("legal"),
        share=pl.col("shared") / (pl.col("shared") + lost).clip(0.1),
        conflict=pl.min_horizontal(
            pl.col("lost_s") + pl.col("lost_place_s"), pl.col("lost_p") + pl.col("lost_place_p")
        ),
        kinds=_kind(ours, _OURS) * 4 + _kind(theirs, _THEIRS),
        second=pl.when("several").then(pl.col("second").fill_null(0.0).clip(0.0)).otherwise(-1.0),
        size=providers.frame["size"][told["provider"]].log1p(),
    )
