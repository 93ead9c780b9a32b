"""London's clocks: in them times of day are told, and days begin and end."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.timezone import is_aware, localtime

from irhub.web.errors import ActionRefused

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


def moment(day: date, at: time) -> datetime:
    """When it is, on a day, what the clock in London shows.

    Raises ActionRefused for a time that the clock leaves out on the night on which summer time begins.
    """
    found = datetime.combine(day, at, LONDON).astimezone(UTC)
    if found.astimezone(LONDON).replace(tzinfo=None) != datetime.combine(day, at):
        raise ActionRefused(f"The clocks go forward on {day:%-d %B %Y}: there is no {at:%H:%M} on it.", "at")
    return found
