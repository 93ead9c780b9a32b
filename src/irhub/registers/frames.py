"""The database's rows as frames, and frames as its rows: streamed as CSV, which both sides write and read by themselves."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

import polars as pl
from django.db import connection
from psycopg import sql

_CHUNK = 20_000
_COPIED = sql.SQL("COPY ({}) TO STDOUT WITH (FORMAT csv, HEADER true)")


def read_frame(
    query: str | sql.Composable,
    types: Mapping[str, pl.DataType] | None = None,
    values: Mapping[str, Any] | None = None,
) -> pl.DataFrame:
    """The rows of a query. A column without a type in `types` is text, and the empty text where it is null.

    A column whose type is a list holds, in the query's answer, an array as JSON (`array_to_json`).
    """
    types = types or {}
    asked = sql.SQL(query) if isinstance(query, str) else query
    told = io.BytesIO()
    with connection.cursor() as cursor, cursor.cursor.copy(_COPIED.format(asked), values) as copy:
        for part in copy:
            told.write(part)
    told.seek(0)
    names = next(csv.reader([told.readline().decode()]))
    told.seek(0)
    flags = [name for name in names if types.get(name) == pl.Boolean()]
    lists = {name: types[name] for name in names if isinstance(types.get(name), pl.List)}
    schema = {name: pl.String() if name in flags or name in lists else types.get(name, pl.String()) for name in names}
    return (
        pl.read_csv(told, schema=schema)
        .with_columns(pl.col(name) == "t" for name in flags)
        .with_columns(pl.col(name).str.json_decode(dtype) for name, dtype in lists.items())
        .with_columns(pl.col(pl.String).fill_null(""))
    )


def copy_rows(target: sql.Composable, frame: pl.DataFrame) -> None:
    """Stream a frame's rows into a table whose columns bear the frame's names; null is null, and the empty text is no null."""
    columns = sql.SQL(", ").join(sql.Identifier(name) for name in frame.columns)
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(target, columns)
    with connection.cursor() as cursor:
        if any(isinstance(dtype, pl.List) for dtype in frame.dtypes):  # CSV has no lists: the driver writes them
            with cursor.cursor.copy(into) as copy:
                for chunk in frame.iter_slices(_CHUNK):
                    for row in chunk.iter_rows():
                        copy.write_row(row)
        else:
            with cursor.cursor.copy(into + sql.SQL(" WITH (FORMAT csv)")) as copy:
                for chunk in frame.iter_slices(_CHUNK):
                    copy.write(chunk.write_csv(include_header=False, quote_style="non_numeric"))
