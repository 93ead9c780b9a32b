"""Whoever books at once, in whatever order, and whoever is killed meanwhile: minutes are never overdrawn, and entries tell how it came to that."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from irhub.accounts.roles import Role
from irhub.casework.ledger import free, unsound
from irhub.legal_advice import booking, calls, entitlements
from irhub.legal_advice.models import Appointment, Call, Entitlement, EntitlementHold, Slot
from irhub.legal_advice.outcomes import Answer, Outcome
from irhub.programmes.models import Audience, Scheme
from irhub.web.errors import ActionRefused
from tests.casework.at_once import THREADS, at_once
from tests.examples import tried
from tests.legal_advice.factories import (
    HELD,
    EntitlementFactory,
    SlotFactory,
    adviser_of,
    lawyer_of,
    on_no_holiday,
    scheme_of,
    told,
)
from tests.place import until
from tests.programmes.factories import WALSALL


class Bookings(RuleBasedStateMachine):
    """Everything that a hub, a firm and time can do to one client's minutes, beside a purse of plain numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.within = transaction.atomic()
        self.within.__enter__()
        self.held = EntitlementFactory()
        self.scheme = self.held.scheme
        self.adviser, self.lawyer = adviser_of(self.scheme.body), lawyer_of(self.scheme.law_firm)
        self.lead = adviser_of(self.scheme.body, "lead@example.org", Role.HELPLINE_LEAD)
        self.left, self.goodwill = 30, 0
        self.coming: dict[int, int] = {}  # minutes that each appointment holds
        self.taken: set[int] = set()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.within.__exit__(None, None, None)

    def one(self, data: Any) -> Appointment:
        return Appointment.objects.get(pk=data.draw(st.sampled_from(sorted(self.coming))))

    @rule(length=st.integers(5, 45))
    def books(self, length: int) -> None:
        last = Slot.objects.order_by("ends_at").last()
        starts = on_no_holiday(last.ends_at if last else timezone.now() + timedelta(days=1))
        slot = SlotFactory(scheme=self.scheme, starts_at=starts, ends_at=starts + timedelta(minutes=length))
        there = self.left - sum(self.coming.values())
        try:
            made = booking.book_slot(slot=slot, kind=Audience.COUNCIL, key=WALSALL, rung=HELD, by=self.adviser)
        except ActionRefused:
            assert there == 0
        else:
            assert made.hold.amount == min(length, there) >= 1
            self.coming[made.pk] = made.hold.amount

    @precondition(lambda self: self.coming)
    @rule(data=st.data())
    def books_what_is_taken(self, data: Any) -> None:
        slot = self.one(data).slot
        with pytest.raises(ActionRefused):
            booking.book_slot(slot=slot, kind=Audience.COUNCIL, key=WALSALL, rung=HELD, by=self.adviser)

    @precondition(lambda self: self.coming)
    @rule(data=st.data(), answer=st.sampled_from(Answer))
    def answers(self, data: Any, answer: Answer) -> None:
        made = self.one(data)
        try:
            calls.answer_check(appointment=made, answer=answer, version=made.version, by=self.lawyer)
        except ActionRefused:
            assert (made.state, answer) == ("clear", Answer.CLEAR)
        else:
            if answer is not Answer.CLEAR:
                assert told(made).state == "released"
                del self.coming[made.pk]

    @precondition(lambda self: self.coming)
    @rule(data=st.data())
    def cancels(self, data: Any) -> None:
        made = self.one(data)
        booking.cancel_appointment(appointment=made, version=made.version, by=self.adviser)
        del self.coming[made.pk]

    @precondition(lambda self: self.coming)
    @rule(data=st.data(), minutes=st.integers(1, 60))
    def talks(self, data: Any, minutes: int) -> None:
        made = self.one(data)
        began = timezone.now() - timedelta(minutes=minutes, seconds=1)
        told = {"appointment": made, "version": made.version, "started_at": began, "minutes": minutes}
        there = self.left - sum(self.coming.values()) + self.coming[made.pk]
        try:
            call = calls.type_call(
                **told, outcome=Outcome.ANSWERED, goodwill_why="It mattered" if minutes > there else "", by=self.lawyer
            )
        except ActionRefused:
            assert made.state == "asked"
        else:
            assert (call.minutes, call.goodwill) == (minutes, max(0, minutes - there))
            del self.coming[made.pk]
            self.left -= minutes - call.goodwill
            self.goodwill += call.goodwill

    @rule(amount=st.integers(-30, 30).filter(bool))
    def corrects(self, amount: int) -> None:
        made = entitlements.ask_correction(entitlement=self.held, amount=amount, why="x", by=self.adviser)
        try:
            entitlements.agree_to_correction(correction=made, version=made.version, by=self.lead)
        except ActionRefused:
            assert self.left - sum(self.coming.values()) + amount < 0
        else:
            self.left += amount

    @precondition(lambda self: self.coming)
    @rule(data=st.data())
    def runs_out(self, data: Any) -> None:
        made = self.one(data)
        EntitlementHold.objects.filter(pk=made.hold_id).update(expires_at=timezone.now() - timedelta(hours=1))
        Appointment._base_manager.filter(pk=made.pk).update(ends_at=timezone.now() - timedelta(days=9))
        assert booking.expire_appointments() == 1
        del self.coming[made.pk]

    @rule()
    def after_the_last_day_nothing_begins(self) -> None:
        with transaction.atomic():
            Scheme._base_manager.filter(pk=self.scheme.pk).update(closes_on=localdate() - timedelta(days=1))
            before = Call.objects.count()
            for made in Appointment.objects.filter(pk__in=self.coming, state="clear"):
                with pytest.raises(ActionRefused):
                    calls.start_call(appointment=made, version=made.version, by=self.lawyer)
            assert Call.objects.count() == before
            transaction.set_rollback(True)

    @invariant()
    def agrees(self) -> None:
        self.held.refresh_from_db()
        assert self.held.amount == self.left >= 0
        assert free(self.held) == self.left - sum(self.coming.values()) >= 0
        assert sum(Call.objects.values_list("goodwill", flat=True)) == self.goodwill
        assert not list(unsound(Entitlement))


@pytest.mark.slow
@pytest.mark.django_db
def test_in_whatever_order_people_come_nothing_is_overdrawn_and_the_entries_tell_what_is_there():
    run_state_machine_as_test(Bookings, settings=tried(6, stateful_step_count=20))
    assert not Entitlement.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_book_at_once_for_one_client_as_many_are_served_as_there_are_minutes_for():
    scheme = scheme_of()
    starts = [timezone.now() + timedelta(days=1, minutes=10 * each) for each in range(THREADS)]
    slots = [SlotFactory(scheme=scheme, starts_at=at, ends_at=at + timedelta(minutes=10)) for at in starts]
    by = adviser_of(scheme.body)
    told = at_once(
        lambda number: booking.book_slot(
            slot=slots[number], kind=Audience.COUNCIL, key=WALSALL, rung=HELD, by=by
        )
    )  # fmt: skip
    booked = [each for each in told if isinstance(each, Appointment)]
    assert sum(each.hold.amount for each in booked) == 30
    assert len(booked) == 3
    held = Entitlement.objects.get()
    assert (held.amount, held.held, held.entries.count()) == (30, 30, 1)
    assert not list(unsound(Entitlement))
    assert Appointment.objects.count() == 3


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_book_one_time_at_once_one_gets_it():
    slot = SlotFactory()
    by = adviser_of(slot.body)
    told = at_once(
        lambda _: booking.book_slot(slot=slot, kind=Audience.COUNCIL, key=WALSALL, rung=HELD, by=by)
    )  # fmt: skip
    assert sum(isinstance(each, Appointment) for each in told) == 1
    assert Entitlement.objects.get().held == 30


def books_and_cancels_for_ever(slots: list[Slot], by: Any, lawyer: Any) -> None:
    """What is going on when somebody pulls the plug."""
    while True:
        for slot in slots:
            made = booking.book_slot(slot=slot, kind=Audience.COUNCIL, key=WALSALL, rung=HELD, by=by)
            calls.answer_check(appointment=made, answer=Answer.CLEAR, version=made.version, by=lawyer)
            booking.cancel_appointment(appointment=made, version=made.version, by=by)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_whoever_is_killed_at_any_moment_leaves_minutes_that_the_entries_tell():
    scheme = scheme_of()
    slots = [SlotFactory(scheme=scheme) for _ in range(3)]
    by, lawyer = adviser_of(scheme.body), lawyer_of(scheme.law_firm)
    for wait in (0.0, 0.15, 0.27, 0.33):
        before = Appointment.objects.count()
        connection.close()  # what is open would be shared with the child
        child = os.fork()
        if child == 0:
            try:
                books_and_cancels_for_ever(slots, by, lawyer)
            finally:
                os._exit(1)
        until(lambda: Appointment.objects.count() > before, "the child's first booking")  # noqa: B023 - called at once
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, "it was at work until then"
        for _ in range(50):
            held = Entitlement.objects.filter(scheme=scheme).first()
            assert held is None or held.amount == 30
            assert not list(unsound(Entitlement))
        for made in Appointment.objects.filter(state__in=("asked", "clear")):
            assert made.hold.settled_at is None
            booking.cancel_appointment(appointment=made, version=made.version, by=by)
    assert Entitlement.objects.get().held == 0
    assert Appointment.objects.filter(state="cancelled").exists()
