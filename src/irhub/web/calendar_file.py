"""Something that people meet for, as a file for calendars (RFC 5545): one event, however often it is read, and its cancellation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

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
