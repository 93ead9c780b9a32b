"""How good links are, set against truth: plain functions over frames.

`links`: sponsor_key, provider_id (the best, or null), score. `truth`: sponsor_key, provider_id, "" where there is none; a sponsor
that has several rows is right with any of them. A sponsor that truth does not know is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Quality:
    """Precision, recall and F1 of the links at or above a threshold, with what they were counted from."""

    threshold: float
    linked: int
    right: int
    true: int

    @property
    def precision(self) -> float:
        """The share of the links made that are right; 1 where none was made."""
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """The share of the sponsors that have a provider which were given a right one."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def judged(links: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """Every sponsor of the truth: sponsor_key, provider_id (as linked), score, true (its providers, sorted), right."""
    known = truth.group_by("sponsor_key").agg(
        true=pl.col("provider_id").filter(pl.col("provider_id").fill_null("") != "").unique().sort()
    )
    best = links.select("sponsor_key", "provider_id", "score").unique("sponsor_key", keep="first", maintain_order=True)
    return (
        known.join(best, on="sponsor_key", how="left")
        .with_columns(
            pl.col("score").fill_null(0.0), right=pl.col("true").list.contains(pl.col("provider_id")).fill_null(False)
        )
        .sort("sponsor_key")
    )


def quality(rows: pl.DataFrame, threshold: float) -> Quality:
    """What links at or above a score are worth; `rows` as judged gives."""
    made = rows.filter((pl.col("score") >= threshold) & pl.col("provider_id").is_not_null())
    return Quality(threshold, made.height, int(made["right"].sum()), int((rows["true"].list.len() > 0).sum()))


def curve(rows: pl.DataFrame) -> pl.DataFrame:
    """At each score met, the highest first: threshold, linked, right, precision, recall, f1."""
    true = max(int((rows["true"].list.len() > 0).sum()), 1)
    return (
        rows.filter(pl.col("provider_id").is_not_null())
        .group_by(threshold="score")
        .agg(linked=pl.len(), right=pl.col("right").sum())
        .sort("threshold", descending=True)
        .with_columns(pl.col("linked", "right").cum_sum())
        .with_columns(precision=pl.col("right") / pl.col("linked"), recall=pl.col("right") / true)
        .with_columns(f1=2 * pl.col("right") / (pl.col("linked") + true))
    )


def at_precision(rows: pl.DataFrame, least: float = 0.99) -> Quality:
    """The threshold that finds the most while the links above it are right at least this often (whole register)."""
    fits = curve(rows).filter(pl.col("precision") >= least)
    return quality(rows, float(fits["threshold"].min()) if fits.height else 2.0)  # type: ignore[arg-type]


def best_f1(rows: pl.DataFrame) -> Quality:
    """The threshold with the highest F1."""
    every = curve(rows).sort("f1", "threshold", descending=True)
    return quality(rows, float(every["threshold"][0]) if every.height else 2.0)


def reliability(
    rows: pl.DataFrame, edges: tuple[float, ...] = (0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
) -> pl.DataFrame:
    """Whether of links scored 0.9 nine in ten are right: from, to, links, mean_score, right (shares), by band of score."""
    bounds = (0.0, *edges, 1.0)
    band = pl.sum_horizontal((pl.col("score") >= edge).cast(pl.Int64) for edge in edges)
    told = (
        rows.filter(pl.col("provider_id").is_not_null())
        .with_columns(band=band)
        .group_by("band")
        .agg(links=pl.len(), mean_score=pl.col("score").mean(), right=pl.col("right").mean())
        .sort("band")
    )
    at = told["band"]
    return told.select(
        pl.Series("from", [bounds[i] for i in at]),
        pl.Series("to", [bounds[i + 1] for i in at]),
        "links",
        "mean_score",
        "right",
    )


def worst_errors(rows: pl.DataFrame, most: int = 20) -> pl.DataFrame:
    """The errors a reader should look at first: wrong links by the highest score, then links missed by the lowest."""
    wrong = (
        rows.filter(~pl.col("right") & pl.col("provider_id").is_not_null()).sort("score", descending=True).head(most)
    )
    missed = rows.filter((pl.col("true").list.len() > 0) & ~pl.col("right")).sort("score").head(most)
    return pl.concat([wrong.with_columns(error=pl.lit("wrong")), missed.with_columns(error=pl.lit("missed"))])
