"""What webinars come to month by month: sessions, people and providers, without small counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from irhub.programmes import months
from irhub.programmes.models import Audience
from irhub.webinars.models import Attendance, Came
from tests.programmes.test_reach import programme as programme
from tests.standing import stand
from tests.webinars.factories import BookingFactory

pytestmark = pytest.mark.django_db


def test_months_tell_sessions_people_and_providers_and_hide_few(programme):
    session = programme.webinars.get()

    stand(session, state="held")
    assert whole(programme) == {"sessions": 1, "people": 7, "clients": 7}
    Attendance.objects.filter(booking__provider_id__in=["1-1", "1-2", "1-3"]).update(came=Came.DID_NOT)
    assert whole(programme) == {"sessions": 1, "people": None, "clients": None}


def test_six_people_of_one_provider_are_one_client(programme):
    session = programme.webinars.get()
    Attendance.objects.all().delete()
    for number in range(6):
        booking = BookingFactory(
            session=session,
            email=f"{number}@example.org",
            audience=Audience.PROVIDER,
            provider_id="1-1",
            council_code="",
        )
        Attendance.objects.create(booking=booking, body=session.body, came=Came.CAME, minutes=60)
    stand(session, state="held")
    assert whole(programme) == {"sessions": 1, "people": None, "clients": None}


def whole(programme):
    """The figures of the one month with webinars, of the whole area."""
    rows = months.told(months.report_named("webinars"), programme, localdate() + timedelta(days=31))
    return {row.figure.key: row.value for row in rows if not row.part and (row.value is None or row.value)}
