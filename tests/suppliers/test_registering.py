"""An agency that has no account gets one by a link to its address, once it confirms; whether there is one is told to nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from irhub.accounts.models import Body, Invitation, Person
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import system_access
from irhub.notify.models import Message
from irhub.notify.sealing import unseal
from irhub.suppliers import registering
from irhub.suppliers.models import Framework
from irhub.web.errors import ActionRefused
from tests.casework.at_once import at_once
from tests.suppliers.factories import FrameworkFactory, SupplierFactory, link_to

TOLD = {"name": "Quillmoor Staffing Ltd", "number": "1234567", "email": "pat@quillmoor.example"}


def visitor() -> Client:
    return Client(headers={"host": "localhost"})


def ask(framework: Framework, **told: str) -> tuple[int, str]:
    answer = visitor().post(reverse("supplier-register", args=[framework.pk]), TOLD | told, follow=True)
    return answer.status_code, answer.content.decode()


def mails() -> list[str]:
    return [
        unseal(bytes(each.sealed)).text for each in Message.objects.filter(kind="supplier-application").order_by("pk")
    ]


def suppliers() -> list[tuple[str, str]]:
    return list(Body.objects.filter(kind=Kind.SUPPLIER).values_list("name", "place_code"))


@pytest.mark.django_db
def test_nothing_is_made_before_the_link_in_the_mail_is_opened_and_the_button_there_is_pressed():
    framework = FrameworkFactory(open=True)
    status, page = ask(framework)
    assert status == 200
    assert "We have written to pat@quillmoor.example" in page
    assert not suppliers()
    assert not Invitation.objects.exists()
    (told,) = mails()
    link = next(line for line in told.splitlines() if line.startswith("http"))
    assert "Quillmoor" not in told
    opens = visitor()
    page = opens.get(link).content.decode()
    assert "Quillmoor Staffing Ltd, company number 01234567" in page
    assert not suppliers(), "scanners of mail open links too"
    went = opens.post(link)
    assert suppliers() == [("Quillmoor Staffing Ltd", "01234567")]
    made = Invitation.objects.get()
    assert (made.body.name, made.role, made.email) == (TOLD["name"], Role.ADMINISTRATOR, "pat@quillmoor.example")
    for again in (visitor().get(link), visitor().post(link)):
        assert again.url == went.url, "whoever left before they chose a password goes on by the same link"
    assert "Join Quillmoor Staffing Ltd" in opens.get(went.url).content.decode()
    opens.post(went.url, {"name": "Pat Example", "password": "a long enough pass phrase"})
    assert Person.objects.get(email="pat@quillmoor.example").memberships.get().role == Role.ADMINISTRATOR


@pytest.mark.django_db
def test_of_two_who_ask_for_one_number_the_first_to_confirm_has_it_and_the_other_is_told_whom_to_ask():
    framework = FrameworkFactory(open=True)
    others = "kim@other.example"
    first, second, named = (
        link_to(framework, email=others),
        link_to(framework),
        link_to(framework, number="07654321"),
    )
    visitor().post(reverse("supplier-register-confirm", args=[second]))
    for late in (first, named):
        for answer in (visitor().get, visitor().post):
            page = answer(reverse("supplier-register-confirm", args=[late])).content.decode()
            assert "Ask its administrator to invite you" in page
            assert f"write to {framework.contact}" in page
            assert "Make the account" not in page
    assert len(suppliers()) == Invitation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_one_number_at_the_same_moment_one_has_it():
    with system_access("a test makes a framework"):
        framework = FrameworkFactory(open=True)
    links = [link_to(framework, email=f"{who}@quillmoor.example", name=f"{who} Ltd") for who in ("pat", "kim")]
    came = at_once(lambda number: registering.confirm(links[number], framework), 2)
    refused = [each for each in came if isinstance(each, ActionRefused)]
    assert len(refused) == 1
    assert "write to" in str(refused[0])
    assert Body.objects.filter(kind=Kind.SUPPLIER).count() == 1


@pytest.mark.django_db
def test_a_link_that_is_too_old_or_that_the_hub_did_not_make_makes_nothing():
    framework = FrameworkFactory(open=True)
    old = link_to(framework, until=(timezone.now() - timedelta(seconds=1)).isoformat())
    for link in (old, "x", link_to(framework)[:-3]):
        for answer in (visitor().get, visitor().post):
            assert answer(reverse("supplier-register-confirm", args=[link])).status_code == 410
    assert not suppliers()


@pytest.mark.django_db
def test_who_is_registered_already_is_told_by_mail_alone():
    framework = FrameworkFactory(open=True)
    SupplierFactory(name=TOLD["name"], place_code="01234567")
    for told in ({"email": "kim@quillmoor.example"}, {"number": "7654321", "email": "kim@other.example"}):
        assert f"We have written to {told['email']}" in ask(framework, **told)[1]
    assert all("Ask its administrator to invite you" in told for told in mails())
    assert len(mails()) == 2


@pytest.mark.django_db
def test_a_number_that_is_none_and_a_framework_that_takes_nothing_are_refused():
    framework = FrameworkFactory(open=True)
    assert ask(framework, number="nonsense")[0] == 400
    assert ask(FrameworkFactory(name="Another list"))[0] == 404
    assert not Message.objects.exists()
