"""A column's dates are read as its publisher, or the spreadsheet that saved it, wrote them."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.registers.sources.cleaning import RULES
from irhub.registers.sources.dates import Period, read_dates

DAY = date(2022, 4, 20)
PERIOD = Period(date(2010, 4, 1), date(2026, 12, 1))
ANY = Period()
days = st.dates(date(1900, 3, 1), date(2199, 12, 31))


def read(*texts: str | None, period: Period = ANY, month_first: bool = False) -> list[tuple[date | None, str | None]]:
    return read_dates(pl.Series(texts, dtype=pl.String), period, month_first=month_first).rows()


@pytest.mark.parametrize(
    "text",
    [
        "2022-04-20T00:00:00", "2022-04-20", "2022-04-20 00:00:00", "2022-04-20T00:00:00.000Z", "2022-04-20T09:30:00+01:00",
        "20/04/2022", "20-04-2022", "20.04.2022", "20/4/2022", "20/04/2022 00:00", "20/04/2022 00:00:00",
        "20/Apr/2022 - 00:00", "20/Apr/2022", "20 Apr 2022", "20-Apr-2022", "20 April 2022", "20th April 2022", "20 APRIL 2022",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text):
    assert read(text) == [(DAY, None)]


@pytest.mark.parametrize(
    "text", ["31/02/2022", "2022-13-01", "20 Foo 2022", "soon", "20/04", "20/04/22022", "-", "٢٠/٠٤/٢٠٢٢"]
)
def test_what_is_no_day_is_an_issue(text):
    assert read(text, "2022-04-20") == [(None, "not_a_date"), (DAY, None)]


def test_a_thirteen_in_second_place_settles_that_the_month_comes_first():
    assert read("10/13/2026", "10/1/2026", "2/3/2025", "5/5/2025") == [
        (date(2026, 10, 13), "month_first"),
        (date(2026, 10, 1), "month_first"),
        (date(2025, 2, 3), "month_first"),
        (date(2025, 5, 5), None),
    ]


def test_a_thirteen_in_first_place_settles_that_the_day_comes_first():
    assert read("13/10/2026", "10/1/2026", month_first=True) == [(date(2026, 10, 13), None), (date(2026, 1, 10), None)]


def test_a_column_that_does_not_show_its_order_follows_the_rule_of_the_register():
    assert read("3/4/2026") == [(date(2026, 4, 3), None)]
    assert read("3/4/2026", month_first=True) == [(date(2026, 3, 4), "month_first")]


def test_in_a_column_of_both_orders_only_what_can_be_read_in_one_way_is_read():
    assert read("13/10/2026", "10/14/2026", "3/4/2026", "7/7/2026", "2026-01-02") == [
        (date(2026, 10, 13), None),
        (date(2026, 10, 14), "month_first"),
        (None, "unclear_order"),
        (date(2026, 7, 7), None),
        (date(2026, 1, 2), None),
    ]


def test_what_is_no_day_in_either_order_settles_nothing():
    assert read("31/31/2026", "3/4/2026") == [(None, "not_a_date"), (date(2026, 4, 3), None)]


@pytest.mark.parametrize("text", ["13/10/26", "01/02/25", "13-Oct-26", "13 October 26", "1.2.26 00:00"])
def test_a_year_of_two_digits_is_never_a_year_nor_a_hint(text):
    assert read(text, "3/4/2026") == [(None, "two_digit_year"), (date(2026, 4, 3), None)]


def test_a_column_of_bare_numbers_is_days_that_a_spreadsheet_counted():
    assert read("44671", "44672.0", "44673.5", None, period=PERIOD) == [
        (DAY, "serial_number"),
        (DAY + timedelta(1), "serial_number"),
        (DAY + timedelta(2), "serial_number"),
        (None, None),
    ]


def test_the_day_from_which_they_are_counted_is_the_one_that_makes_sense():
    old_mac = [str((day - date(1904, 1, 1)).days) for day in (date(2010, 5, 1), date(2012, 1, 1), DAY)]
    assert [day for day, _ in read(*old_mac, period=PERIOD)] == [date(2010, 5, 1), date(2012, 1, 1), DAY]


def test_one_slip_does_not_move_the_days_of_a_whole_column():
    numbers = [str(44000 + n) for n in range(40)]
    assert read(*numbers, "39000", period=PERIOD)[-1] == (None, "date_out_of_range")
    assert read(*numbers, "39000", period=PERIOD)[0] == (date(2020, 6, 18), "serial_number")


def test_a_bare_number_among_dates_is_no_date():
    assert read("44671", "2022-04-20") == [(None, "not_a_date"), (DAY, None)]


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "2062-11-02", "31/03/2010", "2 December 2026"])
def test_a_day_outside_what_makes_sense_is_an_issue(text):
    assert read(text, period=PERIOD) == [(None, "date_out_of_range")]


def test_the_first_and_last_day_make_sense():
    assert read("2010-04-01", "2026-12-01", period=PERIOD) == [(date(2010, 4, 1), None), (date(2026, 12, 1), None)]


WRITTEN = (
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y",
    "%d-%m-%Y %H:%M",
    "%d.%m.%Y",
    "%d/%b/%Y - %H:%M",
    "%d %b %Y",
    "%d %B %Y",
)


@given(st.lists(days, min_size=1), st.sampled_from(WRITTEN))
def test_every_day_comes_back_in_every_form_of_a_decided_column(column, form):
    texts = [day.strftime(form) for day in (*column, date(2022, 4, 25))]
    assert read(*texts) == [(day, None) for day in (*column, date(2022, 4, 25))]


@given(st.lists(days, min_size=1))
def test_every_day_comes_back_from_a_column_with_the_month_first(column):
    texts = [day.strftime("%m/%d/%Y") for day in (*column, date(2022, 4, 25))]
    assert [day for day, _ in read(*texts)] == [*column, date(2022, 4, 25)]


@given(st.lists(st.dates(date(1900, 3, 1), date(2026, 12, 1)), min_size=1), st.sampled_from([date(1899, 12, 30)]))
def test_every_day_comes_back_from_a_spreadsheets_numbers(column, start):
    assert [day for day, _ in read(*(str((day - start).days) for day in column))] == column


texts = (
    st.none()
    | st.text(max_size=12)
    | st.from_regex(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,9}[-/. ][0-9]{1,4}", fullmatch=True)
)


@given(st.lists(texts), st.booleans())
def test_nothing_is_lost_without_an_issue_whatever_stands_in_the_column(column, month_first):
    found = read(*column, period=PERIOD, month_first=month_first)
    assert len(found) == len(column)
    for text, (day, rule) in zip(column, found, strict=True):
        assert rule is None or rule in RULES
        assert (text is None) == (day is None and rule is None)
        assert day is None or date(2010, 4, 1) <= day <= date(2026, 12, 1)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_is_known_by_its_name_and_its_first_letters(month):
    day = date(2022, month, 25)
    texts = [day.strftime(form) for form in ("%d %B %Y", "%d %b %Y", "%d/%b/%Y", "%d-%B-%Y")]
    assert read(*texts) == [(day, None)] * 4
