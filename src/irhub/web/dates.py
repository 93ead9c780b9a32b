"""Dates that people give: in three fields as the GOV.UK date input has them, or as one text in a link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from irhub.web.saying import MONTHS, say_day

PARTS = ("day", "month", "year")
Texts = tuple[str, str, str]
"""A date as its three controls show it."""
_WHOLE = re.compile(r"(\d{1,2})[\s./-]+(\w+)[\s./-]+(\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True)
class Given:
    """A date as given: the three texts, the date they make (None if none), and what to do if they make none, in which part."""

    texts: Texts
    day: date | None = None
    error: str = ""
    part: str = ""


def texts_given(given: Mapping[str, str], name: str) -> Texts:
    """The texts of the fields `name-day`, `name-month` and `name-year`, or of `name` written as 2026-03-27."""
    day, month, year = (given.get(f"{name}-{part}", "").strip()[:20] for part in PARTS)
    whole = given.get(name, "").strip()[:20]
    if any((day, month, year)) or not whole:
        return day, month, year
    try:
        return texts_of(date.fromisoformat(whole))
    except ValueError:
        year, month, day = whole.split("-") if whole.count("-") == 2 else ("", "", whole)
    return day, month, year


def date_of(texts: Texts, *, least: date, most: date) -> Given:
    """The date that three texts make, as people write it: in numbers, with the month by its name, or all of it in the first.

    None given is no error; a date outside `least` and `most` is one.
    """
    if not any(texts):
        return Given(texts)
    whole = _WHOLE.fullmatch(texts[0]) if not any(texts[1:]) else None
    day, month, year = (whole[1] or whole[6], whole[2] or whole[5], whole[3] or whole[4]) if whole else texts
    missing = missing_of((day, month, year))
    if missing:
        return Given(texts, error=f"The date must include a {' and a '.join(missing)}", part=missing[0])
    number = month_of(month)
    if not (day.isascii() and day.isdigit()):
        return Given(texts, error="The day must be a number, such as 27", part="day")
    if number is None:
        return Given(texts, error="The month must be a number from 1 to 12, or its name, such as March", part="month")
    if not re.fullmatch(r"[0-9]{4}", year):
        return Given(texts, error="The year must have 4 numbers, such as 2026", part="year")
    try:
        found = date(int(year), number, int(day))
    except (ValueError, OverflowError):
        said = f"There is no {int(day)} {MONTHS[number - 1]} {year}: check the day and the month"
        return Given(texts, error=said, part="day")
    if not least <= found <= most:
        said = f"The date must be between {say_day(least)} and {say_day(most)}"
        return Given(texts, error=said, part="year")
    return Given(texts, found)


def month_of(text: str) -> int | None:
    """The number of a month that was written as a number or as its name, short or whole."""
    if re.fullmatch(r"[0-9]{1,2}", text):
        return int(text) if 1 <= int(text) <= 12 else None
    names = [month[:3].lower() for month in MONTHS]
    name = text.lower().rstrip(".")
    return names.index(name[:3]) + 1 if name[:3] in names and name.isalpha() else None


def missing_of(texts: Texts) -> list[str]:
    """The parts that a date lacks."""
    return [part for part, text in zip(PARTS, texts, strict=True) if not text]


def date_given(given: Mapping[str, str], name: str, *, least: date, most: date) -> Given:
    """The date of the fields of `name` (`texts_given`), as `date_of` reads it."""
    return date_of(texts_given(given, name), least=least, most=most)


def texts_of(day: date | None) -> Texts:
    """A date as its three controls show it; blank for none."""
    return (str(day.day), str(day.month), str(day.year)) if day else ("", "", "")
