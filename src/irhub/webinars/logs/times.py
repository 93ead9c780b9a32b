"""Moments and lengths as attendance logs write them. Whether day or month comes first is told by the day of the session, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from zoneinfo import ZoneInfo

from irhub.files.reading.refused import Refused
from irhub.web.london import LONDON
from irhub.webinars.logs.heads import plain


class Order(StrEnum):
    """Which of a date's numbers comes first, where the year does not."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


_CLOCK = r"[,\sT]*(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:[.,]\d+)?\s*(?:(?P<half>[ap])\.?\s?m\.?)?"
_ZONE = r"\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?"
_NUMBERS = re.compile(r"(?P<a>\d{1,4})[./-](?P<b>\d{1,2})[./-](?P<c>\d{2,4})" + _CLOCK + _ZONE, re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_WORD = re.compile(
    r"(?P<word>[a-z]{3,9})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})" + _CLOCK + _ZONE, re.IGNORECASE
)
_DAY_WORD = re.compile(
    r"(?P<day>\d{1,2})\.?\s+(?P<word>[a-z]{3,9})\.?,?\s+(?P<year>\d{4})" + _CLOCK + _ZONE, re.IGNORECASE
)
_UNITS = re.compile(
    r"(?:(?P<h>\d+)\s*(?:h|hrs?|hours?|std\.?|stunden?))?\s*(?:(?P<m>\d+)\s*(?:m|min|mins|minutes?|min\.|minuten?))?\s*"
    r"(?:(?P<s>\d+)\s*(?:s|sec|secs|seconds?|sek\.?|sekunden?))?",
    re.IGNORECASE,
)
_BEFORE = timedelta(hours=3)
"""How long before midnight somebody may come to a session of the next day."""
_MOST = 48 * 3600
"""Seconds beyond which a length is no length of a session."""


def moment(text: str, order: Order) -> datetime | None:
    """A moment, in the time of London unless it names another zone; None if it is none."""
    found = _read(text)
    if not found:
        return None
    parts = found.groupdict()
    day = _by_word(parts) if "word" in parts else _by_numbers(parts["a"], parts["b"], parts["c"], order)
    hour = int(parts["hour"])
    if parts["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if parts["half"].lower() == "p" else 0)
    try:
        year, month, number = day or (0, 0, 0)
        at = datetime(
            year, month, number, hour, int(parts["minute"]), int(parts["second"] or 0), tzinfo=_zone(parts["zone"])
        )
        return at.astimezone(LONDON)
    except (ValueError, OverflowError):
        return None


def names_zone(text: str) -> bool:
    """Whether a moment says itself in which zone it is."""
    found = _read(text)
    return bool(found and found["zone"])


def _read(text: str) -> re.Match[str] | None:
    told = plain(text)
    return _NUMBERS.fullmatch(told) or _MONTH_WORD.fullmatch(told) or _DAY_WORD.fullmatch(told)


def _by_numbers(a: str, b: str, c: str, order: Order) -> tuple[int, int, int] | None:
    if len(a) == 4:
        return (int(a), int(b), int(c)) if len(c) <= 2 else None
    if len(a) > 2 or len(c) == 3:
        return None
    year = int(c) if len(c) == 4 else 2000 + int(c)
    return (year, int(b), int(a)) if order is Order.DAY_FIRST else (year, int(a), int(b))


def _by_word(parts: dict[str, str]) -> tuple[int, int, int] | None:
    word = parts["word"][:3].lower()
    return (int(parts["year"]), _MONTHS.index(word) + 1, int(parts["day"])) if word in _MONTHS else None


def _zone(text: str | None) -> ZoneInfo | timezone:
    if not text:
        return LONDON
    if text.lower() in ("z", "utc", "gmt"):
        return timezone.utc  # noqa: UP017  (the type of the others)
    hours, minutes = int(text[1:3]), int(text[-2:])
    ahead = timedelta(hours=hours, minutes=minutes)
    return timezone(-ahead if text[0] == "-" else ahead)


def of_day(at: datetime, day: date) -> bool:
    """Whether a moment may be of the session of a day: of that day, the next, or the last three hours of the one before."""
    return day <= (at + _BEFORE).date() and at.date() <= day + timedelta(days=1)


def order_for(texts: Iterable[str], day: date, name: str) -> Order:
    """In which order the dates of a log stand: that in which they are of the session's day. A stray one does not tell against it.

    Raises Refused if none is a moment, or the dates are of another day in either order.
    """
    written = [text for text in map(plain, texts) if text]
    readable = [text for text in written if any(moment(text, order) for order in Order)]
    if not readable:
        example = f" It says “{written[0][:40]}”." if written else ""
        raise Refused(
            f"{name} holds no time that can be read.{example} Export the report again, and hand it in as it is."
        )
    stray = {
        order: [text for text in readable if not ((at := moment(text, order)) and of_day(at, day))] for order in Order
    }
    best = min(Order, key=lambda order: len(stray[order]))
    many = len(stray[best])
    if many <= max(2, few(len(readable))) and 2 * many < len(readable):
        return best
    raise Refused(
        f"{name} is of another day: it says “{stray[best][0][:40]}”, and this webinar was on {day:%-d %B %Y}. Hand in the report of that day."
    )


def few(of: int) -> int:
    """How many of so many are but a few: one in twenty."""
    return of // 20


def seconds(text: str, *, minutes: bool = False) -> int | None:
    """A length in seconds: 1h 27m 51s, 1:27:51, 1 Std. 2 Min.; of a plain number the minutes, if `minutes`. None if it is none."""
    told = plain(text)
    if re.fullmatch(r"\d{1,5}([.,]\d{1,4})?", told):
        return _within(round(float(told.replace(",", ".")) * 60)) if minutes else None
    clock = re.fullmatch(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})", told)
    if clock:
        return _within(int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3]))
    found = _UNITS.fullmatch(told)
    if not told or not found or not any(found.groups()):
        return None
    return _within(int(found["h"] or 0) * 3600 + int(found["m"] or 0) * 60 + int(found["s"] or 0))


def _within(number: int) -> int | None:
    return number if number <= _MOST else None
