"""An agency that has no account gets one by a link to its address; whether there is one is told to nobody else."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from irhub.accounts.models import Body, Invitation
from irhub.accounts.roles import Kind, Role
from irhub.notify.models import Message
from irhub.suppliers.models import Framework
from tests.suppliers.factories import FrameworkFactory

pytestmark = pytest.mark.django_db
TOLD = {"name": "Quillmoor Staffing Ltd", "number": "1234567", "email": "pat@quillmoor.example"}


def ask(framework: Framework, **told: str) -> tuple[int, str]:
    answer = Client(headers={"host": "localhost"}).post(
        reverse("supplier-register", args=[framework.pk]), TOLD | told, follow=True
    )
    return answer.status_code, answer.content.decode()


def test_an_agency_registers_and_is_invited_as_its_administrator():
    framework = FrameworkFactory(open=True)
    status, page = ask(framework)
    assert status == 200
    assert "We have written to pat@quillmoor.example" in page
    body = Body.objects.get(kind=Kind.SUPPLIER)
    assert (body.name, body.place_code) == ("Quillmoor Staffing Ltd", "01234567")
    made = Invitation.objects.get()
    assert (made.body, made.role, made.email) == (body, Role.ADMINISTRATOR, "pat@quillmoor.example")


def test_who_is_registered_already_is_told_by_mail_alone_and_nothing_is_made():
    framework = FrameworkFactory(open=True)
    first = ask(framework)[1]
    for told in ({"email": "kim@quillmoor.example"}, {"number": "7654321", "email": "kim@other.example"}):
        page = ask(framework, **told)[1]
        assert re.sub(r"[\w.]+@[\w.]+", "", first).count("We have written to") == page.count("We have written to") == 1
    assert Body.objects.filter(kind=Kind.SUPPLIER).count() == Invitation.objects.count() == 1
    assert Message.objects.filter(kind="supplier-application").count() == 2


def test_a_number_that_is_none_and_a_framework_that_takes_nothing_are_refused():
    framework = FrameworkFactory(open=True)
    assert ask(framework, number="nonsense")[0] == 400
    assert ask(FrameworkFactory(name="Another list"))[0] == 404
    assert not Body.objects.filter(kind=Kind.SUPPLIER).exists()
    assert not mail.outbox
