"""The linkers that bench/link_quality.py compares with, each used as its documentation advises, with blocking.

All are given the same cleaned names (lower case, marks and legal form gone, trading names as names of their own) and towns, and
every name of a provider and of its locations. Each returns sponsor_key, provider_id, score: the best provider of each sponsor.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from irhub.linkage.names.parts import NAME, parts
from irhub.linkage.names.words import plain

_FORMS = r"\b(limited|ltd|plc|llp|cic|uk)\b"


def named(sponsors: pl.DataFrame, places: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Names to compare, of sponsors and of providers: id, name, town; several rows for one id."""
    ours = sponsors.select(owner=pl.int_range(pl.len()), kind=pl.lit(NAME), text="name").pipe(parts)
    left = ours.select(
        id=sponsors["sponsor_key"].gather(ours["owner"]), town=sponsors["town"].gather(ours["owner"]), name="text"
    )
    right = pl.concat(
        [
            places.select(id="provider_id", name="provider_name", town="provider_city"),
            places.select(id="provider_id", name="provider_name", town="city"),
            places.select(id="provider_id", name="location_name", town="city"),
        ]
    )

    def cleaned(frame: pl.DataFrame) -> pl.DataFrame:
        name = plain(pl.col("name")).str.replace_all(_FORMS, " ").str.replace_all(r"\s+", " ").str.strip_chars()
        return frame.select("id", name=name, town=plain(pl.col("town")).fill_null("")).filter(name != "").unique()

    return cleaned(left).sort("id", "name", "town"), cleaned(right).sort("id", "name", "town")


def _best(pairs: pl.DataFrame) -> pl.DataFrame:
    """The best provider of each sponsor; of several that fit equally, one, with its share of the score."""
    most = pairs.filter(pl.col("score") == pl.col("score").max().over("sponsor_key"))
    return (
        most.group_by("sponsor_key")
        .agg(pl.col("provider_id").min(), pl.col("score").first(), several=pl.col("provider_id").n_unique())
        .with_columns(pl.col("score") / pl.col("several"))
    )


def rapidfuzz(sponsors: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Names that share a word that few names hold, or their first five letters; token_sort_ratio, and more for one town."""
    from rapidfuzz.fuzz import token_sort_ratio
    from rapidfuzz.process import cpdist

    left, right = (frame.with_row_index("row") for frame in named(sponsors, places))

    def blocks(frame: pl.DataFrame) -> pl.DataFrame:
        words = frame.select("row", key=pl.col("name").str.split(" ")).explode("key")
        start = frame.select("row", key=pl.lit("^") + pl.col("name").str.replace_all(" ", "").str.head(5))
        return pl.concat([words, start]).unique()

    few = blocks(right).filter(pl.len().over("key") <= 100)
    pairs = blocks(left).join(few, on="key", suffix="_r").select("row", "row_r").unique().sort("row", "row_r")
    one, other = left[pairs["row"]], right[pairs["row_r"]]
    scores = []
    for at in range(0, pairs.height, 500_000):
        some = slice(at, at + 500_000)
        scores.append(
            cpdist(one["name"][some].to_list(), other["name"][some].to_list(), scorer=token_sort_ratio, workers=-1)
        )
    bonus = ((one["town"] == other["town"]) & (one["town"] != "")).cast(pl.Float64) * 10
    score = (pl.Series(np.concatenate(scores), dtype=pl.Float64) + bonus) / 110
    return _best(pl.DataFrame({"sponsor_key": one["id"], "provider_id": other["id"], "score": score}))


def recordlinkage(sponsors: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Blocks of one first word, and of one town and first three letters; its ECM classifier, which learns without labels."""
    import recordlinkage as toolkit

    left, right = (
        frame.with_columns(
            first=pl.col("name").str.split(" ").list.first(),
            start=pl.col("name").str.head(3) + pl.col("town"),
        ).to_pandas()
        for frame in named(sponsors, places)
    )
    index = toolkit.Index()
    index.block("first")
    index.block("start")
    pairs = index.index(left, right)
    compare = toolkit.Compare(n_jobs=1)
    compare.string("name", "name", method="jarowinkler", threshold=0.94, label="name")
    compare.string("name", "name", method="jarowinkler", threshold=0.88, label="name_nearly")
    compare.string("name", "name", method="qgram", threshold=0.7, label="grams")
    compare.exact("name", "name", label="name_exact")
    compare.exact("town", "town", label="town")
    told = compare.compute(pairs, left, right)
    classifier = toolkit.ECMClassifier()
    classifier.fit(told)
    likely = classifier.prob(told)
    rows = np.asarray(pairs.get_level_values(0)), np.asarray(pairs.get_level_values(1))
    score = likely.to_numpy() * 0.999 + told.sum(axis=1).to_numpy() * 0.0002  # ties in its few levels, told apart
    return _best(
        pl.DataFrame(
            {
                "sponsor_key": left["id"].to_numpy()[rows[0]],
                "provider_id": right["id"].to_numpy()[rows[1]],
                "score": score,
            },
            schema_overrides={"sponsor_key": pl.String, "provider_id": pl.String},
        )
    )


def splink(sponsors: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Fellegi and Sunter with term frequencies on DuckDB; u by random sampling, m by expectation maximisation."""
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    def rows(frame: pl.DataFrame) -> object:
        words = pl.col("name").str.split(" ")
        return frame.select(
            pl.int_range(pl.len()).alias("unique_id"), "id", "name", town=pl.col("town").replace("", None),
            first=words.list.first(), second=words.list.get(1, null_on_oob=True),
        ).to_pandas()  # fmt: skip

    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.96, 0.92, 0.88, 0.8]).configure(term_frequency_adjustments=True),
            compare.ExactMatch("first").configure(term_frequency_adjustments=True),
            compare.ExactMatch("second").configure(term_frequency_adjustments=True),
            compare.JaroWinklerAtThresholds("town", [0.92]).configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("substr(name, 1, 8)"), block_on("first", "second"), block_on("first", "town"),
            block_on("second", "town"),
        ],
        additional_columns_to_retain=["id"],
    )  # fmt: skip
    db = DuckDBAPI()
    left, right = (rows(frame) for frame in named(sponsors, places))
    linker = Linker(
        [
            db.register(left, dataset_display_name="a_sponsors"),
            db.register(right, dataset_display_name="b_providers"),
        ],
        settings,
        log_level=40,
    )
    linker.training.estimate_probability_two_random_records_match([block_on("name", "town")], recall=0.3)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (block_on("town", "substr(name, 1, 3)"), block_on("name")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    told = linker.inference.predict(threshold_match_probability=0.01).as_duckdbpyrelation().pl()
    return _best(told.select(sponsor_key="id_l", provider_id="id_r", score="match_probability"))
