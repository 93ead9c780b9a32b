"""What webinars hold about people: see web/held_tables.py."""

from __future__ import annotations

from irhub.web.held_tables import Confided, Held
from irhub.webinars.models import (
    Attendance,
    Behind,
    Booking,
    BookingEvent,
    Certificate,
    Connection,
    JoinLink,
    Log,
    Presence,
    Question,
    Session,
    SessionEvent,
    Slides,
    Withdrawal,
)

HELD = (
    Held(Session, ("title", "starts_at"), names=("host",)),
    Held(Session, ("title", "starts_at"), names=("speaker",)),
    Held(Session, ("title", "settled_at"), emails=("settled_by",)),
    Held(SessionEvent, ("at", "what", "text"), emails=("who",)),
    Held(Slides, ("name", "kept_at"), emails=("kept_by",)),
    Held(Question, ("question", "answer", "written_at"), emails=("written_by",)),
    Held(
        Booking, ("session__title", "session__starts_at", "audience", "organisation", "wants", "made_at", "state", "offered_at", "cancelled_at"),
        emails=("email",), names=("name",),
    ),
    Held(Booking, ("session__title", "made_at"), emails=("booked_by",)),
    Held(BookingEvent, ("at", "what"), emails=("who",)),
    Held(BookingEvent, ("at", "what"), emails=("booking__email",), names=("booking__name",)),
    Held(Log, ("name", "read_at"), emails=("read_by",)),
    Held(Connection, ("session__title", "runs_it", "standing"), emails=("email",), names=("name", "also")),
    Held(Connection, ("session__title",), emails=("settled_by",)),
    Held(Presence, ("joined_at", "left_at", "seconds"), emails=("connection__email",), names=("connection__name",)),
    Held(Behind, ("booking__session__title",), emails=("booking__email",), names=("booking__name",)),
    Held(Behind, ("booking__session__title",), emails=("said_by",)),
    Held(Attendance, ("booking__session__title", "came", "minutes"), emails=("booking__email",), names=("booking__name",)),
    Held(Attendance, ("booking__session__title",), emails=("ticked_by",)),
    Held(Certificate, ("number", "title", "held_on", "length", "attended", "issuer", "issued_at"), emails=("email",), names=("name",)),
    Held(Certificate, ("number", "issued_at"), emails=("issued_by",)),
    Held(Withdrawal, ("certificate__number", "at", "why"), emails=("certificate__email",), names=("certificate__name",)),
    Held(Withdrawal, ("certificate__number", "at"), emails=("who",)),
)  # fmt: skip
NOBODY = {"the address of a webinar’s room, which would open it": (JoinLink,)}
CONFIDED = Confided("webinars", "the body that holds them", frozenset(one.model for one in HELD))
