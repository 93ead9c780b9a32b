"""Files for calendars (RFC 5545): something that people meet for, one event however often it is read, and its cancellation; and days to think of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from irhub.web.london import LONDON

BEFORE = timedelta(minutes=15)
"""How long before it begins a calendar reminds of it."""


@dataclass(frozen=True)
class Meeting:
    """What the file tells. `uid`: the same whatever becomes of it. `sequence`: higher at each change. `stamp`: when the file is made.

    `off`: it does not take place, or not for whoever gets the file. `certain`: whether they have a place. `summary`, `reminder`: what it
    is, in the calendar and in its reminder. `location`, `url`: blank where there is none.
    """

    product: str
    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    reminder: str
    off: bool
    certain: bool
    location: str = ""
    url: str = ""


def calendar_file(meeting: Meeting) -> bytes:
    """The file, with the zone in which its times stand: METHOD:CANCEL of what is off, and a reminder of what is not."""
    held = Calendar()
    held.add("version", "2.0")
    held.add("prodid", f"-//International Recruitment Hub//{meeting.product}//EN")
    held.add("method", "CANCEL" if meeting.off else "PUBLISH")
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.stamp)
    event.add("dtstart", meeting.starts_at.astimezone(LONDON))
    event.add("dtend", meeting.ends_at.astimezone(LONDON))
    event.add("summary", meeting.summary)
    event.add("description", meeting.description)
    event.add("status", "CANCELLED" if meeting.off else "CONFIRMED" if meeting.certain else "TENTATIVE")
    for name, told in (("location", meeting.location), ("url", meeting.url)):
        if told:
            event.add(name, told)
    if not meeting.off:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", meeting.reminder)
        alarm.add("trigger", -BEFORE)
        event.add_component(alarm)
    held.add_component(event)
    held.add_missing_timezones()
    written: bytes = held.to_ical()
    return written


@dataclass(frozen=True)
class Day:
    """A whole day to think of. `uid`: the same whatever becomes of it. `certain`: whether it is settled. `before`: how many days before a calendar
    reminds of it; 0: not at all. `url`, `category`: blank where there is none.
    """

    uid: str
    day: date
    summary: str
    description: str = ""
    url: str = ""
    category: str = ""
    certain: bool = True
    before: int = 0


def days_file(product: str, name: str, stamp: datetime, days: Iterable[Day]) -> bytes:
    """Days as one calendar. `name`: what calendars call it. `stamp`: when the file is made, or what it holds was known."""
    held = Calendar()
    held.add("prodid", f"-//International Recruitment Hub//{product}//EN")
    held.add("version", "2.0")
    held.add("x-wr-calname", name)
    for one in days:
        event = Event()
        event.add("uid", one.uid)
        event.add("dtstamp", stamp)
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("summary", one.summary)
        for key, told in (("description", one.description), ("url", one.url)):
            if told:
                event.add(key, told)
        event.add("status", "CONFIRMED" if one.certain else "TENTATIVE")
        event.add("transp", "TRANSPARENT")
        if one.category:
            event.add("categories", [one.category])
        if one.before:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", one.summary)
            alarm.add("trigger", -timedelta(days=one.before))
            event.add_component(alarm)
        held.add_component(event)
    written: bytes = held.to_ical()
    return written
