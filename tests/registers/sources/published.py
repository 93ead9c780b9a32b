"""Rows as a register publishes them, for tests of cleaning: pure frames, no files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from irhub.registers.sources.base import Kind, Records, Source

PLAUSIBLE = {Kind.DATE: "2022-04-20", Kind.FLAG: "N", Kind.INTEGER: "12", Kind.DECIMAL: "52.5"}


def published(source: Source, rows: Sequence[Mapping[str, str | None]]) -> pl.DataFrame:
    """Rows of a register by field (or header, for columns that are not kept); what is not given is plausible."""
    headers = {column.field: column.published for column in source.columns}
    plain = {column.published: PLAUSIBLE.get(column.kind, column.field) for column in source.columns}
    cells = [{**plain, **{headers.get(field, field): value for field, value in row.items()}} for row in rows]
    return (
        pl.DataFrame(cells, infer_schema_length=None)
        .with_columns(pl.all().cast(pl.String))
        .insert_column(0, pl.Series("line", range(2, len(cells) + 2), dtype=pl.Int64))
    )


def issues(cleaned: Records, *rules: str) -> list[tuple[int, str, str, str | None, str | None]]:
    """The issues of some rules, by line and field."""
    return cleaned.issues.filter(pl.col("rule").is_in(rules)).sort("line", "field").rows()
