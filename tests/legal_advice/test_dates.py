"""No call begins after the last day of its scheme, as the clock in London shows it: held by the database, whoever writes to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.roles import Role
from irhub.casework.ledger import free
from irhub.legal_advice import booking, calls, entitlements
from irhub.legal_advice.models import Appointment, Call
from irhub.legal_advice.outcomes import Outcome
from irhub.notify.models import Message
from irhub.programmes import actions as programmes
from irhub.programmes.falling import Unconfirmed
from irhub.programmes.models import Audience, Scheme
from irhub.web.background_jobs import jobs
from irhub.web.errors import ActionRefused
from irhub.web.london import local_day
from tests.factories import BodyFactory, MembershipFactory, signed_in
from tests.legal_advice.factories import (
    HELD,
    AppointmentFactory,
    SlotFactory,
    adviser_of,
    lawyer_of,
    on_no_holiday,
    scheme_of,
)
from tests.programmes.factories import WALSALL, manager_of

pytestmark = pytest.mark.django_db
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
INSERT = """
    INSERT INTO legal_advice_call (reference, body_id, appointment_id, scheme_id, firm_id, lawyer_id, started_at, started_by, typed, goodwill,
        goodwill_why, outcome)
    SELECT %(reference)s, body_id, id, scheme_id, firm_id, lawyer_id, %(at)s, 'x', %(typed)s, 0, '', '' FROM legal_advice_appointment
"""


def closing(scheme: Scheme, on: date, opens: date | None = None) -> None:
    """Let a scheme have other days than anybody could give it."""
    Scheme._base_manager.filter(pk=scheme.pk).update(opens_on=opens or on - 200 * DAY, closes_on=on)
    scheme.refresh_from_db()


def raw(at: datetime, *, typed: bool) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, {"reference": f"CL-{at.timestamp():.0f}", "at": at, "typed": typed})


LAST_MINUTES = [
    pytest.param(date(2025, 9, 30), datetime(2025, 9, 30, 22, 59, 59, tzinfo=UTC), True, id="summer time, 23:59:59"),
    pytest.param(date(2025, 9, 30), datetime(2025, 9, 30, 23, 0, tzinfo=UTC), False, id="summer time, midnight"),
    pytest.param(date(2025, 9, 30), datetime(2025, 9, 30, 23, 30, tzinfo=UTC), False, id="30 September in UTC alone"),
    pytest.param(date(2025, 12, 31), datetime(2025, 12, 31, 23, 59, tzinfo=UTC), True, id="winter time, 23:59"),
    pytest.param(date(2025, 12, 31), datetime(2026, 1, 1, 0, 0, tzinfo=UTC), False, id="winter time, midnight"),
    pytest.param(date(2025, 10, 26), datetime(2025, 10, 26, 23, 59, tzinfo=UTC), True, id="the day of 25 hours, 23:59"),
    pytest.param(date(2025, 10, 26), datetime(2025, 10, 27, 0, 0, tzinfo=UTC), False, id="the day of 25 hours, midnight"),
    pytest.param(date(2026, 3, 29), datetime(2026, 3, 29, 22, 59, tzinfo=UTC), True, id="the day of 23 hours, 23:59"),
    pytest.param(date(2026, 3, 29), datetime(2026, 3, 29, 23, 0, tzinfo=UTC), False, id="the day of 23 hours, midnight"),
]  # fmt: skip


@pytest.mark.parametrize(("closes_on", "at", "taken"), LAST_MINUTES)
def test_a_call_begins_on_the_last_day_until_midnight_in_london_and_not_a_second_later(closes_on, at, taken):
    made = AppointmentFactory(clear=True)
    closing(made.scheme, closes_on)
    if taken:
        raw(at, typed=True)
        assert Call.objects.get().started_at == at
    else:
        with pytest.raises(DatabaseError, match="Nothing begins outside its scheme"):
            raw(at, typed=True)
        assert not Call.objects.exists()


def test_with_a_timer_the_databases_clock_counts_whatever_is_written():
    made = AppointmentFactory(clear=True)
    closing(made.scheme, localdate() - DAY)
    with pytest.raises(DatabaseError, match="Nothing begins outside its scheme"):
        raw(timezone.now() - 3 * DAY, typed=False)
    with pytest.raises(DatabaseError, match="Nothing begins outside its scheme"):
        raw(timezone.now(), typed=True)
    closing(made.scheme, localdate())
    raw(timezone.now() - 3 * DAY, typed=False)
    call = Call.objects.get()
    assert abs(call.started_at - timezone.now()) < timedelta(minutes=1)
    Call.objects.filter(pk=call.pk).update(typed=True)  # its lawyer says that the timer did not stop at the end
    for change in ({"started_at": timezone.now() - 3 * DAY}, {"typed": False}):
        with pytest.raises(DatabaseError, match="is never altered"), transaction.atomic():
            Call.objects.filter(pk=call.pk).update(**change)


def test_a_call_does_not_begin_in_the_future_nor_before_its_scheme_opens():
    made = AppointmentFactory(clear=True)
    with pytest.raises(DatabaseError, match="cannot have begun in the future"):
        raw(timezone.now() + timedelta(minutes=1), typed=True)
    with pytest.raises(DatabaseError, match="Nothing begins outside its scheme"):
        raw(timezone.now() - 202 * DAY, typed=True)
    assert made.scheme.opens_on == localdate() - 200 * DAY


def test_after_the_last_day_a_lawyer_is_told_what_to_do_instead_and_a_later_closing_date_lets_them_begin():
    made = AppointmentFactory(clear=True)
    by = lawyer_of(made.firm)
    closing(made.scheme, localdate() - DAY)
    made.refresh_from_db()
    with pytest.raises(ActionRefused, match=r"No call begins after the last day of .* Ask the national helpline"):
        calls.start_call(appointment=made, version=made.version, by=by)
    made.refresh_from_db()
    assert made.state == "clear"
    scheme = Scheme.objects.get(pk=made.scheme_id)
    programmes.move_closing_date(
        scheme=scheme, version=scheme.version, closes_on=localdate() + 9 * DAY, reason="The funder agreed", by=manager_of(made.body)
    )  # fmt: skip
    made = Appointment.objects.get(pk=made.pk)
    assert calls.start_call(appointment=made, version=made.version, by=by).stopped_at is None


def test_a_call_that_began_in_time_is_confirmed_after_the_last_day():
    made = AppointmentFactory(clear=True)
    by = lawyer_of(made.firm)
    call = calls.start_call(appointment=made, version=made.version, by=by)
    closing(made.scheme, localdate() - DAY)
    calls.stop_call(call=call, by=by)
    made.refresh_from_db()
    assert calls.confirm_call(call=call, version=made.version, outcome=Outcome.ANSWERED, by=by).minutes == 1
    assert entitlements.balance_told(WALSALL, made.scheme, localdate()).startswith("Ended on ")


def test_no_time_after_the_last_day_is_booked_not_even_by_who_writes_to_the_database():
    scheme = scheme_of()
    closes = local_day(on_no_holiday(timezone.now() + 3 * DAY))
    closing(scheme, closes)
    midnight = datetime.combine(closes + DAY, time(0, 0), timezone.get_current_timezone())
    late = SlotFactory(scheme=scheme, starts_at=midnight)
    last = SlotFactory(
        scheme=scheme, starts_at=midnight - timedelta(minutes=1), lawyer=lawyer_of(scheme.law_firm, "second@example.org")
    )  # fmt: skip
    told = {"kind": Audience.COUNCIL, "key": WALSALL, "rung": HELD, "by": adviser_of(scheme.body)}
    with pytest.raises(ActionRefused, match=r"ended on .* Ask the national helpline"):
        booking.book_slot(slot=late, **told)
    made = booking.book_slot(slot=last, **told)
    with pytest.raises(ActionRefused, match="ended on"):
        booking.move_appointment(appointment=made, slot=late, version=made.version, by=adviser_of(scheme.body))
    with pytest.raises(DatabaseError, match="Nothing begins outside its scheme"), transaction.atomic():
        Appointment._base_manager.filter(pk=made.pk).update(starts_at=midnight)


@pytest.mark.parametrize(
    ("days", "told"),
    [(-10, "Ended on {closes}. Ask the national helpline."), (0, "30 of 30 minutes left, until {closes}")],
)
def test_what_is_left_is_told_in_a_line_and_so_is_the_end(days, told):
    scheme = scheme_of()
    closing(scheme, localdate() + days * DAY)
    closes = f"{scheme.closes_on:%-d %B %Y}"
    assert entitlements.balance_told(WALSALL, scheme, localdate()) == told.format(closes=closes)
    closing(scheme, localdate() + 10 * DAY, localdate() + DAY)
    assert entitlements.balance_told(WALSALL, scheme, localdate()).startswith("Opens on ")


def booked_on(scheme: Scheme, days: int) -> Appointment:
    starts = on_no_holiday(timezone.now() + days * DAY)
    made: Appointment = AppointmentFactory(
        slot=SlotFactory(scheme=scheme, starts_at=starts, ends_at=starts + 10 * MINUTE), clear=True
    )
    return made


def test_whoever_moves_the_closing_date_sees_what_falls_and_those_who_booked_and_the_firm_are_told():
    scheme = scheme_of()
    stays, falls = booked_on(scheme, 3), booked_on(scheme, 20)
    lead = signed_in(manager_of(scheme.body).person)
    address = reverse("scheme-change", args=[scheme.pk, "closing-date"])
    last = localdate() + 9 * DAY
    days = {"closes_on-day": last.day, "closes_on-month": last.month, "closes_on-year": last.year}
    sent = {"version": scheme.version, "reason": "The funder agreed", **days}
    page = lead.post(address, sent)
    told = page.content.decode()
    assert page.status_code == 200
    assert "Nothing is changed yet" in told
    assert "1 appointment with a lawyer is on a day that this takes away" in told
    scheme.refresh_from_db()
    falls.refresh_from_db()
    assert (scheme.closes_on == last, falls.state) == (False, "clear")
    mails = Message.objects.count()
    assert lead.post(address, sent | {"agreed": "1"}).status_code == 302
    for made, state in ((stays, "clear"), (falls, "cancelled")):
        made.refresh_from_db()
        assert made.state == state
    assert Scheme.objects.get(pk=scheme.pk).closes_on == last
    assert (free(stays.entitlement), Message.objects.count()) == (20, mails + 3), "who is rung, who booked, the lawyer"
    council = BodyFactory(name="Walsall Council", place_code=WALSALL)
    client = signed_in(MembershipFactory(person__email="c@example.org", body=council, role=Role.LEAD).person)
    page = client.get(reverse("legal-appointment", args=[falls.reference])).content.decode()
    assert f"is {last:%-d %B %Y} now. Book an earlier time if one is free. Ask the national helpline" in page


def withdrawn(scheme: Scheme, **told) -> None:
    programmes.withdraw_scheme(scheme=scheme, version=scheme.version, reason="No money", **told)


def ended(scheme: Scheme, **told) -> None:
    hub = scheme.programme
    programmes.end_programme(programme=hub, version=hub.version, instead="Ring the regulator.", **told)


def closed(scheme: Scheme, **told) -> None:
    hub, day = scheme.programme, localdate() + 5 * DAY
    programmes.add_closure(programme=hub, version=hub.version, first=day, last=day, why="Away day", **told)


@pytest.mark.parametrize(
    ("does", "told"),
    [(withdrawn, "was withdrawn. Ask the national"), (ended, "has ended. Ring"), (closed, "is closed on")],
)
def test_what_a_hub_no_longer_gives_is_cancelled_once_somebody_has_seen_that_it_is(does, told):
    scheme = scheme_of()
    made, by = booked_on(scheme, 5), manager_of(scheme.body)
    with pytest.raises(Unconfirmed, match="1 appointment with a lawyer") as seen:
        does(scheme, by=by)
    made = Appointment.objects.get(pk=made.pk)
    assert (made.state, free(made.entitlement)) == ("clear", 20)
    does(Scheme.objects.get(pk=scheme.pk), by=by, agreed=seen.value.many)
    made.refresh_from_db()
    assert (made.state, free(made.entitlement)) == ("cancelled", 30)
    assert told in made.events.latest("pk").text


def test_what_was_booked_in_the_moment_in_which_a_scheme_was_withdrawn_falls_with_the_next_run():
    made = booked_on(scheme_of(), 5)
    Scheme._base_manager.update(state="withdrawn")
    assert "1 fell with their scheme" in jobs()["advice-expiry"].does()
    made.refresh_from_db()
    assert made.state == "cancelled"
