"""The pages on which a time is booked say at once for whom it is not, and what is held already."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from irhub.accounts.roles import Role
from irhub.legal_advice.models import Appointment, Correction
from tests.factories import BodyFactory, MembershipFactory, signed_in
from tests.legal_advice.factories import AppointmentFactory, SlotFactory, adviser_of, cleared, lawyer_of, talked
from tests.programmes.factories import LEEDS, WALSALL

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_an_adviser_sees_at_once_that_minutes_are_not_for_a_client_and_is_shown_no_time():
    slot = SlotFactory()
    browser = signed_in(adviser_of(slot.scheme.body).person)
    for kind, key in (("council", LEEDS), ("provider", "nope")):
        page = text_of(browser.get(reverse("legal-book"), {"scheme": slot.scheme_id, "kind": kind, "key": key}))
        assert slot.scheme.instead in page, key
        assert "minutes left" not in page, key
        assert slot.reference not in page, key
    page = text_of(browser.get(reverse("legal-book"), {"scheme": slot.scheme_id, "kind": "council", "key": WALSALL}))
    assert "30 of 30 minutes left" in page
    assert slot.reference in page


def test_a_client_reads_how_many_minutes_its_appointments_hold():
    made = AppointmentFactory(clear=True)
    talked(made, 12)
    AppointmentFactory(slot=SlotFactory(scheme=made.scheme))
    council = BodyFactory(name="Walsall Council", place_code=WALSALL)
    lead = MembershipFactory(person__email="lead@walsall.example", body=council, role=Role.LEAD)
    page = text_of(signed_in(lead.person).get(reverse("legal-mine")))
    assert re.search(r"0 of 30 minutes left, until [\w ]+\. 18 more are held for appointments\.", page)


def test_who_was_slower_to_take_a_time_is_told_so():
    slot = SlotFactory()
    AppointmentFactory(slot=slot)
    SlotFactory(scheme=slot.scheme)
    client = signed_in(adviser_of(slot.scheme.body).person)
    address = f"{reverse('legal-book')}?scheme={slot.scheme_id}&kind=council&key={WALSALL}"
    answer = client.post(address, {"slot": slot.reference, "name": "Pat", "phone": "0121 496 0001", "level": "1"})
    assert "Somebody else has just booked this time" in text_of(answer)


def test_a_booking_a_move_a_correction_and_a_timer_that_are_sent_twice_are_made_once():
    slot = SlotFactory()
    by = adviser_of(slot.scheme.body)
    client = signed_in(by.person)
    address = f"{reverse('legal-book')}?scheme={slot.scheme_id}&kind=council&key={WALSALL}"
    sent = {"slot": slot.reference, "name": "Pat", "phone": "0121 496 0001", "level": "1", "sent_once": "a key"}
    first, again = (client.post(address, sent) for _ in range(2))
    assert first["Location"] == again["Location"]
    made = Appointment.objects.get()
    later = SlotFactory(scheme=slot.scheme)
    for _ in range(2):
        told = {"slot": later.reference, "version": made.version, "sent_once": "a key"}
        assert client.post(reverse("legal-move", args=[made.reference]), told).status_code == 302
    corrects = reverse("legal-client", args=[made.entitlement.reference])
    for _ in range(2):
        assert (
            client.post(corrects, {"goodwill": "no", "amount": "-5", "why": "Bad line", "sent_once": "k"}).status_code
            == 302
        )
    assert Correction.objects.count() == 1
    made.refresh_from_db()
    cleared(made)
    lawyer = signed_in(lawyer_of(made.firm).person)
    for _ in range(2):
        answer = lawyer.post(reverse("legal-start", args=[made.reference]), {"version": made.version, "sent_once": "k"})
        assert answer.status_code == 302


def test_the_file_of_appointments_writes_moments_as_files_do():
    made = AppointmentFactory()
    lead = adviser_of(made.body, "lead@example.org", Role.HELPLINE_LEAD)
    rows = signed_in(lead.person).get(reverse("legal-desk"), {"format": "csv"}).content.decode()
    assert localtime(made.starts_at).strftime("%Y-%m-%d") in rows
