"""One row for each record: repeats are counted once, and rows that contradict one another become one by a stated rule.

Which row stands first in the file never matters: a publisher's order is no statement.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from irhub.registers.sources.base import ISSUE_SCHEMA, Records, Source
from irhub.registers.sources.cleaning import no_issues

_BLANK = "blank"


def one_each(rows: pl.DataFrame, source: Source, *, by_design: pl.Expr | None = None, rule: str = "") -> Records:
    """The records of typed rows, unique on the source's record key, in the order of their rows.

    `by_design`: rows that the publisher repeats on purpose; a record with such a row leaves issues of `rule` instead.
    """
    key = list(source.record_key)
    repeated = pl.struct(key).is_duplicated()
    several = rows.with_row_index("at").filter(repeated)
    if several.is_empty():
        return Records(rows, no_issues())
    ranked = _ranked(several, source, by_design)
    first = ranked.filter(pl.col("place") == 1)
    told = first.update(_neither(ranked, source), on=key, include_nulls=True) if source.contradiction.neither else first
    records = pl.concat([rows.with_row_index("at").filter(~repeated), told.select("at", *rows.columns)])
    others = ranked.filter(pl.col("place") > 1).sort("at")
    issues = _told(others, first, told, source, rule)
    return Records(records.sort("at").drop("at"), issues)


def _ranked(several: pl.DataFrame, source: Source, by_design: pl.Expr | None) -> pl.DataFrame:
    """Rows of records that have several, with their `place` in the record (the best is 1), whether they are as good as the
    best (`top`), and whether the record is repeated `by_design`."""
    key, text = list(source.record_key), [name for name in several.columns if name not in ("at", "line")]
    best = {f"best_{n}": expression for n, expression in enumerate(source.contradiction.best())}
    lacks = pl.sum_horizontal(_is_blank(several, name) for name in text)
    shouts = pl.sum_horizontal(_in_capitals(name) for name in text if several.schema[name] == pl.String)
    ranked = several.with_columns(**best, lacks=lacks, shouts=shouts).sort(
        *key, *best, "lacks", "shouts", *(pl.col(name).cast(pl.String) for name in text), nulls_last=True
    )
    top = pl.all_horizontal(pl.lit(True), *(pl.col(name).eq_missing(pl.col(name).first().over(key)) for name in best))
    meant = pl.lit(False) if by_design is None else by_design.fill_null(False).any().over(key)
    return ranked.with_columns(place=pl.int_range(1, pl.len() + 1).over(key), top=top, by_design=meant)


def _is_blank(frame: pl.DataFrame, name: str) -> pl.Expr:
    value = pl.col(name)
    return value.is_null() | (value == "") if frame.schema[name] == pl.String else value.is_null()


def _in_capitals(name: str) -> pl.Expr:
    return (pl.col(name) == pl.col(name).str.to_uppercase()).fill_null(False)


def _neither(ranked: pl.DataFrame, source: Source) -> pl.DataFrame:
    """For each record the fields of which no row is believed before another: what its best rows agree on, else null."""
    key = list(source.record_key)

    def agreed(name: str) -> pl.Expr:
        given = pl.col(name).filter(~_is_blank(ranked, name))
        return pl.when(given.n_unique() == 1).then(given.first()).alias(name)

    fields = source.contradiction.neither
    return ranked.filter("top").group_by(key, maintain_order=True).agg(agreed(name) for name in fields)


def _told(others: pl.DataFrame, first: pl.DataFrame, told: pl.DataFrame, source: Source, rule: str) -> pl.DataFrame:
    """Issues of the rows that were put together with a better one: one for each field that differs, else one for the row."""
    key = list(source.record_key)
    compared = _compared(others, source)
    both = others.join(first.select(*key, "line", *compared), on=key, suffix="_first", maintain_order="left")
    both = both.join(told.select(*key, *compared), on=key, suffix="_told", maintain_order="left")
    differs = pl.any_horizontal(pl.lit(False), *(_against(both, name) for name in compared))
    plain = both.filter(~pl.col("by_design") & ~differs)
    meant = both.filter("by_design")
    name = pl.concat_str(pl.col(key).cast(pl.String).fill_null(""), separator=" / ")
    issues = [
        _issues(plain, key[0], "duplicate_record", name, name),
        _issues(meant, key[0], rule, _at(name, "line"), _at(name, "line_first")),
    ]
    against = both.filter(~pl.col("by_design") & differs)
    for field in compared:
        rows = against.filter(_against(both, field))
        pair = [_at(pl.col(f"{field}_first"), "line_first"), _at(pl.col(field), "line")]
        issues.append(_issues(rows, field, "contradicts", pl.concat_str(pair, separator="; "), pl.col(f"{field}_told")))
    return pl.concat(issues)


def _against(both: pl.DataFrame, name: str) -> pl.Expr:
    """Whether a row says another thing than the first: a blank says nothing, and capitals make no difference."""
    here, there = pl.col(name), pl.col(f"{name}_first")
    given = ~_is_blank(both, name) & ~_is_blank(both, f"{name}_first")
    if both.schema[name] == pl.String:
        here, there = here.str.to_lowercase(), there.str.to_lowercase()
    return given & here.ne_missing(there)


def _compared(rows: pl.DataFrame, source: Source) -> Sequence[str]:
    """The fields in which rows of one record may contradict one another."""
    passed = {*source.record_key, *source.spelled}
    fields = dict.fromkeys((*(column.field for column in source.columns), *source.contradiction.neither))
    return [name for name in fields if name not in passed and name in rows.columns]


def _at(value: pl.Expr, line: str) -> pl.Expr:
    text = value.cast(pl.String).fill_null("")
    shown = pl.when(text == "").then(pl.lit(_BLANK)).otherwise(text)
    return pl.concat_str([shown, pl.lit(" (line "), pl.col(line).cast(pl.String), pl.lit(")")])


def _issues(rows: pl.DataFrame, field: str, rule: str, before: pl.Expr, after: pl.Expr) -> pl.DataFrame:
    made = rows.select(
        "line",
        field=pl.lit(field),
        rule=pl.lit(rule),
        before=before.cast(pl.String),
        after=after.cast(pl.String),
    )
    return made.cast(ISSUE_SCHEMA)  # type: ignore[arg-type]
