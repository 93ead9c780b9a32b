"""What is written to callers and lawyers of an appointment: when it is, never what it is about, and never why it was released."""

from __future__ import annotations

from django.utils.timezone import localtime

from irhub.legal_advice.models import Appointment
from irhub.legal_advice.neutral import refusal
from irhub.legal_advice.notices import APPOINTMENT, TO_CHECK
from irhub.notify.actions import post
from irhub.web.addresses import whole_address
from irhub.web.london import LONDON


def when(appointment: Appointment) -> str:
    """When it is, as the clock in London shows it."""
    starts, ends = localtime(appointment.starts_at, LONDON), localtime(appointment.ends_at, LONDON)
    return f"{starts:%A %-d %B %Y}, {starts:%H:%M} to {ends:%H:%M}"


def booked(appointment: Appointment) -> None:
    """A booking waits for the firm's check: the caller and the lawyer hear of it."""
    _caller(
        appointment, "booked", "We have your request for an appointment with a lawyer",
        f"You asked for {when(appointment)}.\n\nThe law firm first checks whether it can act. We will write to you when it has.",
    )  # fmt: skip
    _lawyer(appointment, "A booking is waiting for your check")


def confirmed(appointment: Appointment) -> None:
    """The firm can act."""
    _caller(
        appointment, "confirmed", "Your appointment with a lawyer is confirmed",
        f"{appointment.lawyer_name} rings you on {when(appointment)}.\n\n{_counted()}",
    )  # fmt: skip


def moved(appointment: Appointment, before: Appointment) -> None:
    """It is at another time. `before`: as it was, whose lawyer hears of it too."""
    _caller(
        appointment, "moved", "Your appointment with a lawyer was moved", f"It is on {when(appointment)} now.",
    )  # fmt: skip
    _lawyer(appointment, "An appointment was moved")
    if before.lawyer_id != appointment.lawyer_id:
        _lawyer(before, "An appointment of yours was moved to somebody else", "lost")


def cancelled(appointment: Appointment) -> None:
    """It does not take place."""
    _caller(
        appointment, "cancelled", "Your appointment with a lawyer was cancelled",
        f"The appointment on {when(appointment)} does not take place. You can use the minutes again.",
    )  # fmt: skip
    _lawyer(appointment, "An appointment was cancelled")


def fell(appointment: Appointment, why: str) -> None:
    """It does not take place, since its scheme no longer gives it: whoever is rung, whoever booked and the lawyer hear why, and what to do."""
    subject = "Your appointment with a lawyer was cancelled"
    text = f"The appointment on {when(appointment)} does not take place. {why}"
    _caller(appointment, "fell", subject, text)
    _booker(appointment, "fell-booked", "An appointment with a lawyer that you booked was cancelled", text)
    _lawyer(appointment, "An appointment was cancelled", why=why)


def released(appointment: Appointment) -> None:
    """The firm does not take it: in the same words, whatever its reason, to whoever is rung and whoever booked."""
    text = refusal(appointment.scheme.instead)
    _caller(appointment, "released", "Your appointment with a lawyer", text)
    _booker(appointment, "released-booked", "An appointment with a lawyer that you booked", text)


def reminded(appointment: Appointment) -> None:
    """It is tomorrow."""
    _caller(
        appointment, "reminder", "Your appointment with a lawyer is tomorrow",
        f"{appointment.lawyer_name} rings you on {when(appointment)}. If you cannot make it, cancel it: you can then use the minutes again.",
    )  # fmt: skip


def _counted() -> str:
    return "Part of a minute counted as a whole minute. Only the talk with the lawyer counts."


def _caller(appointment: Appointment, what: str, subject: str, text: str) -> None:
    caller = getattr(appointment, "caller", None)
    if caller is not None and caller.email:
        post(
            kind=APPOINTMENT, key=_key(appointment, what), to=caller.email,
            subject=subject, text=f"{text}\n\nReference: {appointment.reference}\n",
        )  # fmt: skip


def _booker(appointment: Appointment, what: str, subject: str, text: str) -> None:
    """Whoever booked, unless they are the one whom the lawyer rings."""
    caller = getattr(appointment, "caller", None)
    if caller is None or caller.email != appointment.booked_by:
        address = whole_address("legal-appointment", appointment.reference)
        post(
            kind=APPOINTMENT, key=_key(appointment, what), to=appointment.booked_by,
            subject=subject, text=f"{text}\n\nSee it: {address}\n",
        )  # fmt: skip


def _lawyer(appointment: Appointment, subject: str, what: str = "firm", why: str = "") -> None:
    """No name of a client stands in what leaves for the firm: it signs in for that."""
    address = whole_address("legal-day")
    post(
        kind=TO_CHECK, key=_key(appointment, what), to=appointment.lawyer.person.email, subject=subject,
        text="\n\n".join(each for each in (when(appointment), why, f"See it: {address}\n") if each),
    )  # fmt: skip


def _key(appointment: Appointment, what: str) -> str:
    """Under which a message is kept once."""
    return f"appointment/{appointment.reference}/{appointment.sequence}/{what}"
