"""Working days in England and whole months, counted with care."""

from __future__ import annotations

from datetime import date

import pytest

from irhub.web.working_days import (
    bank_holidays,
    holidays_between,
    last_day_of_months,
    months_after,
    working_days_after,
    working_days_from,
)


def test_bank_holidays_are_those_that_gov_uk_published_for_england():
    """As published on www.gov.uk/bank-holidays for 2022 (with the jubilee and the state funeral) and 2026."""
    of_2022 = {(1, 3), (4, 15), (4, 18), (5, 2), (6, 2), (6, 3), (8, 29), (9, 19), (12, 26), (12, 27)}
    of_2026 = {(1, 1), (4, 3), (4, 6), (5, 4), (5, 25), (8, 31), (12, 25), (12, 28)}
    for year, expected in ((2022, of_2022), (2026, of_2026)):
        weekdays = {day for day in bank_holidays() if day.year == year and day.weekday() < 5}
        assert {(day.month, day.day) for day in weekdays} == expected


def test_the_day_itself_is_not_counted_after_but_is_counted_from():
    monday = date(2026, 11, 2)
    assert working_days_after(monday, 1) == (date(2026, 11, 3),)
    assert working_days_from(monday, 1) == (monday,)
    assert working_days_from(date(2026, 11, 1), 1) == (monday,)


def test_christmas_is_left_out_and_named():
    counted = working_days_after(date(2026, 12, 24), 2)
    assert counted == (date(2026, 12, 29), date(2026, 12, 30))
    assert [name for _, name in holidays_between(date(2026, 12, 24), counted[-1])] == [
        "Christmas Day",
        "Boxing Day (observed)",
    ]


@pytest.mark.parametrize(
    ("day", "months", "careful_begin", "careful_end"),
    [
        (date(2026, 6, 1), 3, date(2026, 9, 1), date(2026, 9, 1)),
        (date(2025, 11, 30), 3, date(2026, 3, 1), date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 3, 1), date(2027, 2, 28)),
        (date(2024, 2, 29), 60, date(2029, 3, 1), date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15), date(2027, 1, 15)),
    ],
)
def test_where_a_month_is_too_short_a_wait_ends_later_and_a_right_ends_earlier(day, months, careful_begin, careful_end):
    assert months_after(day, months) == careful_begin
    assert last_day_of_months(day, months) == careful_end
