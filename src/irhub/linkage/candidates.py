"""Which pairs of names are worth comparing: several cheap keys together.

A key that too many providers' names bear finds nothing, so that the work grows with the registers, not with their product. The
keys of a sponsor depend on it alone, and those of a provider on it alone: any part of the register can be done apart.
"""

from __future__ import annotations

import polars as pl

from irhub.linkage.names.index import Names

RARE = 60
"""A word that so many providers use is a key by itself."""
COMMON = 2500
"""A word that more providers use is no key at all."""
MOST = {"word": 90, "words": 60, "whole": 400, "legal": 400, "start": 40, "town": 80, "initials": 40}
"""Names of providers that may bear one key of each kind."""
FOREIGN = 2.5
"""A name of a sponsor whose words are this foreign to care (see vocabulary) is only looked up whole, or by its rarest words."""
_RAREST = 6
_START = 7
_WORDS_PAIRED = 5


def _key(kind: str, *parts: pl.Expr | str) -> pl.Expr:
    return pl.struct(pl.lit(kind), *parts).hash(seed=11)


def keys(names: Names, towns: pl.DataFrame, errors: pl.DataFrame | None = None) -> pl.DataFrame:
    """The keys of names: kind, key (UInt64), name_id.

    `towns`: owner, key: where the owner may be. `errors`: word, meant: typing errors, for the side that doubts its words.
    """
    words = names.tokens.select("name_id", "word", "providers", "rarity")
    if errors is not None:
        words = (
            words.drop("providers", "rarity")
            .join(errors, on="word", how="inner")
            .select("name_id", word="meant", providers="providers", rarity="rarity")
            .vstack(words)
            .unique(["name_id", "word"], keep="first", maintain_order=True)
        )
    if errors is not None:
        foreign = names.tokens.group_by("name_id").agg(pl.col("foreign").sum()).filter(pl.col("foreign") >= FOREIGN)
        other_trade = words.join(foreign, on="name_id", how="semi").filter(pl.col("providers") <= _RAREST)
        words = pl.concat([words.join(foreign, on="name_id", how="anti"), other_trade])
    rare = words.filter(pl.col("providers") <= RARE)
    medium = words.filter(pl.col("providers").is_between(RARE, COMMON))
    best = (
        words.filter(pl.col("providers") > 3)
        .sort("name_id", "rarity", "word", descending=[False, True, False])
        .group_by("name_id", maintain_order=True)
        .head(_WORDS_PAIRED)
        .select("name_id", "word")
    )
    doubles = best.join(best, on="name_id", suffix="_too").filter(pl.col("word") < pl.col("word_too"))
    owners = names.frame.select("name_id", "owner")
    here = medium.join(owners, on="name_id").join(towns.rename({"key": "town"}), on="owner")
    whole = names.frame.filter(pl.col("core") != "")
    letters = pl.col("letters")
    initials = whole.filter(pl.col("initials").str.len_chars().is_between(3, 5)).join(
        towns.rename({"key": "town"}), on="owner"
    )
    short = words.filter(pl.col("word").str.len_chars().is_between(3, 5) & (pl.col("providers") <= RARE))
    short = short.join(owners, on="name_id").join(towns.rename({"key": "town"}), on="owner")
    made = {
        "word": rare.select("name_id", key=_key("word", "word")),
        "words": doubles.select("name_id", key=_key("words", "word", "word_too")),
        "whole": pl.concat(
            [whole.select("name_id", key=_key("whole", pl.col(column).alias("core"))) for column in ("core", "letters")]
        ),
        "legal": names.frame.filter(pl.col("legal") != "").select("name_id", key=_key("legal", "legal")),
        "start": whole.filter(letters.str.len_chars() > _START).select(
            "name_id", key=_key("start", letters.str.head(_START).alias("start"))
        ),
        "town": here.select("name_id", key=_key("town", "word", "town")),
        "initials": pl.concat(
            [
                initials.select("name_id", key=_key("initials", pl.col("initials").alias("word"), "town")),
                short.select("name_id", key=_key("initials", "word", "town")),
            ]
        ),
    }
    return pl.concat(
        [frame.unique().select(pl.lit(kind).alias("kind"), "key", "name_id") for kind, frame in made.items()]
    )


def usable(provider_keys: pl.DataFrame) -> pl.DataFrame:
    """The keys of providers that few enough names bear: key, name_id."""
    counted = provider_keys.with_columns(many=pl.len().over("key"))
    most = pl.col("kind").replace_strict(list(MOST), list(MOST.values()), return_dtype=pl.UInt32)
    return counted.filter(pl.col("many") <= most).select("key", "name_id")


def candidates(sponsor_keys: pl.DataFrame, provider_keys: pl.DataFrame) -> pl.DataFrame:
    """Pairs of names that share a key: s (name_id of the sponsor's name), p (of the provider's), each once, sorted."""
    both = sponsor_keys.select("key", s="name_id").join(provider_keys.select("key", p="name_id"), on="key")
    packed = both.select(pair=pl.col("s").cast(pl.UInt64) * 2**32 + pl.col("p")).unique().sort("pair")
    return packed.select(s=(pl.col("pair") // 2**32).cast(pl.UInt32), p=(pl.col("pair") % 2**32).cast(pl.UInt32))
