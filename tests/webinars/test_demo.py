"""The demo's webinars are made by the room's own actions: past ones with certificates, and a full one with a waiting list."""

from __future__ import annotations

import pytest
from django.utils.timezone import localdate

from irhub.accounts.row_security import system_access
from irhub.programmes.demo import a_hub_and_its_offer
from irhub.programmes.queries import closed_days
from irhub.web.working_days import working_days_from
from irhub.webinars.demo import webinars
from irhub.webinars.models import Certificate, Session
from tests.programmes.factories import WALSALL
from tests.programmes.test_reach import provider

pytestmark = pytest.mark.django_db


def test_two_were_held_two_are_to_come_and_one_of_these_is_full():
    for number in range(1, 9):
        provider(number, WALSALL)
    with system_access("the demo is played"):
        a_hub_and_its_offer()
        webinars()
    states = sorted(Session.objects.values_list("state", flat=True))
    assert states == ["held", "held", "published", "published"]
    assert all(session.settled_at for session in Session.objects.filter(state="held"))
    assert Certificate.objects.count() > 6
    full = Session.objects.get(capacity=4)
    assert (full.taken, full.bookings.filter(state="waiting").count()) == (4, 2)
    assert Session.objects.get(title="Duties of a sponsor").rules
    days = [localdate(session.starts_at) for session in Session.objects.all()]
    assert all(working_days_from(day, 1) == (day,) for day in days), "no weekend, no bank holiday"
    closed = closed_days(Session.objects.first().programme)
    assert not closed.intersection(days)
