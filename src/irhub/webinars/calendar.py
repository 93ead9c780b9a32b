"""A booking as a file for calendars (RFC 5545): the same event however often it is read, and its cancellation."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from icalendar import Alarm, Calendar, Event, Timezone

from irhub.webinars.models import Booking
from irhub.webinars.saying import LONDON
from irhub.webinars.workflows import BookingState, SessionState


def calendar_of(booking: Booking, *, address: str, join: str) -> bytes:
    """The session for whoever booked it. `join`: where it is joined, blank for those who have no place.

    Of a booking or a session that is cancelled, METHOD:CANCEL with the same UID. SEQUENCE is how often session and booking were changed
    together, so that a later file always has the higher one.
    """
    session = booking.session
    off = booking.state == BookingState.CANCELLED or session.state == SessionState.CANCELLED
    held = Calendar()
    held.add("prodid", "-//International Recruitment Hub//Webinars//EN")
    held.add("version", "2.0")
    held.add("method", "CANCEL" if off else "PUBLISH")
    starts, ends = session.starts_at.astimezone(LONDON), session.ends_at.astimezone(LONDON)
    held.add_component(
        Timezone.from_tzinfo(
            LONDON, first_date=starts.date() - timedelta(days=366), last_date=ends.date() + timedelta(days=366)
        )
    )
    event = Event()
    event.add("uid", f"{booking.lot}@webinars.irhub")
    event.add("sequence", session.version + booking.version)
    event.add("dtstamp", timezone.now())
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", f"{'Cancelled: ' if off else ''}{session.title}")
    event.add("status", "CANCELLED" if off else "CONFIRMED" if booking.state == BookingState.BOOKED else "TENTATIVE")
    told = [session.summary, f"With {session.host}", f"Join: {join}" if join else "", f"Your booking: {address}"]
    event.add("description", "\n\n".join(filter(None, told)))
    event.add("location", join or "Online")
    event.add("url", address)
    if not off:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", session.title)
        alarm.add("trigger", timedelta(minutes=-15))
        event.add_component(alarm)
    held.add_component(event)
    written: bytes = held.to_ical()
    return written
