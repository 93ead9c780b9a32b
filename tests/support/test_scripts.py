"""Replies are made of the body's guidance, with the rules of the day, and it stays known of which version."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from irhub.support.models import Case, Message
from irhub.support.scripts import for_theme, used_in
from tests.factories import BodyFactory, OrganisationFactory, signed_in
from tests.guidance.factories import VersionFactory
from tests.support.factories import PAT, CaseFactory, adviser_of, programme_of

pytestmark = pytest.mark.django_db


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_page_for_our_own_staff_too_is_put_into_a_reply_with_today_s_rules_and_its_version_is_remembered():
    OrganisationFactory()
    programme = programme_of()
    page = VersionFactory(
        body=programme.body, state="published", visibility="staff", title="Certificates of sponsorship"
    )
    VersionFactory(
        body=BodyFactory(kind="partnership", name="Mockshire"),
        state="published",
        title="Certificates of sponsorship elsewhere",
    )
    assert [one.number for one in for_theme(programme.body, "Certificates of sponsorship")] == [page.pk]
    case, ada = CaseFactory(body=programme.body, contact=PAT), signed_in(adviser_of(programme.body).person)
    address = reverse("support-do", args=[case.reference, "reply"])
    told = {
        "version": case.version,
        "text": "Dear Pat",
        "channel": "mail",
        "then": "answer",
        "insert": str(page.pk),
        "guidance": "",
    }
    assert "Put the page into it" in text_of(ada.get(reverse("support-case", args=[case.reference])))
    shown = ada.post(address, told | {"add": "on"})
    body = shown.content.decode()
    assert "Dear Pat" in body
    assert "The rules on" in body
    assert "£" in body, "the rule of the day stands in it"
    assert Message.objects.filter(inbound=False).count() == 0, "it is read before it is sent"
    used = re.search(r'name="guidance" value="([\d ]+)"', body)[1]
    assert used == str(page.pk)
    assert ada.post(address, told | {"text": "At least £1.", "guidance": used}).status_code == 302
    case = Case.objects.get()
    ((one,),) = used_in(case).values()
    assert (one.title, one.number, one.changed) == ("Certificates of sponsorship", 1, ())
    assert "Made of “Certificates of sponsorship”, version 1." in text_of(
        ada.get(reverse("support-case", args=[case.reference]))
    )


def test_a_page_goes_into_a_reply_of_which_nothing_is_written_and_none_must_be_chosen():
    OrganisationFactory()
    case = CaseFactory()
    page = VersionFactory(body=case.body, state="published")
    ada = signed_in(adviser_of(case.body).person)
    address = reverse("support-do", args=[case.reference, "reply"])
    told = {"version": case.version, "text": "", "channel": "mail", "then": "answer", "add": "on", "guidance": ""}
    assert "Choose the page of guidance" in text_of(ada.post(address, told | {"insert": ""}))
    assert page.title in text_of(ada.post(address, told | {"insert": str(page.pk)}))
