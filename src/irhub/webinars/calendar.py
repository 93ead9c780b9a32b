"""A booking as a file for calendars."""

from __future__ import annotations

from django.utils import timezone

from irhub.web.calendar_file import Meeting, calendar_file
from irhub.webinars.models import Booking
from irhub.webinars.workflows import BookingState, SessionState


def calendar_of(booking: Booking, *, address: str, join: str) -> bytes:
    """The session for whoever booked it. `join`: where it is joined, blank for those who have no place.

    It is off where the booking or the session is cancelled. SEQUENCE is how often session and booking were changed together, so
    that a later file always has the higher one.
    """
    session = booking.session
    off = booking.state == BookingState.CANCELLED or session.state == SessionState.CANCELLED
    told = [session.summary, f"With {session.host}", f"Join: {join}" if join else "", f"Your booking: {address}"]
    return calendar_file(
        Meeting(
            product="Webinars",
            uid=f"{booking.lot}@webinars.irhub",
            sequence=session.version + booking.version,
            stamp=timezone.now(),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            summary=f"{'Cancelled: ' if off else ''}{session.title}",
            description="\n\n".join(filter(None, told)),
            reminder=session.title,
            off=off,
            certain=booking.state == BookingState.BOOKED,
            location=join or "Online",
            url=address,
        )
    )
