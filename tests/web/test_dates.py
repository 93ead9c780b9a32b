"""Dates that people give: three fields or one text, and in words what is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from irhub.web.dates import date_given, given_of

LEAST, MOST = date(2000, 1, 1), date(2040, 12, 31)


def read(**given: str):
    return date_given({name.replace("_", "-"): text for name, text in given.items()}, "on", least=LEAST, most=MOST)


def test_three_fields_and_one_text_are_the_same_date():
    assert read(on_day="27", on_month="03", on_year="2026").day == date(2026, 3, 27)
    assert read(on="2026-03-27") == given_of(date(2026, 3, 27))
    assert read() == given_of(None)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"on_day": "27"}, "must include a month and a year"),
        ({"on_day": "27", "on_month": "March", "on_year": "2026"}, "in numbers"),
        ({"on_day": "31", "on_month": "2", "on_year": "2026"}, "no such date"),
        ({"on_day": "1", "on_month": "1", "on_year": "1900"}, "between 2000 and 2040"),
        ({"on_day": "1", "on_month": "1", "on_year": "9" * 20}, "no such date"),
        ({"on_day": "²", "on_month": "1", "on_year": "2026"}, "in numbers"),
        ({"on": "yesterday"}, "must include"),
        ({"on": "0000-00-00"}, "no such date"),
        ({"on": "0001-01-01"}, "between 2000 and 2040"),
    ],
)
def test_what_makes_no_date_is_said_in_words_and_kept_as_typed(given, says):
    found = read(**given)
    assert found.day is None
    assert says in found.error
    assert any(found.texts)
