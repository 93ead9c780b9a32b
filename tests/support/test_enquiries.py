"""Somebody without an account asks, confirms their address, and has a case."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from irhub.accounts.row_security import Acting, acting
from irhub.notify.models import Message as Mail
from irhub.notify.sealing import Letter, unseal
from irhub.programmes.models import Programme
from irhub.support import enquiries
from irhub.support.models import Case, Enquiry
from irhub.web.errors import ActionRefused
from tests.factories import NAME, PROVIDER
from tests.support.factories import programme_of

pytestmark = pytest.mark.django_db
EMAIL = "kim@quillmoor.example"


def ask() -> str:
    """Ask, and return the secret in the link of the mail."""
    programme = programme_of()
    told = {
        "client_type": "provider", "client_key": PROVIDER, "client_name": NAME, "name": "Kim Example", "phone": "0121 496 0002",
        "theme": programme.themes.first().pk, "subject": "A visit", "text": "They come on Monday.", "letter_on": "2026-11-02",
    }  # fmt: skip
    with acting(Acting()):
        enquiries.enquire(programme, email=EMAIL, told=told)
    return re.search(r"/confirm/([\w-]+)/", letter("helpline-confirm").text)[1]


def letter(kind: str) -> Letter:
    return unseal(bytes(Mail.objects.get(kind=kind).sealed))


def test_a_question_becomes_a_case_once_its_address_is_confirmed_and_only_then():
    secret = ask()
    assert not Case.objects.exists()
    with acting(Acting()):
        assert enquiries.waiting(secret).email == EMAIL
        enquiries.confirm(secret)
    case = Case.objects.get()
    assert (case.client_key, case.subject, str(case.letter_on)) == (PROVIDER, "A visit", "2026-11-02")
    assert [(one.name, one.email, one.authority) for one in case.contacts.all()] == [("Kim Example", EMAIL, "said")]
    assert case.reference in letter("helpline-came").text
    assert "Monday to Friday, 9am to 5pm" in letter("helpline-came").text
    with pytest.raises(ActionRefused, match="no longer works"):
        enquiries.confirm(secret)
    assert not Enquiry.objects.exists()


def test_a_link_that_is_three_days_old_or_none_of_ours_confirms_nothing():
    secret = ask()
    Enquiry.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert enquiries.waiting(secret) is None
    for wrong in (secret, "x"):
        with pytest.raises(ActionRefused, match="no longer works"):
            enquiries.confirm(wrong)
    assert not Case.objects.exists()


def test_what_no_helpline_takes_is_refused_while_it_can_still_be_mended():
    programme = programme_of()
    told = {
        "client_type": "provider", "client_key": PROVIDER, "client_name": NAME, "name": "Kim Example", "phone": "",
        "theme": programme.themes.first().pk, "subject": "A visit", "text": "They come.", "letter_on": str(date.today() + timedelta(days=2)),
    }  # fmt: skip
    with acting(Acting()), pytest.raises(ActionRefused, match="today or earlier"):
        enquiries.enquire(programme, email=EMAIL, told=told)
    assert not Enquiry.objects.exists()
    assert not Mail.objects.exists()


def test_a_question_that_is_refused_when_it_is_confirmed_says_why_and_stays_with_all_that_was_typed(client):
    address = reverse("help-confirm", args=[ask()])
    assert "They come on Monday." in client.get(address).content.decode()
    Programme._base_manager.update(state="ended", instead="Ask Acas")
    answer = client.post(address)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "takes no questions: Ask Acas" in page
    assert "They come on Monday." in page
    Programme._base_manager.update(state="open")
    assert client.post(address).status_code == 302
    assert Case.objects.get().messages.get().text == "They come on Monday."
