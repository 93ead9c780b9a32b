"""Dates that people give: three fields or one text, and in words what is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from irhub.web.dates import Given, date_given, texts_of

LEAST, MOST = date(2000, 1, 1), date(2040, 12, 31)


def read(**given: str):
    return date_given({name.replace("_", "-"): text for name, text in given.items()}, "on", least=LEAST, most=MOST)


def test_three_fields_and_one_text_are_the_same_date():
    assert read(on_day="27", on_month="03", on_year="2026").day == date(2026, 3, 27)
    assert read(on="2026-03-27") == Given(("27", "3", "2026"), date(2026, 3, 27))
    assert read() == Given(texts_of(None))


def test_a_month_may_be_written_by_its_name_and_the_whole_date_in_the_first_field():
    assert read(on_day="27", on_month="March", on_year="2026").day == date(2026, 3, 27)
    assert read(on_day="27 mar 2026").day == date(2026, 3, 27)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"on_day": "27"}, "must include a month and a year"),
        ({"on_day": "27", "on_month": "Marzo!", "on_year": "2026"}, "or its name, such as March"),
        ({"on_day": "31", "on_month": "2", "on_year": "2026"}, "There is no 31 February 2026"),
        ({"on_day": "1", "on_month": "1", "on_year": "1900"}, "between 1 January 2000 and 31 December 2040"),
        ({"on_day": "1", "on_month": "1", "on_year": "9" * 20}, "must have 4 numbers"),
        ({"on_day": "9" * 20, "on_month": "1", "on_year": "2026"}, "There is no"),
        ({"on_day": "²", "on_month": "1", "on_year": "2026"}, "The day must be a number"),
        ({"on": "yesterday"}, "must include"),
        ({"on": "2026-02-31"}, "There is no 31 February 2026"),
        ({"on": "0000-00-00"}, "The month must be a number from 1 to 12"),
        ({"on": "0001-01-01"}, "The year must have 4 numbers"),
    ],
)
def test_what_makes_no_date_is_said_in_words_and_kept_as_typed(given, says):
    found = read(**given)
    assert found.day is None
    assert says in found.error
    assert any(found.texts)
