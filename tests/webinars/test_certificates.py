"""Whoever was there for three quarters of a webinar has a certificate, which anybody who has its number can check."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from django.db import DatabaseError, transaction
from django.db import connection as database
from django.test import Client
from django.urls import reverse

from irhub.accounts.row_security import Acting, acting, owner_access
from irhub.notify.models import Message
from irhub.web.errors import ActionRefused
from irhub.webinars.actions import attendance, certificates
from irhub.webinars.models import Attendance, Came, Certificate, Withdrawal
from tests.factories import BodyFactory, signed_in
from tests.post import delivered
from tests.programmes.factories import WALSALL
from tests.webinars.factories import BookingFactory, host_of
from tests.webinars.logs.made import TEAMS
from tests.webinars.test_attendance import connection, hand_in
from tests.webinars.test_attendance import held as held

pytestmark = pytest.mark.django_db


@pytest.fixture
def settled(held):
    """It is known who came: Ada for 55 of 60 minutes, Ben for 20, Cat for 60, Dan not."""
    by = host_of(held.body)
    hand_in(held, TEAMS)
    ben = held.bookings.get(name="Ben Example")
    attendance.settle(connection=connection(held, "Ben"), bookings=[ben.pk], by=by)
    return certificates.complete_attendance(session=held, version=held.version, by=by)


def text_of(address: str, client: Client | None = None) -> str:
    return (client or Client(headers={"host": "localhost"})).get(address).content.decode()


def checked(number: str) -> str:
    return text_of(f"{reverse('webinar-certificate-check')}?number={number}")


def test_from_three_quarters_of_the_time_on_and_once(settled):
    by = host_of(settled.body)
    rows = Certificate.objects.order_by("name")
    assert [(one.name, one.attended) for one in rows] == [("Ada Example", 55), ("Cat Example", 60)]
    assert certificates.issue_certificates(session=settled, by=by) == 0
    assert all(re.fullmatch(r"(?:[2-9A-Z]{4}-){2}[2-9A-Z]{4}", one.number) for one in rows)


def test_anybody_with_the_number_can_check_it_and_a_correction_takes_its_place(settled):
    old = Certificate.objects.get(name="Ada Example")
    assert "This certificate is valid" in checked(old.number)
    assert "This certificate is valid" in checked(old.number.lower().replace("-", " ").replace(" ", "%20"))
    assert "No certificate has this number" in checked("AAAA-BBBB-CCCC")
    host = signed_in(host_of(settled.body).person)
    host.post(reverse("webinar-certificate-correct", args=[old.pk]), {"name": "Ada Sample"})
    new = Certificate.objects.get(name="Ada Sample")
    assert new.replaces == old
    assert "It is no longer valid" in checked(old.number)
    assert "Ada Sample" in checked(new.number)
    assert "Ada Sample" in text_of(reverse("webinar-certificates", args=[settled.pk]), host)
    with pytest.raises(ActionRefused, match="replaced before"):
        certificates.correct_certificate(certificate=old, name="Ada", by=host_of(settled.body))
    Attendance.objects.filter(booking=new.booking).delete()
    with pytest.raises(ActionRefused, match="did not attend for long enough"):
        certificates.correct_certificate(certificate=new, name="Ada", by=host_of(settled.body))


def test_a_certificate_that_is_withdrawn_no_longer_holds_and_nobody_gets_a_second_one(settled):
    by = host_of(settled.body)
    ada = settled.bookings.get(name="Ada Example")
    old = Certificate.objects.get(name="Ada Example")
    host, page = signed_in(by.person), reverse("webinar-certificate-withdraw", args=[old.pk])
    assert "This cannot be undone" in text_of(page, host)
    refused = host.post(page, {"why": " "})
    assert "Say why it is withdrawn" in refused.content.decode()
    assert not Withdrawal.objects.exists()
    host.post(page, {"why": "A colleague sat in for her"})
    assert "It is no longer valid" in checked(old.number)
    assert "A colleague" not in checked(old.number), "the reason is for whoever it names"
    assert "A colleague sat in for her" in text_of(reverse("webinar-booking", args=[ada.lot]))
    assert "A colleague sat in for her" in delivered()[-1].body
    assert "A colleague sat in for her" in text_of(reverse("webinar-certificates", args=[settled.pk]), host)
    file = reverse("webinar-certificate", args=[ada.lot])
    assert Client(headers={"host": "localhost"}).get(file).status_code == 404
    for does in (
        lambda: certificates.withdraw_certificate(certificate=old, why="Again", by=by),
        lambda: certificates.correct_certificate(certificate=old, name="Ada", by=by),
    ):
        with pytest.raises(ActionRefused, match="withdrawn before"):
            does()
    again = BookingFactory(session=settled, email="ADA@example.org", name="Ada Example", booked_by="ben@example.org")
    Attendance.objects.create(booking=again, body=settled.body, came=Came.CAME, ticked_by="host@example.org")
    assert certificates.issue_certificates(session=settled, by=by) == 0
    certificates.write_afterwards(session=settled, to=Came.CAME, by=by)
    thanks = [mail for mail in delivered() if mail.to == ["ada@example.org"] and mail.subject.startswith("Thank you")]
    assert thanks
    assert not [mail for mail in thanks if "certificate" in mail.body]


def test_the_database_alters_no_certificate_and_no_withdrawal(settled):
    mine = Certificate.objects.get(name="Ada Example")
    made = certificates.withdraw_certificate(certificate=mine, why="Not she", by=host_of(settled.body))
    for rows, change in (
        (Certificate.objects.filter(pk=mine.pk), {"name": "Somebody else"}),
        (Withdrawal.objects.filter(pk=made.pk), {"why": "Another reason"}),
    ):
        with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
            rows.update(**change)
    mine.booking.delete()
    assert Certificate.objects.get(pk=mine.pk).booking is None, "retention takes the booking alone"
    assert "was withdrawn on" in checked(mine.number)


def test_a_certificate_whose_booking_is_gone_is_still_withdrawn_and_issued_again_no_more(settled):
    mine = Certificate.objects.get(name="Ada Example")
    mine.booking.delete()
    mine.refresh_from_db()
    with pytest.raises(ActionRefused, match="It can be withdrawn"):
        certificates.correct_certificate(certificate=mine, name="Ada Sample", by=host_of(settled.body))
    host = signed_in(host_of(settled.body).person)
    page = text_of(reverse("webinar-certificates", args=[settled.pk]), host)
    assert reverse("webinar-certificate-correct", args=[mine.pk]) not in page
    address = reverse("webinar-certificate-withdraw", args=[mine.pk])
    assert address in page
    assert host.post(address, {"why": "A colleague sat in for her"}).status_code == 302
    assert "It is no longer valid" in checked(mine.number)
    letter = delivered()[-1]
    assert (letter.to, "A colleague sat in for her" in letter.body) == ([mine.email], True)


def test_what_was_issued_before_certificates_knew_their_webinar_finds_it(settled):
    ada, cat = Certificate.objects.order_by("name")
    ada.booking.delete()
    upgrade = import_module("irhub.webinars.migrations.0005_certificates_know_their_webinar").FORWARD
    with owner_access(), database.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE webinars_certificate DISABLE TRIGGER only_added_to")
        cursor.execute("ALTER TABLE webinars_certificate NO FORCE ROW LEVEL SECURITY")
        cursor.execute("UPDATE webinars_certificate SET session_id = NULL")
        cursor.execute(upgrade)
    for one in (ada, cat):
        one.refresh_from_db()
        assert one.session_id == settled.pk


def test_it_is_a_tagged_pdf_that_names_the_page_which_checks_it(settled):
    mine = Certificate.objects.get(name="Ada Example")
    answer = Client(headers={"host": "localhost"}).get(reverse("webinar-certificate", args=[mine.booking.lot]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    for sign in (b"/StructTreeRoot", b"/Marked true", b"/Lang"):
        assert sign in answer.content
    assert mine.number.encode() in answer.content, "of the address to check it"
    missing = settled.bookings.get(name="Dan Example")
    assert (
        Client(headers={"host": "localhost"}).get(reverse("webinar-certificate", args=[missing.lot])).status_code == 404
    )


def test_those_who_came_and_those_who_did_not_are_written_to_once(settled):
    by = host_of(settled.body)
    for to, many in ((Came.CAME, 3), (Came.DID_NOT, 4), (Came.CAME, 4)):
        certificates.write_afterwards(session=settled, to=to, by=by)
        assert Message.objects.filter(kind="webinar-afterwards").count() == many


def test_before_the_attendance_is_complete_nothing_is_issued_or_written(held):
    by = host_of(held.body)
    hand_in(held, TEAMS)
    for does in (certificates.issue_certificates, lambda **given: certificates.write_afterwards(to=Came.CAME, **given)):
        with pytest.raises(ActionRefused, match="known who came"):
            does(session=held, by=by)
    assert not Certificate.objects.exists()


def test_nobody_of_oversight_reads_a_list_of_certificates(settled):
    council = BodyFactory(name="Walsall Council", place_code=WALSALL)
    with acting(Acting(person=1, body=council.pk, side="oversight", role="administrator")):
        assert not Certificate.objects.exists()
