"""Counting working days in England, and months."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

FIRST_YEAR, LAST_YEAR = 2000, 2045
ONE_DAY = timedelta(days=1)


@cache
def bank_holidays() -> dict[date, str]:
    """Bank holidays in England by day, from the `holidays` library; single ones (a jubilee, a funeral) are in it once known."""
    from holidays import country_holidays  # a fifteenth of the time until a command begins, of which few count days

    return dict(country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1)))


@cache
def _calendar() -> list[date]:
    day, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
    return [
        day
        for day in (day + timedelta(days=n) for n in range((last - day).days + 1))
        if day.weekday() < 5 and day not in bank_holidays()
    ]


def working_days_after(day: date, count: int) -> tuple[date, ...]:
    """The next `count` working days after a day, which itself is not counted: Monday to Friday less bank holidays."""
    at = bisect_right(_calendar(), day)
    return tuple(_calendar()[at : at + count])


def working_days_from(day: date, count: int) -> tuple[date, ...]:
    """The first `count` working days on or after a day."""
    at = bisect_left(_calendar(), day)
    return tuple(_calendar()[at : at + count])


def holidays_between(first: date, last: date) -> list[tuple[date, str]]:
    """Bank holidays on a weekday from one day to another, both included, with their names."""
    return [(day, name) for day, name in sorted(bank_holidays().items()) if first <= day <= last and day.weekday() < 5]


def months_after(day: date, months: int) -> date:
    """The same day so many months later; where that month is too short, the first day of the next month.

    The later day is the careful one: a period of whole months is over by then on any way of counting.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    if day.day > monthrange(year, month)[1]:
        return date(year, month, monthrange(year, month)[1]) + ONE_DAY
    return day.replace(year=year, month=month)


def last_day_of_months(day: date, months: int) -> date:
    """The same day so many months later; where that month is too short, its last day: careful where a right ends."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
