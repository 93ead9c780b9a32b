"""Opening hours as people write them: 9am to 5pm, or 09:00-12:30, 13:30-17:00; nothing on a day on which it is closed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import time
from itertools import groupby, pairwise

from irhub.programmes.models import OpeningHours
from irhub.web.saying import say_time

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CLOCK = r"(\d{1,2}|midday)(?:[:.](\d{2}))?\s*(am|pm)?"
_SPELL = re.compile(rf"{_CLOCK}\s*(?:to|until|-|–)\s*{_CLOCK}", re.IGNORECASE)


def read_hours(text: str) -> list[tuple[time, time]]:
    """From and to of each spell of a day, in their order; none of a blank text or of "closed".

    Raises ValueError, with what to write instead, if it makes no sense, or spells overlap.
    """
    plain = text.strip()
    if not plain or plain.lower() == "closed":
        return []
    spells = [_spell(part.strip()) for part in plain.split(",")]
    if any(later[0] < earlier[1] for earlier, later in pairwise(spells)):
        raise ValueError("Write the hours of a day in their order, without overlaps")
    return spells


def _spell(text: str) -> tuple[time, time]:
    found = _SPELL.fullmatch(text)
    if found is None:
        raise ValueError("Write hours like 9am to 5pm, or leave the day blank if it is closed")
    opens, closes = _time(*found.group(1, 2, 3)), _time(*found.group(4, 5, 6))
    if closes <= opens:
        raise ValueError("The hours must end after they begin")
    return opens, closes


def _time(hour: str, minute: str | None, half: str | None) -> time:
    said = 12 if hour.lower() == "midday" else int(hour)
    if half and not 1 <= said <= 12:
        raise ValueError("Hours with am or pm run from 1 to 12")
    if half:
        said = said % 12 + (12 if half.lower() == "pm" else 0)
    if said > 23 or int(minute or 0) > 59:
        raise ValueError("Write a time of day, like 9am or 17:30")
    return time(said, int(minute or 0))


def say_hours(hours: Iterable[OpeningHours]) -> dict[int, str]:
    """What each weekday with hours says: 9am to 5pm; several spells after one another."""
    told: dict[int, list[str]] = {}
    for one in sorted(hours, key=lambda each: (each.weekday, each.opens)):
        told.setdefault(one.weekday, []).append(f"{say_time(one.opens)} to {say_time(one.closes)}")
    return {day: ", ".join(spells) for day, spells in told.items()}


def say_week(hours: Iterable[OpeningHours]) -> list[tuple[str, str]]:
    """The week in few lines, days that follow one another with the same hours together: Monday to Friday, 9am to 5pm."""
    told = say_hours(hours)
    days = [(number, told.get(number, "Closed")) for number in range(len(WEEKDAYS))]
    runs = [[number for number, _ in run] for _, run in groupby(days, key=lambda day: day[1])]
    return [(_days(run), told.get(run[0], "Closed")) for run in runs]


def _days(run: Sequence[int]) -> str:
    if len(run) == 1:
        return WEEKDAYS[run[0]]
    return f"{WEEKDAYS[run[0]]} {'and' if len(run) == 2 else 'to'} {WEEKDAYS[run[-1]]}"
