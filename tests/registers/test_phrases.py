"""A sentence made of columns says what was meant, however a frame lies in memory."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.registers.phrases import phrase

SOURCE = Path(__file__).parents[2] / "src"


@given(
    st.lists(st.tuples(st.text(max_size=8) | st.none(), st.integers(-9, 9)), max_size=12), st.sampled_from(["", "so "])
)
def test_each_gap_is_filled_by_its_part_and_nothing_known_of_one_is_nothing_said(rows, begin):
    frame = pl.DataFrame(rows, schema={"name": pl.String, "count": pl.Int64}, orient="row")
    says = frame.select(says=phrase(begin + "{} has {}.", "name", pl.col("count") + 1))["says"].to_list()
    assert says == [None if name is None else f"{begin}{name} has {count + 1}." for name, count in rows]


def test_a_column_whose_first_chunk_is_empty_is_read_like_any_other():
    chunks = pl.concat([pl.Series("count", [9]), pl.Series("count", [1, 2])], rechunk=False)
    count = chunks.filter(pl.concat([pl.Series([False]), pl.Series([True, True])], rechunk=False))
    assert [len(chunk) for chunk in count.get_chunks()] == [0, 2]
    frame = pl.DataFrame({"name": ["a", "b"]}).with_columns(count)
    assert frame.select(says=phrase("{}: {}", "count", "name"))["says"].to_list() == ["1: a", "2: b"]


def test_a_template_needs_as_many_parts_as_it_has_gaps():
    with pytest.raises(ValueError, match="zip"):
        phrase("{} and {}", "name")


def test_nothing_fills_templates_in_the_way_that_stops_on_such_a_column():
    assert not [path for path in SOURCE.rglob("*.py") if "pl.format(" in path.read_text()]
