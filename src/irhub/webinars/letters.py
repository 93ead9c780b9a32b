"""What is written about webinars: each posted in the transaction of what it tells of, to one address, with nobody else's name in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from irhub.notify.actions import post
from irhub.notify.kinds import Kind
from irhub.web.addresses import whole_address
from irhub.webinars.models import Booking, Session, Withdrawal
from irhub.webinars.notices import AFTERWARDS, BOOKING, CONFIRM, REMINDER
from irhub.webinars.saying import when_words

_QUIET = "If you did not expect this message, you can ignore it.\n"


def address_of(booking: Booking) -> str:
    """The page of a booking, for whoever has the link."""
    return whole_address("webinar-booking", booking.lot)


def _write(booking: Booking, kind: Kind, what: str, subject: str, *paragraphs: str) -> None:
    """Post one message. `what`: the event, once for each booking."""
    post(
        kind=kind, key=f"webinar-booking/{booking.pk}/{what}", to=booking.email, subject=subject, text=_letter(booking.name, *paragraphs),
    )  # fmt: skip


def _letter(name: str, *paragraphs: str) -> str:
    return "\n\n".join([f"Dear {name},", *filter(None, paragraphs)]) + "\n"


def _facts(session: Session) -> str:
    return f"{session.title}\n{when_words(session)}\nWith {session.host}"


def ask_to_confirm(booking: Booking, already: Sequence[str] = ()) -> None:
    """To an address that nobody has confirmed: nothing is booked before its owner says so. `already`: whom that address has booked."""
    session = booking.session
    _write(
        booking, CONFIRM, "confirm", f"Confirm your booking: {session.title}",
        f"somebody booked a webinar with this address.\n\n{_facts(session)}",
        f"You have already booked this webinar for: {', '.join(already)}. That booking has not changed." if already else "",
        f"To book it, open this page within a day and confirm:\n{address_of(booking)}", _QUIET,
    )  # fmt: skip


def tell_booked(booking: Booking) -> None:
    """That somebody has a place."""
    session = booking.session
    _write(
        booking, BOOKING, f"booked-{booking.version}", f"You are booked: {session.title}",
        f"you have a place.\n\n{_facts(session)}",
        f"Your booking, with the link to join and a file for your calendar, and to cancel:\n{address_of(booking)}",
        "The page is for you alone: please do not pass the link on.",
    )  # fmt: skip


def tell_waiting(booking: Booking) -> None:
    """That all places are taken."""
    session = booking.session
    _write(
        booking, BOOKING, f"waiting-{booking.version}", f"You are on the waiting list: {session.title}",
        f"all places are taken, and you are on the waiting list.\n\n{_facts(session)}",
        f"We will write to you if a place becomes free. To leave the list:\n{address_of(booking)}",
    )  # fmt: skip


def tell_offer(booking: Booking, until: str) -> None:
    """That a place has become free."""
    session = booking.session
    _write(
        booking, BOOKING, f"offer-{booking.version}", f"A place is free: {session.title}",
        f"a place has become free and is kept for you until {until}.\n\n{_facts(session)}",
        f"To take it, or to let somebody else have it:\n{address_of(booking)}",
    )  # fmt: skip


def tell_lapsed(booking: Booking) -> None:
    """That an offer was not taken up in time."""
    _write(
        booking, BOOKING, f"lapsed-{booking.version}", f"The place went to somebody else: {booking.session.title}",
        "the place that we kept for you was not taken in time, so we offered it to the next person. You can book again.",
    )  # fmt: skip


def tell_cancelled(booking: Booking) -> None:
    """That a booking is cancelled."""
    session = booking.session
    _write(
        booking, BOOKING, f"cancelled-{booking.version}", f"Booking cancelled: {session.title}",
        f"your booking is cancelled.\n\n{_facts(session)}",
        f"A file that takes it out of your calendar:\n{address_of(booking)}",
    )  # fmt: skip


def tell_changed(session: Session, bookings: Iterable[Booking]) -> None:
    """That a session is on another day, or takes longer or shorter."""
    for booking in bookings:
        _write(
            booking, BOOKING, f"changed-{session.version}", f"Changed: {session.title}",
            f"this webinar has changed. It is now:\n\n{_facts(session)}",
            f"You are still booked. For your calendar, or to cancel:\n{address_of(booking)}",
        )  # fmt: skip


def tell_off(session: Session, bookings: Iterable[Booking]) -> None:
    """That a session does not take place."""
    for booking in bookings:
        _write(
            booking, BOOKING, f"off-{session.version}", f"Cancelled: {session.title}",
            f"this webinar has been cancelled.\n\n{_facts(session)}", f"The reason: {session.cancelled_because}",
            f"A file that takes it out of your calendar:\n{address_of(booking)}",
        )  # fmt: skip


def remind(booking: Booking, what: str) -> None:
    """Before a session. `what`: which reminder, once for each time at which it begins."""
    session = booking.session
    at = f"{session.starts_at:%Y%m%d%H%M}"
    _write(
        booking, REMINDER, f"{what}-{at}", f"Reminder: {session.title}",
        f"a reminder of the webinar that you booked.\n\n{_facts(session)}",
        f"The link to join, and to cancel if you cannot come:\n{address_of(booking)}",
    )  # fmt: skip


def thank(booking: Booking, *, certificate: bool) -> None:
    """After a session, to somebody who came."""
    session = booking.session
    _write(
        booking, AFTERWARDS, "came", f"Thank you for coming: {session.title}",
        f"thank you for coming to “{session.title}”.", _material(session),
        f"Your certificate of attendance:\n{address_of(booking)}" if certificate else "",
    )  # fmt: skip


def tell_withdrawn(session: Session, withdrawal: Withdrawal) -> None:
    """That a certificate no longer holds, to whoever it names, whether the booking is still kept or not."""
    held = withdrawal.certificate
    post(
        kind=AFTERWARDS, key=f"webinar-certificate/{held.number}/withdrawn", to=held.email, subject=f"Your certificate was withdrawn: {held.title}",
        text=_letter(
            held.name, f"your certificate {held.number} of the webinar “{held.title}” is no longer valid. Whoever checks its number is told so.",
            f"The reason: {withdrawal.why}", f"If you think that this is wrong, please tell {session.body.name}.",
        ),
    )  # fmt: skip


def missed(booking: Booking) -> None:
    """After a session, to somebody who did not come."""
    session = booking.session
    _write(
        booking, AFTERWARDS, "missed", f"We missed you: {session.title}",
        f"you booked “{session.title}” and could not come, as far as we know. If you were there, please tell us.",
        _material(session),
    )  # fmt: skip


def _material(session: Session) -> str:
    return f"The recording, slides, questions and answers, where there are any:\n{whole_address('webinar', session.pk)}"
