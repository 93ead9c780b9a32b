"""The demo's legal advice: a firm's times of this week and the next, a provider with 18 minutes left, a booking that waits for its check."""

from __future__ import annotations

from datetime import time, timedelta

from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.models import Membership
from irhub.legal_advice import booking, calls, slots
from irhub.legal_advice.keeping import now
from irhub.legal_advice.models import Appointment
from irhub.legal_advice.outcomes import Answer, Outcome, Stands
from irhub.programmes import demo as hub
from irhub.programmes.models import Audience, Scheme
from irhub.programmes.queries import schemes_of_firm
from irhub.web.working_days import working_days_after


def a_law_firm_that_gives_advice() -> None:
    """Times of a lawyer, a provider with 18 minutes left, an appointment to come and one that the firm is to check"""
    lawyer, adviser = hub.lawyer(), hub.adviser()
    today = localdate()
    with acting_in(lawyer):
        scheme = next(each for each in schemes_of_firm(lawyer.body) if each.opens_on <= today <= each.closes_on)
        _times(scheme, lawyer)
    (first, _), (second, other), *_ = hub.providers(2)
    spoke = _booked(scheme, first, "Priya Example", adviser)
    with acting_in(lawyer):
        cleared = calls.answer_check(
            appointment=spoke, answer=Answer.CLEAR, version=spoke.version, by=lawyer
        )  # fmt: skip
        calls.type_call(
            appointment=cleared, version=cleared.version, started_at=now() - timedelta(minutes=13), minutes=12,
            outcome=Outcome.ANSWERED, by=lawyer,
        )  # fmt: skip
    coming = _booked(scheme, first, "Priya Example", adviser)
    with acting_in(lawyer):
        calls.answer_check(appointment=coming, answer=Answer.CLEAR, version=coming.version, by=lawyer)
    _booked(scheme, second, "Olu Example", adviser, booking.Named(f"A former agency of {other}", Stands.OTHER))


def _times(scheme: Scheme, lawyer: Membership) -> None:
    """Half hours on each working day of the week, for some weeks. Over a holiday five days are more than a week: each weekday begins once."""
    for day in {day.weekday(): day for day in reversed(working_days_after(localdate(), 5))}.values():
        for at in (time(10), time(10, 30), time(14)):
            slots.offer_weekly(
                scheme=scheme, first=day, last=day + timedelta(weeks=3), at=at, minutes=30, by=lawyer
            )  # fmt: skip


def _booked(scheme: Scheme, provider_id: str, name: str, adviser: Membership, *parties: booking.Named) -> Appointment:
    with acting_in(adviser):
        return booking.book_slot(
            slot=slots.free_slots(scheme)[0], kind=Audience.PROVIDER, key=provider_id,
            rung=booking.Rung(name, "0121 496 0110"), parties=parties, by=adviser,
        )  # fmt: skip


SCENES = (a_law_firm_that_gives_advice,)
