"""A text is cut into the same words wherever that is done: alone or in a column, however it is written."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.places import resolve
from irhub.web.words import plain_all, words_of
from tests.examples import tried


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("St Mary’s Care-Home Ltd.", ["st", "marys", "care", "home", "ltd"]),
        ("Café `Ynys Môn` 24/7", ["cafe", "ynys", "mon", "24", "7"]),
        ("a_b & C", ["a", "b", "c"]),
        ("Пример Ltd", ["пример", "ltd"]),
        ("–", []),
    ],
)
def test_case_accents_apostrophes_and_marks_leave_no_trace(text, words):
    assert words_of(text) == words


@tried(150)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cn", "Cs", "Co"], max_codepoint=0x2FFF), max_size=40))
def test_a_column_of_texts_is_cut_as_one_text_is(text):
    (column,) = pl.select(plain_all(pl.lit(text))).to_series()
    assert column.split() == words_of(text)


def test_a_council_is_known_however_its_name_is_written():
    for written in ("Bristol, City of", "BRISTOL", "city of bristol"):
        assert resolve(written) == resolve("Bristol")
    assert resolve("St Helens") == resolve("St. Helen’s")
