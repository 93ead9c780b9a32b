"""Intervals, lists in words, and stretches of time."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.indicators.catalogue import licence_left
from irhub.indicators.snapshot import care_like, stretches
from irhub.indicators.wording import listed, wilson
from tests.indicators.world import TODAY, World

FIRST = date(2026, 1, 1)
spans_of = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30) | st.none()), min_size=1, max_size=8)


def test_the_interval_is_wilsons():
    low, high = wilson(pl.col("part"), pl.col("whole"))
    told = pl.DataFrame({"part": [195, 0], "whole": [702, 10]}).select(low=low, high=high)
    assert told["low"].to_list() == pytest.approx([0.246, 0], abs=5e-4)
    assert told["high"].to_list() == pytest.approx([0.312, 0.2775], abs=5e-4)


@given(st.integers(1, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_an_interval_holds_its_share_and_stays_between_none_and_all(pair):
    part, whole = pair
    told = pl.DataFrame({"part": [part], "whole": [whole]}).select(
        low=wilson(pl.col("part"), pl.col("whole"))[0], high=wilson(pl.col("part"), pl.col("whole"))[1]
    )
    low, high = told.row(0)
    assert 0 <= low <= part / whole + 1e-9
    assert part / whole - 1e-9 <= high <= 1


def test_a_long_list_says_how_many_more():
    names = pl.DataFrame({"names": [["D", "A", "C", "B", "A"], ["A"]]})
    assert names.select(listed(pl.col("names"))).to_series().to_list() == ["A, B, C and 1 more", "A"]


@given(spans_of)
def test_stretches_cover_the_days_of_the_spans_and_no_others(spans):
    rows = [
        {
            "who": "a",
            "since": FIRST + timedelta(days=start),
            "until": None if length is None else FIRST + timedelta(days=start + length),
        }
        for start, length in spans
    ]
    frame = pl.DataFrame(rows, schema={"who": pl.String, "since": pl.Date, "until": pl.Date})
    found = stretches(frame, ["who"]).sort("since").rows(named=True)

    def days(periods):
        last = FIRST + timedelta(days=200)
        return {
            period["since"] + timedelta(days=n)
            for period in periods
            for n in range(((period["until"] or last) - period["since"]).days)
        }

    assert days(found) == days(rows)
    for one, after in pairwise(found):
        assert one["until"] is not None
        assert one["until"] < after["since"]


@pytest.mark.parametrize(
    ("name", "is_care"),
    [
        ("ROSE CARE LTD", True), ("Fernside Nursing Home", True), ("Lark Homecare Limited", True),
        ("Quill Supported Living", True), ("Rose Dental Care", False), ("Elm Car Care Ltd", False),
        ("Little Larks Childcare", False), ("Quill Pet Care", False), ("Lark Joinery Ltd", False),
    ],
)  # fmt: skip
def test_a_care_like_name_says_care_of_adults(name, is_care):
    assert pl.DataFrame({"name": [name]}).select(care_like(pl.col("name"))).item() is is_care


def test_no_licence_is_told_to_have_left_while_a_sponsor_stands_that_may_be_the_same_one():
    gone = World().left("rose", TODAY - timedelta(days=7)).location("rose").namesake("rose", "rose|york")
    assert licence_left.find(gone.snapshot()).height == 1, "the namesake does not stand"
    gone.sponsor("other", sponsor_key="rose|york", name_key="rose", name="ROSE CARE LTD", town="York", line=9)
    assert licence_left.find(gone.snapshot()).is_empty()
