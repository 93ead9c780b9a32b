"""Times and lengths of webinars in words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from irhub.webinars.models import Session

AUDIENCES = {"provider": "care providers", "council": "councils"}
"""For whom a session is, in words within a sentence."""
LONDON = ZoneInfo("Europe/London")


def time_words(at: datetime) -> str:
    """A time of day as people write it: 10am, 2:30pm, midday."""
    here = at.astimezone(LONDON)
    if (here.hour, here.minute) in ((0, 0), (12, 0)):
        return "midday" if here.hour else "midnight"
    minutes = f":{here:%M}" if here.minute else ""
    return f"{here.hour % 12 or 12}{minutes}{'am' if here.hour < 12 else 'pm'}"


def day_words(at: datetime) -> str:
    """A day with its weekday: Tuesday 3 March 2026."""
    return f"{at.astimezone(LONDON):%A %-d %B %Y}"


def when_words(session: Session) -> str:
    """When a session is: Tuesday 3 March 2026, 10am to 11am (UK time)."""
    return f"{day_words(session.starts_at)}, {time_words(session.starts_at)} to {time_words(session.ends_at)} (UK time)"


def offered_until_words(until: datetime) -> str:
    """Until when a place is kept: 10am on Tuesday 3 March 2026."""
    return f"{time_words(until)} on {day_words(until)}"
