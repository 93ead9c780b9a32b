"""Fifty people book at once: there are never more places given than there are, and nobody is lost."""

from __future__ import annotations

from collections import Counter

import pytest

from irhub.accounts.row_security import system_access
from irhub.programmes.models import Audience
from irhub.webinars.actions import bookings
from irhub.webinars.actions.bookings import Attendee, Employer
from irhub.webinars.models import Session
from tests.casework.at_once import THREADS, at_once
from tests.programmes.factories import WALSALL
from tests.webinars.factories import SessionFactory

PLACES = 20


@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_book_at_once_as_many_as_there_are_places_have_one_and_the_others_wait():
    with system_access("a test makes a webinar"):
        session = SessionFactory(published=True, capacity=PLACES)

    def one(number: int) -> str:
        email = f"p{number}@example.org"
        asked = bookings.book(
            session=session.pk,
            people=[Attendee(f"P {number}", email)],
            employer=Employer(Audience.COUNCIL, WALSALL),
            by=email,
        )
        return str(bookings.confirm(lot=asked[0].lot)[0].state)

    told = at_once(one)
    assert Counter(told) == {"booked": PLACES, "waiting": THREADS - PLACES}
    with system_access("a test looks"):
        there = Session.objects.get(pk=session.pk)
        states = Counter(there.bookings.values_list("state", flat=True))
    assert states == {"booked": PLACES, "waiting": THREADS - PLACES}
    assert there.taken == PLACES
