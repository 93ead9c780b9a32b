"""Frames become rows of the database and rows frames, and nothing is lost on the way."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from django.db import connection
from polars.testing import assert_frame_equal
from psycopg import sql

from irhub.registers.frames import copy_rows, read_frame

pytestmark = pytest.mark.django_db
TEXTS = [
    "",
    "null",
    "\\N",
    "\\.",
    'a "quoted", name',
    "two\r\nlines",
    "{braces}",
    " blanks ",
    "ünï ‮ 🙂",
    "%(day)s",
    "x" * 400,
]
TYPES = {
    "day": pl.Date(),
    "number": pl.Int64(),
    "share": pl.Float64(),
    "flag": pl.Boolean(),
    "words": pl.List(pl.String),
}


@pytest.mark.parametrize("lists", [False, True], ids=["without lists", "with lists"])
def test_values_come_back_as_they_were(lists):
    frame = pl.DataFrame(
        {
            "text": TEXTS,
            "day": [date(2026, 11, 20), None, *[date(1, 1, 1)] * (len(TEXTS) - 2)],
            "number": [None, *range(1, len(TEXTS))],
            "share": [1 / 3, None, 1e-300, *[0.1] * (len(TEXTS) - 3)],
            "flag": [True, *[False] * (len(TEXTS) - 1)],
        }
    )
    if lists:
        frame = frame.with_columns(words=pl.Series([[text, "b"] for text in TEXTS]))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE kept (text text, day date, number int, share float8, flag bool, words text[])"
        )
    copy_rows(sql.Identifier("kept"), frame)
    asked = f"SELECT text, day, number, share, flag{', array_to_json(words) AS words' if lists else ''} FROM kept WHERE text <> %(not)s"
    told = read_frame(asked + " ORDER BY number NULLS FIRST", TYPES, {"not": "never % this"})
    assert_frame_equal(told, frame, check_row_order=True)


def test_a_null_text_goes_as_null_and_comes_as_the_empty_text():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE kept (text text)")
        copy_rows(sql.Identifier("kept"), pl.DataFrame({"text": [None, "", "\\."]}, schema={"text": pl.String}))
        cursor.execute("SELECT count(*), count(text) FROM kept")
        assert cursor.fetchone() == (3, 2)
    assert read_frame("SELECT text FROM kept")["text"].to_list() == ["", "", "\\."]


def test_a_query_that_finds_nothing_gives_a_frame_of_its_columns():
    told = read_frame("SELECT 'x' AS text, array_to_json(ARRAY['y']) AS words WHERE false", TYPES)
    assert told.is_empty()
    assert told.schema == {"text": pl.String, "words": pl.List(pl.String)}
