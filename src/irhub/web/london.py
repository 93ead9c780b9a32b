"""London's clocks: in them times of day are told, and days begin and end."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.timezone import is_aware, localtime

LONDON = ZoneInfo("Europe/London")


def local_day(value: date) -> date:
    """The day of a moment in London, where half past midnight in summer is the day before by UTC; a day stays what it is, and so does
    that of a moment without a clock."""
    if not isinstance(value, datetime):
        return value
    return localtime(value, LONDON).date() if is_aware(value) else value.date()


def by_london(value: object) -> object:
    """A moment by London's clocks; whatever else as it is."""
    return localtime(value, LONDON) if isinstance(value, datetime) and is_aware(value) else value
