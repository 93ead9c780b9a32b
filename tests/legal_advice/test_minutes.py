"""A client's minutes: granted once, held by a booking, taken by a call, never overdrawn, and corrected by two people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate, localtime

from irhub.accounts.models import AuditEvent
from irhub.accounts.roles import Kind, Role
from irhub.casework.ledger import free, unsound
from irhub.legal_advice import booking, calls, entitlements
from irhub.legal_advice.models import Appointment, Call, Correction, Entitlement, EntitlementEntry, EntitlementHold
from irhub.legal_advice.outcomes import Answer, Outcome
from irhub.programmes.models import Audience
from irhub.web.errors import ActionRefused, StaleVersion
from irhub.web.london import LONDON
from tests.factories import BodyFactory, MembershipFactory, signed_in
from tests.legal_advice.factories import (
    HELD,
    AppointmentFactory,
    CallFactory,
    CorrectionFactory,
    EntitlementFactory,
    SlotFactory,
    adviser_of,
    begun,
    lawyer_of,
    scheme_of,
    talked,
)
from tests.legal_advice.factories import told as told_of_it
from tests.programmes.factories import LEEDS, WALSALL

pytestmark = pytest.mark.django_db


def told(scheme, key=WALSALL) -> str:
    return entitlements.balance_told(key, scheme, localdate())


def test_minutes_are_granted_once_to_a_client_that_is_eligible_and_to_no_other():
    scheme = scheme_of()
    by = adviser_of(scheme.body)
    assert told(scheme).startswith("30 of 30 minutes left, until ")
    first = entitlements.entitlement_for(scheme=scheme, kind=Audience.COUNCIL, key=WALSALL, by=by)
    assert entitlements.entitlement_for(scheme=scheme, kind=Audience.COUNCIL, key=WALSALL, by=by) == first
    assert (first.client_name, first.amount, first.why) == (
        "Walsall", 30, "Walsall is one of the councils that are covered.",
    )  # fmt: skip
    assert list(first.entries.values_list("kind", "amount")) == [("grant", 30)]
    with pytest.raises(
        ActionRefused, match=r"Leeds is not one of the councils that are covered\. Ask the national helpline"
    ):
        entitlements.entitlement_for(scheme=scheme, kind=Audience.COUNCIL, key=LEEDS, by=by)
    with pytest.raises(DatabaseError), transaction.atomic():
        Entitlement.objects.create(
            body=scheme.body, scheme=scheme, client_kind="council", client_key=WALSALL, client_name="x",
            granted_on=localdate(), why="x",
        )  # fmt: skip


def test_others_than_the_hub_and_the_client_get_nothing():
    scheme = scheme_of()
    council = BodyFactory(name="Walsall Council", place_code=WALSALL)
    elsewhere = BodyFactory(name="Leeds Council", place_code=LEEDS)
    other = BodyFactory(kind=Kind.DELIVERY_PARTNER, name="Another hub")
    for by in (
        MembershipFactory(person__email="a@example.org", body=council, role=Role.ANALYST),
        MembershipFactory(person__email="b@example.org", body=elsewhere, role=Role.LEAD),
        MembershipFactory(person__email="c@example.org", body=other, role=Role.ADVISER),
        lawyer_of(scheme.law_firm),
    ):
        with pytest.raises(ActionRefused, match="you cannot book for this client"):
            entitlements.entitlement_for(scheme=scheme, kind=Audience.COUNCIL, key=WALSALL, by=by)
    own = MembershipFactory(person__email="d@example.org", body=council, role=Role.LEAD)
    assert entitlements.entitlement_for(scheme=scheme, kind=Audience.COUNCIL, key=WALSALL, by=own).amount == 30


def test_a_call_takes_of_what_its_booking_held_and_the_rest_is_free_again():
    made = AppointmentFactory(clear=True)
    assert (made.hold.amount, free(made.entitlement)) == (30, 0)
    call = talked(made, 12)
    assert (call.minutes, call.goodwill, call.outcome, call.typed) == (12, 0, "answered", False)
    assert told(made.scheme).startswith("18 of 30 minutes left")
    assert list(made.entitlement.entries.values_list("kind", "amount")) == [("grant", 30), ("use", -12)]
    assert not list(unsound(Entitlement))
    again = AppointmentFactory(slot=SlotFactory(scheme=made.scheme), clear=True)
    assert again.hold.amount == 18, "a booking holds what is left, if that is less than the time is long"
    with pytest.raises(ActionRefused, match="No minutes are left"):
        AppointmentFactory(slot=SlotFactory(scheme=made.scheme))


def test_minutes_beyond_what_is_left_need_a_reason_and_are_goodwill_not_entitlement():
    made = AppointmentFactory(clear=True)
    by = lawyer_of(made.firm)
    call = begun(calls.start_call(appointment=made, version=made.version, by=by), 34.2)
    made.refresh_from_db()
    with pytest.raises(ActionRefused, match="Stop the timer first"):
        calls.confirm_call(call=call, version=made.version, outcome=Outcome.ANSWERED, by=by)
    calls.stop_call(call=call, by=by)
    with pytest.raises(ActionRefused, match="the 5 minutes beyond are booked to goodwill"):
        calls.confirm_call(call=call, version=made.version, outcome=Outcome.ANSWERED, by=by)
    call = calls.confirm_call(
        call=call, version=made.version, outcome=Outcome.ANSWERED, goodwill_why="In mid-sentence", by=by
    )
    assert (call.minutes, call.goodwill) == (35, 5)
    assert told(made.scheme).startswith("0 of 30 minutes left")
    assert not list(unsound(Entitlement))
    page = signed_in(by.person).get(reverse("legal-call", args=[made.reference])).content.decode()
    assert "5 of them goodwill, to which somebody who leads the helpline is to agree" in page
    asked = call.corrections.get()
    assert (asked.amount, asked.why, asked.asked_by) == (5, "In mid-sentence", by.person.email)
    lead = adviser_of(made.body, "lead@example.org", Role.HELPLINE_LEAD)
    waits = signed_in(lead.person).get(reverse("legal-corrections")).content.decode()
    assert "5 minutes of goodwill in a call" in waits
    both = MembershipFactory(person=by.person, body=made.body, role=Role.HELPLINE_LEAD)
    with pytest.raises(ActionRefused, match="never whoever asked for it"):
        entitlements.agree_to_correction(correction=asked, version=asked.version, by=both)
    entitlements.agree_to_correction(correction=asked, version=asked.version, by=lead)
    assert told(made.scheme).startswith("0 of 30 minutes left"), "it stands with the call, and in no entitlement"
    call.refresh_from_db()
    assert (call.goodwill, call.unpaid) == (5, 0)


def test_what_does_not_take_place_gives_back_what_it_held():
    made = AppointmentFactory(clear=True)
    booking.cancel_appointment(appointment=made, version=made.version, by=adviser_of(made.body))
    assert free(made.entitlement) == 30
    released = AppointmentFactory(slot=made.slot)
    calls.answer_check(appointment=released, answer=Answer.CONFLICT, version=released.version, by=lawyer_of(made.firm))
    assert free(made.entitlement) == 0, "until the client is told"
    released = told_of_it(released)
    assert (released.state, free(made.entitlement)) == ("released", 30)
    missed = AppointmentFactory(slot=SlotFactory(scheme=made.scheme), clear=True)
    with pytest.raises(ActionRefused, match="The appointment begins on"):
        calls.nobody_attended(appointment=missed, version=missed.version, by=lawyer_of(made.firm))
    Appointment._base_manager.filter(pk=missed.pk).update(starts_at=timezone.now() - timedelta(minutes=5))
    missed.refresh_from_db()
    calls.nobody_attended(appointment=missed, version=missed.version, by=lawyer_of(made.firm))
    assert free(made.entitlement) == 30
    lapsed = AppointmentFactory(slot=SlotFactory(scheme=made.scheme))
    long_ago = timezone.now() - timedelta(days=8)
    Appointment._base_manager.filter(pk=lapsed.pk).update(ends_at=long_ago)
    EntitlementHold.objects.filter(pk=lapsed.hold_id).update(expires_at=timezone.now() - timedelta(days=1))
    assert booking.expire_appointments() == 1
    lapsed.refresh_from_db()
    assert (lapsed.state, free(made.entitlement)) == ("expired", 30)
    assert not list(unsound(Entitlement))


def test_typed_minutes_are_kept_as_typed_and_only_once_they_are_over():
    made = AppointmentFactory(clear=True)
    by = lawyer_of(made.firm)
    typed = {"appointment": made, "version": made.version, "outcome": Outcome.ANSWERED, "by": by}
    with pytest.raises(ActionRefused, match="is not over yet"):
        calls.type_call(started_at=timezone.now(), minutes=5, **typed)
    with pytest.raises(ActionRefused, match="whole minutes"):
        calls.type_call(started_at=timezone.now(), minutes=0, **typed)
    call = calls.type_call(started_at=timezone.now() - timedelta(minutes=20), minutes=7, **typed)
    assert (call.typed, call.minutes, free(made.entitlement)) == (True, 7, 23)
    with pytest.raises(StaleVersion, match="meanwhile"):
        calls.type_call(started_at=timezone.now() - timedelta(minutes=20), minutes=7, **typed)
    assert (Call.objects.count(), free(made.entitlement)) == (1, 23)


def test_a_forgotten_timer_stops_at_the_longest_call_and_the_lawyer_says_when_it_ended():
    made = AppointmentFactory(clear=True)
    by = lawyer_of(made.firm)
    call = begun(calls.start_call(appointment=made, version=made.version, by=by), 3840)
    call = calls.stop_call(call=call, by=by)
    assert call.stopped_at - call.started_at == timedelta(minutes=calls.LONGEST_CALL)
    made.refresh_from_db()
    began = localtime(call.started_at, LONDON)
    told = {"call": call, "version": made.version, "outcome": Outcome.ANSWERED, "by": by}
    with pytest.raises(ActionRefused, match="Say why the timer"):
        calls.confirm_call(ended=(began + timedelta(minutes=12)).time(), **told)
    with pytest.raises(ActionRefused, match="The timer ran from"):
        calls.confirm_call(ended=(began + timedelta(minutes=300)).time(), ended_why="Forgotten", **told)
    ended = (began + timedelta(minutes=12)).time()
    call = calls.confirm_call(ended=ended, ended_why="Forgotten", **told)
    call.refresh_from_db()
    assert (call.typed, call.typed_why, call.minutes, free(made.entitlement)) == (True, "Forgotten", 12, 18)


def test_whoever_leads_the_helpline_gives_up_a_call_of_which_nobody_says_what_came():
    call = CallFactory()
    made, lead = call.appointment, adviser_of(call.appointment.body, "lead@example.org", Role.HELPLINE_LEAD)
    told = {"appointment": made, "version": made.version}
    with pytest.raises(ActionRefused, match="Say why"):
        calls.abandon_call(reason=" ", by=lead, **told)
    with pytest.raises(ActionRefused):
        calls.abandon_call(reason="Away", by=lawyer_of(made.firm), **told)
    page = signed_in(lead.person)
    assert "Give it up" in page.get(reverse("legal-appointment", args=[made.reference])).content.decode()
    page.post(
        reverse("legal-abandon", args=[made.reference]), {"version": made.version, "reason": "The lawyer has left"}
    )
    made.refresh_from_db()
    assert (made.state, free(made.entitlement), Call.objects.count()) == ("expired", 30, 0)


def test_a_lawyer_is_on_one_call_at_a_time_and_a_stopped_timer_stays():
    call = CallFactory()
    other = AppointmentFactory(slot=SlotFactory(scheme=scheme_of(name="Another")), clear=True)
    by = lawyer_of(call.firm)
    with pytest.raises(ActionRefused, match="You are on another call"):
        calls.start_call(appointment=other, version=other.version, by=by)
    stopped = calls.stop_call(call=call, by=by).stopped_at
    assert stopped is not None
    assert calls.stop_call(call=call, by=by).stopped_at == stopped
    with pytest.raises(ActionRefused, match="another law firm"):
        calls.stop_call(call=call, by=lawyer_of(BodyFactory(kind=Kind.LAW_FIRM, name="Rival LLP"), "r@example.org"))
    other.refresh_from_db()
    assert calls.start_call(appointment=other, version=other.version, by=by).stopped_at is None


def test_a_correction_is_booked_when_somebody_else_who_leads_the_helpline_agrees():
    made = CorrectionFactory(amount=-5)
    lead = adviser_of(made.body, "lead@example.org", Role.HELPLINE_LEAD)
    assert free(made.entitlement) == 30
    with pytest.raises(ActionRefused, match="never whoever asked for it"):
        entitlements.agree_to_correction(correction=made, version=1, by=adviser_of(made.body))
    elsewhere = BodyFactory(kind=Kind.DELIVERY_PARTNER, name="Another hub")
    stranger = adviser_of(elsewhere, "s@example.org", Role.HELPLINE_LEAD)
    with pytest.raises(ActionRefused, match="another hub"):
        entitlements.agree_to_correction(correction=made, version=1, by=stranger)
    entitlements.agree_to_correction(correction=made, version=1, by=lead)
    assert free(made.entitlement) == 25
    with pytest.raises(StaleVersion):
        entitlements.agree_to_correction(correction=made, version=1, by=lead)
    own = entitlements.ask_correction(entitlement=made.entitlement, amount=5, why="It was right", by=lead)
    with pytest.raises(ActionRefused, match="never whoever asked for it"):
        entitlements.agree_to_correction(correction=own, version=1, by=lead)
    with pytest.raises(DatabaseError), transaction.atomic():
        Correction._base_manager.filter(pk=own.pk).update(decided_by=own.asked_by)
    for wrong in ({"amount": 0, "why": "x"}, {"amount": 31, "why": "x"}, {"amount": 5, "why": " "}):
        with pytest.raises(ActionRefused):
            entitlements.ask_correction(entitlement=made.entitlement, by=lead, **wrong)
    assert list(EntitlementEntry.objects.order_by("pk").values_list("kind", "amount")) == [
        ("grant", 30), ("correction", -5),
    ]  # fmt: skip


def test_goodwill_is_given_beyond_the_entitlement_for_a_reason_when_a_second_person_agrees():
    held = EntitlementFactory()
    adviser, lead = adviser_of(held.body), adviser_of(held.body, "lead@example.org", Role.HELPLINE_LEAD)
    page = signed_in(adviser.person)
    address = reverse("legal-client", args=[held.reference])
    page.post(address, {"goodwill": "yes", "amount": "10", "call": "", "why": "Their line failed twice"})
    made = Correction.objects.get()
    assert (made.goodwill, free(held)) == (True, 30)
    with pytest.raises(ActionRefused, match="never whoever asked for it"):
        entitlements.agree_to_correction(correction=made, version=made.version, by=adviser)
    assert "10 minutes of goodwill" in signed_in(lead.person).get(reverse("legal-corrections")).content.decode()
    entitlements.agree_to_correction(correction=made, version=made.version, by=lead)
    assert list(held.entries.order_by("pk").values_list("kind", "amount")) == [("grant", 30), ("goodwill", 10)]
    assert told(held.scheme).startswith("40 minutes left, 10 more than the usual 30, until ")
    assert not list(unsound(Entitlement))
    told_page = page.get(address).content.decode()
    assert "10 minutes of goodwill" in told_page
    assert "<strong>40</strong>" in told_page, "what the entries come to"
    for wrong in ({"amount": -5, "why": "x"}, {"amount": 5, "why": " "}):
        with pytest.raises(ActionRefused):
            entitlements.ask_correction(entitlement=held, goodwill=True, by=adviser, **wrong)
    with pytest.raises(DatabaseError), transaction.atomic():
        Correction._base_manager.filter(pk=made.pk).update(amount=-5)


def test_a_correction_that_would_overdraw_is_refused_and_stays_where_it_was():
    held = EntitlementFactory()
    made = CorrectionFactory(entitlement=held, amount=-30)
    AppointmentFactory(slot=SlotFactory(scheme=held.scheme))
    with pytest.raises(ActionRefused, match="0 minutes are left, and 30 more are reserved"):
        entitlements.agree_to_correction(
            correction=made, version=1, by=adviser_of(made.body, "lead@example.org", Role.HELPLINE_LEAD)
        )
    made = Correction.objects.get(pk=made.pk)
    assert (made.state, held.entries.count()) == ("asked", 1)


def test_the_trail_names_things_by_lot():
    made = AppointmentFactory(clear=True)
    call = talked(made, 3)
    abouts = set(AuditEvent.objects.filter(what__regex="appointment|call|granted").values_list("about", flat=True))
    assert abouts == {f"appointment/{made.reference}", f"entitlement/{made.entitlement.reference}"}
    assert call.reference.startswith("CL-")
    assert Call.objects.get().pk == call.pk


def test_nobody_books_without_a_number_to_ring():
    slot = SlotFactory()
    with pytest.raises(ActionRefused, match="telephone number"):
        booking.book_slot(
            slot=slot, kind=Audience.COUNCIL, key=WALSALL, rung=booking.Rung("Pat", " "), by=adviser_of(slot.body)
        )
    assert booking.book_slot(slot=slot, kind=Audience.COUNCIL, key=WALSALL, rung=HELD, by=adviser_of(slot.body))
