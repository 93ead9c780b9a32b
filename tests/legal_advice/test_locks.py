"""Two people who do something with one appointment or one time wait for each other, one after the other: nobody is stuck, and nothing is lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate, localtime

from irhub.accounts.roles import Role
from irhub.casework.ledger import free
from irhub.legal_advice import booking, calls, releasing, slots, standing
from irhub.legal_advice.models import Appointment, Call
from irhub.legal_advice.outcomes import Answer, Outcome
from irhub.programmes.models import Scheme
from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.london import LONDON
from tests.factories import signed_in
from tests.legal_advice.factories import AppointmentFactory, SlotFactory, adviser_of, firm_named, lawyer_of

pytestmark = pytest.mark.django_db
LOCKS = re.compile(r'FROM "legal_advice_(\w+)".* FOR UPDATE|^(?:UPDATE|DELETE FROM) "legal_advice_(\w+)"', re.S)
LEAD = ("lead@example.org", Role.HELPLINE_LEAD)


def locked_by(does, *told) -> list[str]:
    """The tables of which rows are locked, in the order in which each is first; and `asks`, where it is asked which times are taken."""
    with CaptureQueriesContext(connection) as ran:
        does(*told)
    found = []
    for query in ran.captured_queries:
        if lock := LOCKS.search(query["sql"]):
            found.append(lock[1] or lock[2])
        elif re.match(r'SELECT "legal_advice_appointment"."slot_id" AS', query["sql"]):
            found.append("asks")
    return list(dict.fromkeys(found))


def types(made: Appointment) -> None:
    began = timezone.now() - timedelta(minutes=20)
    by = lawyer_of(made.firm)
    calls.type_call(
        appointment=made, version=made.version, started_at=began, minutes=7, outcome=Outcome.ANSWERED, by=by
    )  # fmt: skip


def confirms(made: Appointment) -> None:
    calls.confirm_call(
        call=made.call, version=made.version, outcome=Outcome.ANSWERED, by=lawyer_of(made.firm)
    )  # fmt: skip


def abandons(made: Appointment) -> None:
    calls.abandon_call(appointment=made, version=made.version, reason="Away", by=adviser_of(made.body, *LEAD))


def cancels(made: Appointment) -> None:
    booking.cancel_appointment(appointment=made, version=made.version, by=adviser_of(made.body))


def moves(made: Appointment) -> None:
    slot = SlotFactory(scheme=made.scheme)
    booking.move_appointment(appointment=made, slot=slot, version=made.version, by=adviser_of(made.body))


def misses(made: Appointment) -> None:
    calls.nobody_attended(appointment=made, version=made.version, by=lawyer_of(made.firm))


def refused(made: Appointment) -> None:
    calls.answer_check(appointment=made, answer=Answer.CONFLICT, version=made.version, by=lawyer_of(made.firm))
    soon = timezone.now() + timedelta(minutes=30)
    Appointment._base_manager.filter(pk=made.pk).update(starts_at=soon)


def begins(made: Appointment) -> None:
    by = lawyer_of(made.firm)
    calls.stop_call(call=calls.start_call(appointment=made, version=made.version, by=by), by=by)


def soon(made: Appointment) -> None:
    Appointment._base_manager.filter(pk=made.pk).update(starts_at=timezone.now() + timedelta(hours=9))


def past(made: Appointment) -> None:
    ago = timezone.now() - timedelta(days=9)
    Appointment._base_manager.filter(pk=made.pk).update(starts_at=ago, ends_at=ago)


def withdrawn(made: Appointment) -> None:
    Scheme._base_manager.filter(pk=made.scheme_id).update(state="withdrawn")


@pytest.mark.parametrize(
    ("before", "does"),
    [
        (None, types), (begins, confirms), (begins, abandons), (None, cancels), (None, moves), (past, misses),
        (refused, lambda _: releasing.tell_refusals()), (past, lambda _: booking.expire_appointments()),
        (withdrawn, lambda _: standing.cancel_fallen()), (soon, lambda _: booking.remind()),
    ],
    ids=["types", "confirms", "gives up", "cancels", "moves", "misses", "releases", "expires", "falls", "reminds"],
)  # fmt: skip
def test_whatever_is_done_an_appointment_is_locked_before_the_minutes(before, does):
    made = AppointmentFactory(clear=True)
    if before:
        before(made)
        made = Appointment.objects.get(pk=made.pk)
    found = locked_by(does, made)
    assert found.index("appointment") < found.index("entitlement")
    assert "call" not in found or found.index("appointment") < found.index("call")


def test_before_it_is_asked_whether_a_firm_refused_the_appointment_is_locked():
    made = AppointmentFactory(clear=True)
    assert locked_by(begins, made)[0] == "appointment"


def test_a_time_is_locked_before_it_is_asked_whether_it_is_taken():
    first = SlotFactory()
    by = lawyer_of(first.firm)
    assert locked_by(lambda: AppointmentFactory(slot=first))[:2] == ["slot", "asks"]
    day = localdate() + timedelta(days=3)
    at = localtime(timezone.now(), LONDON).time().replace(hour=12, second=0, microsecond=0)
    made = slots.offer_weekly(scheme=first.scheme, first=day, last=day + timedelta(weeks=2), at=at, minutes=30, by=by)
    with CaptureQueriesContext(connection) as ran:
        assert slots.end_series(series=made, by=by) >= 1
    told = [query["sql"] for query in ran.captured_queries]
    locks = next(at for at, query in enumerate(told) if "FOR UPDATE" in query)
    assert any('FROM "legal_advice_appointment"' in query for query in told[locks + 1 :])
    with pytest.raises(ActionRefused, match="just booked this time"):
        AppointmentFactory(slot=first)


def test_a_call_that_was_given_up_meanwhile_is_told_and_not_confirmed():
    made = AppointmentFactory(clear=True)
    begins(made)
    made = Appointment.objects.get(pk=made.pk)
    call = made.call
    abandons(Appointment.objects.get(pk=made.pk))
    by = lawyer_of(made.firm)
    for does in (lambda: confirms(made), lambda: calls.stop_call(call=call, by=by)):
        with pytest.raises(StaleVersion, match="given up meanwhile"):
            does()


def test_a_typed_call_whose_appointment_somebody_moved_is_sent_again_as_it_was_typed():
    made = AppointmentFactory(clear=True)
    page, address = signed_in(lawyer_of(made.firm).person), reverse("legal-typed", args=[made.reference])
    began = localtime(timezone.now() - timedelta(minutes=30), LONDON)
    day = {"day-day": began.day, "day-month": began.month, "day-year": began.year}
    sent = {"at": f"{began:%H:%M}", "minutes": 7, "outcome": "answered", "version": made.version, **day}
    moves(Appointment.objects.get(pk=made.pk))
    shown = page.post(address, sent)
    assert shown.status_code == 409
    told = shown.content.decode()
    assert f'name="version" value="{made.version + 1}"' in told
    assert 'value="7"' in told
    assert page.post(address, sent | {"version": made.version + 1}).status_code == 302
    assert (Call.objects.get().minutes, free(made.entitlement)) == (7, 23)
    gone = AppointmentFactory(slot=SlotFactory(scheme=made.scheme), clear=True)
    cancels(Appointment.objects.get(pk=gone.pk))
    late = page.post(reverse("legal-typed", args=[gone.reference]), sent | {"version": gone.version})
    assert late.status_code == 409
    assert "What you wrote was not saved" in late.content.decode()


def test_an_appointment_of_a_firm_that_went_is_not_moved_and_its_page_says_what_to_do():
    made = AppointmentFactory()
    Scheme._base_manager.filter(pk=made.scheme_id).update(law_firm=firm_named("Larkspur Law LLP"))
    SlotFactory(scheme=Scheme.objects.get(pk=made.scheme_id))
    adviser = signed_in(adviser_of(made.body).person)
    for name in ("legal-appointment", "legal-move"):
        page = adviser.get(reverse(name, args=[made.reference])).content.decode()
        assert "Cancel this appointment, and book a time of that firm" in page
        assert "Move it to another time" not in page
        assert "Move it</button>" not in page
    with pytest.raises(ActionRefused, match="Another law firm advises"):
        moves(Appointment.objects.get(pk=made.pk))
