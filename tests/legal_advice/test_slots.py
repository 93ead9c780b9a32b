"""A lawyer's times: as the clock in London shows them, never two at once, none while the hub is closed or the firm is not registered."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import localdate, localtime
from icalendar import Calendar

from irhub.accounts import advice
from irhub.accounts.models import AdviceRegistration
from irhub.accounts.roles import Kind
from irhub.legal_advice import booking, slots
from irhub.legal_advice.calendar_file import calendar_of
from irhub.legal_advice.desk import desk_of
from irhub.legal_advice.models import Appointment, Series, Slot
from irhub.legal_advice.notices import TO_CHECK
from irhub.notify.models import Message
from irhub.notify.sealing import digest_of
from irhub.programmes.models import Closure
from irhub.web.errors import ActionRefused
from irhub.web.working_days import bank_holidays
from tests.factories import BodyFactory
from tests.legal_advice.factories import (
    AppointmentFactory,
    EntitlementFactory,
    SlotFactory,
    adviser_of,
    lawyer_of,
    scheme_of,
)

pytestmark = pytest.mark.django_db
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def workday(after: int = 1) -> date:
    """A day to come on which nobody has a holiday."""
    day = localdate() + after * DAY
    while day in bank_holidays():
        day += DAY
    return day


def test_a_weekly_time_comes_each_week_at_the_same_clock_but_not_while_the_hub_is_closed():
    scheme = scheme_of()
    by, first = lawyer_of(scheme.law_firm), workday()
    closed = first + WEEK
    Closure.objects.create(programme=scheme.programme, first=closed, last=closed, why="Away day")
    made = slots.offer_weekly(scheme=scheme, first=first, last=first + 5 * WEEK, at=time(14, 30), minutes=30, by=by)
    days = [first + week * WEEK for week in range(6)]
    expected = [
        day for day in days if day not in bank_holidays() and day != closed and day <= localdate() + slots.AHEAD
    ]
    found = [localtime(slot.starts_at, slots.LONDON) for slot in Slot.objects.order_by("starts_at")]
    assert [at.date() for at in found] == expected
    assert {at.time() for at in found} == {time(14, 30)}
    assert slots.fill_series() == 0, "it makes each once"
    booked = Slot.objects.order_by("starts_at").first()
    AppointmentFactory(slot=booked)
    assert slots.end_series(series=made, by=by) == len(expected) - 1
    assert Slot.objects.filter(cancelled_at=None).get() == booked
    assert Series.objects.get().ended_at is not None


def test_two_times_of_one_lawyer_never_overlap_whoever_writes_them():
    scheme = scheme_of()
    by = lawyer_of(scheme.law_firm)
    slots.offer(scheme=scheme, day=workday(), at=time(10), minutes=30, by=by)
    with pytest.raises(ActionRefused, match="does not overlap"):
        slots.offer(scheme=scheme, day=workday(), at=time(10, 29), minutes=30, by=by)
    slots.offer(scheme=scheme, day=workday(), at=time(10, 30), minutes=30, by=by)
    other = lawyer_of(scheme.law_firm, "second@example.org")
    slots.offer(scheme=scheme, day=workday(), at=time(10), minutes=30, by=other)
    first = Slot.objects.filter(lawyer=by).order_by("starts_at").first()
    with pytest.raises(DatabaseError, match="slots_of_a_lawyer_never_overlap"), transaction.atomic():
        SlotFactory(scheme=scheme, lawyer=by, starts_at=first.starts_at + timedelta(minutes=5))
    slots.take_slot_back(slot=first, by=by)
    slots.offer(scheme=scheme, day=workday(), at=time(10), minutes=15, by=by)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"day": date(2020, 1, 1)}, "has passed"),
        ({"minutes": 4}, "from 5 to 240"),
        ({"day": date(2100, 1, 4)}, "lasts from"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(change, told):
    scheme = scheme_of()
    usual = {"scheme": scheme, "day": workday(), "at": time(10), "minutes": 30, "by": lawyer_of(scheme.law_firm)}
    with pytest.raises(ActionRefused, match=told):
        slots.offer(**(usual | change))
    with pytest.raises(ActionRefused, match="Only a legal adviser of the scheme"):
        slots.offer(**usual | {"by": lawyer_of(BodyFactory(kind=Kind.LAW_FIRM, name="Rival LLP"), "rival@example.org")})


def test_what_is_booked_is_not_free_nor_taken_back_and_closures_hide_what_was_offered_before():
    scheme = scheme_of()
    by = lawyer_of(scheme.law_firm)
    first, second = SlotFactory(scheme=scheme), SlotFactory(scheme=scheme)
    made = AppointmentFactory(slot=first)
    assert slots.free_slots(scheme) == [second]
    with pytest.raises(ActionRefused, match="This time is booked"):
        slots.take_slot_back(slot=first, by=by)
    with pytest.raises(ActionRefused):
        AppointmentFactory(slot=first)
    booking.cancel_appointment(appointment=made, version=made.version, by=adviser_of(made.body))
    assert slots.free_slots(scheme) == [first, second]
    day = localtime(second.starts_at, slots.LONDON).date()
    Closure.objects.create(programme=scheme.programme, first=day, last=day, why="Away day")
    assert second not in slots.free_slots(scheme)
    with pytest.raises(ActionRefused, match="closed on this day"):
        AppointmentFactory(slot=second)


def test_without_a_registration_for_the_day_and_the_level_the_desk_is_shut_in_plain_words():
    slot = SlotFactory()
    firm, today = slot.firm, localdate()
    assert desk_of(firm, today, 3).open
    AdviceRegistration.objects.all().delete()
    assert "has recorded no registration" in desk_of(firm, today).why
    with pytest.raises(ActionRefused, match="has recorded no registration"):
        AppointmentFactory(slot=slot)
    held = advice.add_registration(firm, advice.AUTHORITY, "N202600001", 1, today, by="test")
    assert desk_of(firm, today, 1).open
    assert "does not cover advice of level 2" in desk_of(firm, today, 2).why
    assert f"ends on {today:%-d %B %Y}" in desk_of(firm, today + DAY).why
    advice.end_registration(held.pk, by="test")
    assert "ended on" in desk_of(firm, today).why


def test_a_calendar_keeps_one_appointment_under_one_uid_with_its_zone_whatever_becomes_of_it():
    made = AppointmentFactory(clear=True)
    read = Calendar.from_ical(calendar_of(made))
    event = read.walk("VEVENT")[0]
    assert (read["METHOD"], event["SEQUENCE"], event["STATUS"]) == ("PUBLISH", 0, "CONFIRMED")
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert event.decoded("DTSTART") == localtime(made.starts_at, slots.LONDON).replace(microsecond=0)
    assert [str(zone["TZID"]) for zone in read.walk("VTIMEZONE")] == ["Europe/London"]
    by = adviser_of(made.body)
    booking.move_appointment(
        appointment=made, slot=SlotFactory(scheme=made.scheme), version=made.version, by=by
    )  # fmt: skip
    moved = Calendar.from_ical(calendar_of(made)).walk("VEVENT")[0]
    assert (moved["UID"], moved["SEQUENCE"]) == (event["UID"], 1)
    assert moved["DTSTART"].dt > event["DTSTART"].dt
    booking.cancel_appointment(appointment=made, version=made.version, by=by)
    gone = Calendar.from_ical(calendar_of(made))
    event = gone.walk("VEVENT")[0]
    assert (gone["METHOD"], event["UID"], event["SEQUENCE"], event["STATUS"]) == (
        "CANCEL",
        moved["UID"],
        2,
        "CANCELLED",
    )


def test_a_moved_appointment_holds_its_minutes_once():
    made = AppointmentFactory()
    by = adviser_of(made.body)
    booking.move_appointment(appointment=made, slot=SlotFactory(scheme=made.scheme), version=made.version, by=by)
    held = EntitlementFactory(scheme=made.scheme)
    assert (held.amount, held.held) == (30, 30)
    assert Appointment.objects.get().hold.amount == 30


def test_the_lawyer_who_loses_an_appointment_hears_of_it():
    made = AppointmentFactory(clear=True)
    by, first = adviser_of(made.body), lawyer_of(made.firm)
    second = lawyer_of(made.firm, "second@example.org")

    def heard(who) -> int:
        return Message.objects.filter(kind=TO_CHECK.name, recipient=digest_of(who.person.email)).count()

    before = heard(first)
    slot = SlotFactory(scheme=made.scheme, lawyer=second)
    booking.move_appointment(appointment=made, slot=slot, version=made.version, by=by)
    assert (heard(first), heard(second)) == (before + 1, 1)
    booking.cancel_appointment(appointment=made, version=made.version, by=by)
    assert (heard(first), heard(second)) == (before + 1, 2)
