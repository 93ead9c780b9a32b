"""Times and lengths of webinars in words."""

from __future__ import annotations

from datetime import datetime, time

from irhub.web.london import LONDON
from irhub.web.saying import say_time
from irhub.webinars.models import Session

AUDIENCES = {"provider": "care providers", "council": "councils"}
"""For whom a session is, in words within a sentence."""


def time_words(at: datetime) -> str:
    """A time of day as people write it: 10am, 2:30pm, midday."""
    here = at.astimezone(LONDON)
    return "midnight" if (here.hour, here.minute) == (0, 0) else say_time(time(here.hour, here.minute))


def day_words(at: datetime) -> str:
    """A day with its weekday: Tuesday 3 March 2026."""
    return f"{at.astimezone(LONDON):%A %-d %B %Y}"


def when_words(session: Session) -> str:
    """When a session is: Tuesday 3 March 2026, 10am to 11am (UK time)."""
    return f"{day_words(session.starts_at)}, {time_words(session.starts_at)} to {time_words(session.ends_at)} (UK time)"


def offered_until_words(until: datetime) -> str:
    """Until when a place is kept: 10am on Tuesday 3 March 2026."""
    return f"{time_words(until)} on {day_words(until)}"
