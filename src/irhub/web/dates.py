"""Dates that people give: in three fields as the GOV.UK date input has them, or as one text in a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

PARTS = ("day", "month", "year")


@dataclass(frozen=True)
class Given:
    """A date as given: the three texts, the date they make (None if none), and what to do if they make none."""

    texts: tuple[str, str, str]
    day: date | None = None
    error: str = ""


def date_given(given: Mapping[str, str], name: str, *, least: date, most: date) -> Given:
    """The date of the fields `name-day`, `name-month` and `name-year`, or of `name` written as 2026-03-27.

    Nothing given is no error. A date outside `least` and `most` is one.
    """
    texts = tuple(given.get(f"{name}-{part}", "").strip()[:20] for part in PARTS)
    whole = given.get(name, "").strip()[:20]
    if not any(texts) and whole:
        texts = (
            tuple(part.lstrip("0") or part[:1] for part in reversed(whole.split("-")))
            if whole.count("-") == 2
            else (whole, "", "")
        )
    shown = (texts[0], texts[1], texts[2])
    if not any(shown):
        return Given(shown)
    missing = [part for part, text in zip(PARTS, shown, strict=True) if not text]
    if missing:
        return Given(shown, error=f"The date must include a {' and a '.join(missing)}")
    if not all(text.isascii() and text.isdigit() for text in shown):
        return Given(shown, error="Write the date in numbers, such as 27 3 2026")
    try:
        found = date(int(shown[2]), int(shown[1]), int(shown[0]))
    except (ValueError, OverflowError):
        return Given(shown, error="There is no such date: check the day, the month and the year")
    if not least <= found <= most:
        return Given(shown, error=f"The year must be between {least.year} and {most.year}")
    return Given(shown, found)


def given_of(day: date | None) -> Given:
    """A date as its three fields show it; blank fields for none."""
    return Given((str(day.day), str(day.month), str(day.year)) if day else ("", "", ""), day)
