"""When a helpline is open, and what whoever asks is told of it: its hours, whether it is open now, and by when there is a reply.

The hours and closures are those of the programme, by which clocks count too (casework/hours.py).
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.timezone import localdate, localtime

from irhub.casework.clocks import Hand, read
from irhub.casework.hours import Hours, closes_on, is_open, opens_next
from irhub.programmes.hours import WEEKDAYS, say_week
from irhub.programmes.models import Programme, Urgency
from irhub.programmes.queries import closed_days, closures_from, promised_days
from irhub.support.deadlines import counts_from
from irhub.web.jinja import day
from irhub.web.saying import say_time

DANGER = "If somebody is in danger now, call 999."


def hours_of(programme: Programme) -> Hours:
    """The opening hours of a programme, as clocks ask for them; none if it has said none."""
    return list(programme.hours.order_by("weekday", "opens").values_list("weekday", "opens", "closes"))


def hours_told(programme: Programme, at: datetime | None = None) -> str:
    """When a helpline is open, when it is closed, and how it is now, in words: for the automatic answer, pages and by telephone."""
    now = at or timezone.now()
    week = [f"{days}, {spells}" for days, spells in say_week(programme.hours.all()) if spells != "Closed"]
    closures = closures_from(programme, localdate(now))[:3]
    closed = [f"We are closed from {day(one.first)} to {day(one.last)}: {one.why}." for one in closures]
    opened = f"We answer on {'; '.join(week)}." if week else "We answer on working days."
    return " ".join([opened, *closed, *filter(None, [open_told(programme, now)])])


def open_told(programme: Programme, now: datetime) -> str:
    """Whether a helpline is open at a moment, until or from when; blank where it has said no hours."""
    hours, closed = hours_of(programme), closed_days(programme)
    if not hours:
        return ""
    if is_open(hours, now, closed=closed):
        ends = closes_on(hours, localdate(now), closed=closed)
        return f"We are open now, until {say_time(ends.time())}." if ends else ""
    opens = opens_next(hours, now, closed=closed)
    return f"We are closed now, and open on {_moment(opens)}." if opens else "We are closed until further notice."


def reply_told(programme: Programme, urgency: str, at: datetime | None = None) -> str:
    """By when a question that comes now has a first reply; of one that is urgent and comes while we are closed, that nobody reads it
    before we open, and what to do meanwhile."""
    now, closed, hours = at or timezone.now(), closed_days(programme), hours_of(programme)
    days = promised_days(programme, Urgency(urgency))
    due = read(days, [(counts_from(now, days, hours, closed), Hand.OURS)], localdate(now), closed=closed).due
    told = f"You have a first reply by {day(due)}." if due else ""
    if urgency != Urgency.URGENT:
        return told
    opens = opens_next(hours, now, closed=closed) if hours else None
    if opens is None or is_open(hours, now, closed=closed):
        return f"Your question is urgent, and read before others. {told} {DANGER}"
    return f"Your question is urgent and we are closed: nobody reads it before {_moment(opens)}, and then it is read first. {told} {DANGER}"


def _moment(at: datetime) -> str:
    there = localtime(at)
    return f"{WEEKDAYS[there.weekday()]} {day(there.date())} at {say_time(there.time())}"
