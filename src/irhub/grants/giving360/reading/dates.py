"""Dates as people write them. Which of day and month comes first is told by the whole file, never by one value alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from irhub.web.london import LONDON


class Order(StrEnum):
    """Which comes first in dates that are numbers."""

    DAY_FIRST = "day, month, year"
    MONTH_FIRST = "month, day, year"


class Ordered(NamedTuple):
    """The order of a file. `sentence`: how it is known, "" if no date needs it. `contradicted`: there are dates of the other order too."""

    order: Order
    sentence: str
    contradicted: bool = False


class Day(NamedTuple):
    """A day that a text means, None if none; with what is to be said of it, "" if it is written as the standard asks."""

    value: date | None
    kind: str = ""
    sentence: str = ""


_CLOCK = r"(?:[T ]+(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(?P<y>\d{{4}})-(?P<m>\d{{2}})-(?P<d>\d{{2}}){_CLOCK}", re.IGNORECASE)
_NUMBERS = re.compile(
    rf"(?P<a>\d{{1,2}})\s?[./-]\s?(?P<b>\d{{1,2}})\s?[./-]\s?(?P<y>\d{{4}}|\d{{2}}){_CLOCK}", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})[./-](?P<m>\d{1,2})[./-](?P<d>\d{1,2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORD = r"(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY_WORD = re.compile(
    rf"(?:[a-z]{{3,9}},?\s+)?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]*(?:of\s+)?{_WORD}[\s,-]*(?P<y>\d{{4}}|\d{{2}})",
    re.IGNORECASE,
)
_WORD_DAY = re.compile(
    rf"(?:[a-z]{{3,9}},?\s+)?{_WORD}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})", re.IGNORECASE
)
_PART = re.compile(r"\d{4}(?:-\d{2})?|(?:[a-z]{3,9}\s+)?\d{4}", re.IGNORECASE)
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_SERIALS = range(30_000, 60_000)
"""Days since the end of 1899, as spreadsheets count them: 1982 to 2064."""
_ZERO = date(1899, 12, 30)
_YEARS = range(1900, 2101)
_LATEST_SHORT = 69
"""The last year of two digits that is of this century, as Python and spreadsheets have it, or nearly."""


def order_of(texts: Iterable[str]) -> Ordered:
    """Which order the dates of a file have: told by those with a number over 12, else day first, as Britain writes."""
    day_first = month_first = either = 0
    for text in texts:
        if found := _NUMBERS.fullmatch(text.strip()):
            first, second = int(found["a"]), int(found["b"])
            day_first += 12 < first <= 31 and second <= 12
            month_first += 12 < second <= 31 and first <= 12
            either += first <= 12 and second <= 12 and first != second
    if not (day_first or month_first or either):
        return Ordered(Order.DAY_FIRST, "")
    order = Order.MONTH_FIRST if month_first > day_first else Order.DAY_FIRST
    proof, against = max(day_first, month_first), min(day_first, month_first)
    told = f"Dates that are numbers were read as {order}, "
    if against:
        told += f"as {proof:,} of them can only be; {against:,} can only be the other way round, so that {either:,} that could be either are named."
    elif proof:
        told += f"as {proof:,} of them can only be; {either:,} could be either if they stood alone."
    else:
        told += f"as Britain writes them: none of the {either:,} that could be either tells. Check one of them."
    return Ordered(order, told, bool(against))


def day_of(text: str, ordered: Ordered) -> Day:
    """The day that a text means."""
    told = " ".join(text.split())
    if found := _ISO.fullmatch(told):
        return _iso(told, found)
    if found := _NUMBERS.fullmatch(told):
        return _numbers(found, ordered)
    if found := _YEAR_FIRST.fullmatch(told):
        return _made(
            found["y"], int(found["m"]), int(found["d"]), "is not written with two-digit months and days and hyphens"
        )
    if found := _DAY_WORD.fullmatch(told) or _WORD_DAY.fullmatch(told):
        month = _MONTHS.index(found["m"].casefold()) + 1
        return _made(found["y"], month, int(found["d"]), "names its month in a word")
    if _SERIAL.fullmatch(told) and int(float(told)) in _SERIALS:
        day = _ZERO + timedelta(days=int(float(told)))
        return Day(day, "date_as_number", "The date is a number, as spreadsheets count days: it was read so. Check it.")
    if _PART.fullmatch(told):
        return Day(None, "date_in_part", "The date has no day: give a whole one. It was not read.")
    return Day(None, "date_not_read", "This is no date that can be read: write it as 2024-03-31.")


def moment_of(text: str, ordered: Ordered) -> tuple[datetime | None, str, str]:
    """The moment that a text means, with what is to be said of it: without a zone, that of London; without a time, the beginning of the day."""
    told = " ".join(text.split())
    if _ISO.fullmatch(told):
        try:
            found = datetime.fromisoformat(told.replace(" ", "T", 1).replace("z", "Z"))
        except ValueError:
            return None, "date_not_read", "There is no such day: correct it."
        if found.tzinfo is not None:
            return found, "", ""
        return (
            found.replace(tzinfo=LONDON),
            "moment_without_zone",
            "The moment has no time zone: it was read as that of London.",
        )
    day = day_of(told, ordered)
    if day.value is None:
        return None, day.kind, day.sentence
    at = _NUMBERS.fullmatch(told)
    try:
        clock = time.fromisoformat(at["clock"].zfill(5)) if at and at["clock"] else time()
    except ValueError:
        return None, "date_not_read", "There is no such time of day: correct it."
    return (
        datetime.combine(day.value, clock, LONDON),
        "moment_not_iso",
        f"{day.sentence} The time is taken as that of London.",
    )


def _iso(told: str, found: re.Match[str]) -> Day:
    try:
        if not found["zone"]:
            return _in_years(date.fromisoformat(told[:10]), "", "")
        moment = datetime.fromisoformat(told.replace(" ", "T", 1).upper()).astimezone(LONDON)
    except (ValueError, OverflowError):
        return Day(None, "date_not_read", "There is no such day: correct it.")
    return _in_years(moment.date(), "", "")


def _numbers(found: re.Match[str], ordered: Ordered) -> Day:
    first, second = int(found["a"]), int(found["b"])
    day, month = (first, second) if ordered.order is Order.DAY_FIRST else (second, first)
    if month > 12 >= day:
        return Day(
            None,
            "date_other_way",
            f"The dates of this file are {ordered.order}, and this one can only be the other way round: correct it. It was not read.",
        )
    why = f"is written as {ordered.order}"
    if ordered.contradicted and first <= 12 and second <= 12 and first != second:
        why += ", which nothing in it proves, and others in this file are the other way round"
    return _made(found["y"], month, day, why)


def _made(year: str, month: int, day: int, why: str) -> Day:
    whole = int(year)
    short = len(year) == 2
    if short:
        whole += 2000 if whole <= _LATEST_SHORT - 1 else 1900
    try:
        made = date(whole, month, day)
    except ValueError:
        return Day(None, "date_not_read", "There is no such day: correct it.")
    century = f" Its year has two digits: it was read as {whole}." if short else ""
    return _in_years(made, "date_not_iso", f"The date {why}: the standard asks for 2024-03-31.{century}")


def _in_years(day: date, kind: str, sentence: str) -> Day:
    if day.year not in _YEARS:
        return Day(None, "date_not_read", f"The year {day.year} cannot be meant: correct it.")
    return Day(day, kind, sentence)
