"""Dates that people give: in three fields as the GOV.UK date input has them, or as one text in a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

PARTS = ("day", "month", "year")
Texts = tuple[str, str, str]
"""A date as its three controls show it."""


@dataclass(frozen=True)
class Given:
    """A date as given: the three texts, the date they make (None if none), and what to do if they make none."""

    texts: Texts
    day: date | None = None
    error: str = ""


def texts_given(given: Mapping[str, str], name: str) -> Texts:
    """The texts of the fields `name-day`, `name-month` and `name-year`, or of `name` written as 2026-03-27."""
    day, month, year = (given.get(f"{name}-{part}", "").strip()[:20] for part in PARTS)
    whole = given.get(name, "").strip()[:20]
    if any((day, month, year)) or not whole:
        return day, month, year
    if whole.count("-") != 2:
        return whole, "", ""
    year, month, day = (part.lstrip("0") or part[:1] for part in whole.split("-"))
    return day, month, year


def date_of(texts: Texts, *, least: date, most: date) -> Given:
    """The date that three texts make. None given is no error; a date outside `least` and `most` is one."""
    if not any(texts):
        return Given(texts)
    missing = missing_of(texts)
    if missing:
        return Given(texts, error=f"The date must include a {' and a '.join(missing)}")
    if not all(text.isascii() and text.isdigit() for text in texts):
        return Given(texts, error="Write the date in numbers, such as 27 3 2026")
    try:
        found = date(int(texts[2]), int(texts[1]), int(texts[0]))
    except (ValueError, OverflowError):
        return Given(texts, error="There is no such date: check the day, the month and the year")
    if not least <= found <= most:
        return Given(texts, error=f"The year must be between {least.year} and {most.year}")
    return Given(texts, found)


def missing_of(texts: Texts) -> list[str]:
    """The parts that a date lacks."""
    return [part for part, text in zip(PARTS, texts, strict=True) if not text]


def date_given(given: Mapping[str, str], name: str, *, least: date, most: date) -> Given:
    """The date of the fields of `name` (`texts_given`), as `date_of` reads it."""
    return date_of(texts_given(given, name), least=least, most=most)


def texts_of(day: date | None) -> Texts:
    """A date as its three controls show it; blank for none."""
    return (str(day.day), str(day.month), str(day.year)) if day else ("", "", "")


def given_of(day: date | None) -> Given:
    """A date as if it had been given."""
    return Given(texts_of(day), day)
