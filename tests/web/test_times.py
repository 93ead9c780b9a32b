"""Times of the clock are read as people write them, and what may be two times is asked back."""

from __future__ import annotations

import re
from datetime import time

import pytest

from irhub.web.times import time_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:30", time(14, 30)), ("14.30", time(14, 30)), ("1430", time(14, 30)), ("2:30pm", time(14, 30)), ("2.30 p.m.", time(14, 30)),
        ("2 PM", time(14)), ("02:30", time(2, 30)), ("9", time(9)), ("9:15", time(9, 15)), ("12am", time(0)), ("12 pm", time(12)),
        ("midday", time(12)), ("Midnight", time(0)), ("00:00", time(0)), ("14:30:00", time(14, 30)), (" 10 : 05 ", time(10, 5)),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed, meant):
    assert time_of(typed) == meant


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("soon", "Enter a time, like 14:30 or 2:30pm"), ("25:00", "There is no 25:00"), ("10:75", "There is no 10:75"), ("13pm", "There is no 13pm"),
        ("2:30", "enter 2:30am or 2:30pm"), ("5", "enter 5:00am or 5:00pm"), ("١٤:٣٠", "Enter a time"), ("9" * 30, "Enter a time"),
    ],
)  # fmt: skip
def test_what_is_no_time_or_may_be_two_says_what_to_enter(typed, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        time_of(typed)
