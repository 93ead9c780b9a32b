"""No call begins after the last day of its scheme, as the clock in London shows it: held by the database, whoever writes to it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.legal_advice import booking, calls, entitlements
from irhub.legal_advice.models import Appointment, Call
from irhub.legal_advice.outcomes import Outcome
from irhub.programmes import actions as programmes
from irhub.programmes.models import Audience, Scheme
from irhub.web.errors import ActionRefused
from tests.legal_advice.factories import (
    HELD,
    AppointmentFactory,
    SlotFactory,
    adviser_of,
    lawyer_of,
    scheme_of,
)
from tests.programmes.factories import WALSALL, manager_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
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
        scheme=scheme, version=scheme.version, closes_on=localdate(), reason="The funder agreed", by=manager_of(made.body)
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
    closing(scheme, localdate() + 3 * DAY)
    midnight = datetime.combine(localdate() + 4 * DAY, time(0, 0), timezone.get_current_timezone())
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
