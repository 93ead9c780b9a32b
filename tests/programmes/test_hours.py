"""Opening hours are read as people write them, and told so that they are read again as the same."""

from __future__ import annotations

from contextlib import suppress
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.programmes.hours import read_hours, say_week
from irhub.programmes.models import OpeningHours
from irhub.web.saying import say_time

QUARTERS = [time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("9am to 5pm", [(time(9), time(17))]),
        ("09:00-17:30", [(time(9), time(17, 30))]),
        ("9 to 17", [(time(9), time(17))]),
        ("9am – midday, 1.30pm until 5pm", [(time(9), time(12)), (time(13, 30), time(17))]),
        ("12am to 12pm", [(time(0), time(12))]),
        ("  ", []),
        ("Closed", []),
    ],
)
def test_hours_are_read_as_people_write_them(written, meant):
    assert read_hours(written) == meant


@pytest.mark.parametrize(
    "written",
    ["all day", "5pm to 9am", "9am to 9am", "13pm to 5pm", "9am to 5pm, 4pm to 6pm", "25 to 26", "9 to 17:75", "9"],
)
def test_hours_that_make_no_sense_say_what_to_write(written):
    with pytest.raises(ValueError, match=r"[A-Z].* "):
        read_hours(written)


@given(st.lists(st.sampled_from(QUARTERS), unique=True, max_size=6).filter(lambda times: len(times) % 2 == 0))
def test_what_is_told_is_read_as_the_same(times):
    ordered = sorted(times)
    spells = list(zip(ordered[::2], ordered[1::2], strict=True))
    told = ", ".join(f"{say_time(opens)} to {say_time(closes)}" for opens, closes in spells)
    assert read_hours(told) == spells


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused_in_words(text):
    with suppress(ValueError):
        assert all(opens < closes for opens, closes in read_hours(text))


def test_a_week_is_told_in_few_lines():
    week = [OpeningHours(weekday=day, opens=time(9), closes=time(17)) for day in range(4)]
    week.append(OpeningHours(weekday=4, opens=time(9), closes=time(12)))
    assert say_week(week) == [
        ("Monday to Thursday", "9am to 5pm"), ("Friday", "9am to midday"), ("Saturday and Sunday", "Closed"),
    ]  # fmt: skip
