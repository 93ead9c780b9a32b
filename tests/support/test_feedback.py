"""A client says how the helpline did: by a signed link, once, changeable, seen by advisers alone."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.core import signing
from django.db import connection
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.row_security import owner_access
from irhub.casework.contacts import add_contact, retire_contact
from irhub.notify.models import Message as Mail
from irhub.notify.sealing import unseal
from irhub.programmes import months
from irhub.support import actions, asking_by, feedback, neutral
from irhub.support.letters import feedback_address
from irhub.support.models import Case, Feedback, Outcome
from tests.factories import signed_in
from tests.support.factories import PAT, CaseFactory, adviser_of

pytestmark = pytest.mark.django_db
SAID = {"satisfied": "yes", "soon": "no", "words": "Ring back sooner", "seen": 0}


def closed(**more: object) -> Case:
    case = CaseFactory(contact=PAT, **more)
    ada = adviser_of(case.body)
    return actions.close_case(case=case, version=case.version, theme=case.theme, outcome=Outcome.ANSWERED, by=ada)


def stranger() -> Browser:
    return Browser(headers={"host": "localhost"})


def test_the_link_is_sent_opening_it_changes_nothing_and_an_answer_can_be_changed():
    case = closed()
    letter = unseal(bytes(Mail.objects.get(kind="helpline-feedback").sealed)).text
    (address,) = re.findall(r"/helpline/feedback/\S+", letter)
    client = stranger()
    assert "Do not name anybody" in client.get(address).content.decode()
    assert not Feedback.objects.exists()
    assert "There is a problem" in client.post(address, {"seen": 0}).content.decode()
    assert client.post(address, SAID).status_code == 302
    assert client.post(address, SAID | {"satisfied": "no", "seen": 1}).status_code == 302
    assert Feedback.objects.count() == 1
    page = client.get(address).content.decode()
    assert "Change my answers" in page
    assert "Ring back sooner" in page
    seen = signed_in(adviser_of(case.body).person).get(reverse("support-case", args=[case.reference])).content.decode()
    assert "What the client says of us" in seen
    ((name, answers),) = feedback.told_of(case)
    assert name == PAT["name"]
    assert dict(answers)["Are you satisfied with how we helped you?"] == "No"


def test_each_who_spoke_for_the_client_answers_once_by_a_link_of_their_own():
    case = CaseFactory(contact=PAT)
    ada = adviser_of(case.body)
    kim = add_contact(case, by=ada, **PAT | {"name": "Kim Example", "email": "kim@quillmoor.example"})
    gone = add_contact(case, by=ada, **PAT | {"email": "sam@quillmoor.example"})
    retire_contact(gone, version=gone.version, by=ada)
    actions.close_case(case=case, version=case.version, theme=case.theme, outcome=Outcome.ANSWERED, by=ada)
    letters = [unseal(bytes(one.sealed)) for one in Mail.objects.filter(kind="helpline-feedback")]
    links = {one.to: re.findall(r"/helpline/feedback/\S+", one.text)[0] for one in letters}
    assert set(links) == {PAT["email"], "kim@quillmoor.example"}
    stranger().post(links[PAT["email"]], SAID)
    assert "Ring back sooner" not in stranger().get(links[kim.email]).content.decode()
    assert stranger().post(links[kim.email], SAID | {"satisfied": "no", "words": ""}).status_code == 302
    assert [name for name, _ in feedback.told_of(case)] == [PAT["name"], "Kim Example"]
    assert stranger().get(feedback_address(gone)).status_code == 410, "who no longer speaks is not asked"


def test_who_changes_their_answers_too_often_loses_none_and_keeps_nobody_else_from_answering(monkeypatch):
    monkeypatch.setitem(asking_by.OFTEN, "helpline-feedback", "2/h/key")
    often, other = (feedback_address(closed(client_key=key).contacts.get()) for key in ("1-8", "1-9"))
    client = stranger()
    sent = [client.post(often, SAID | {"words": f"Ring back {at}", "seen": at}) for at in range(3)]
    assert [answer.status_code for answer in sent] == [302, 302, 400]
    page = sent[2].content.decode()
    assert asking_by.TOO_MANY in page
    assert "Ring back 2" in page, "what was typed is still there"
    assert "Ring back 1" in client.get(often).content.decode(), "what was kept before stays"
    assert client.post(other, SAID).status_code == 302


def test_a_link_ends_with_its_time_with_a_case_opened_again_and_with_another_signature():
    case = closed()
    address = feedback_address(case.contacts.get())
    Case._base_manager.update(closed_at=timezone.now() - feedback.OPEN_FOR)
    assert stranger().get(address).status_code == 410
    assert stranger().post(address, SAID).status_code == 410
    Case._base_manager.update(closed_at=timezone.now())
    assert stranger().get(address).status_code == 200
    actions.hear(case=Case.objects.get(), text="One more thing", who="Pat", channel="page", by="Pat")
    assert stranger().get(address).status_code == 410
    assert stranger().get(reverse("help-feedback", args=["made-up"])).status_code == 410
    assert not Feedback.objects.exists()


def test_a_link_mailed_before_each_had_their_own_still_opens_and_no_answers_of_another():
    case = closed()
    before = reverse("help-feedback", args=[signing.dumps(case.reference, salt=feedback.SALT)])
    assert stranger().post(before, SAID).status_code == 302
    assert Feedback.objects.get().contact == case.contacts.get()
    add_contact(case, by=adviser_of(case.body), **PAT | {"name": "Kim Example", "email": "kim@quillmoor.example"})
    assert "Ring back sooner" not in stranger().get(before).content.decode(), (
        "it went to both, and opens neither’s answers"
    )
    assert stranger().post(before, SAID).status_code == 302
    assert [name for name, _ in feedback.told_of(case)] == [PAT["name"], "The client"]


def test_what_was_said_before_is_said_by_the_one_who_speaks_for_the_client_if_there_is_one_alone():
    alone, several = closed(), closed(client_key="1-9")
    add_contact(several, by=adviser_of(several.body), **PAT | {"email": "kim@quillmoor.example"})
    for case in (alone, several):
        Feedback.objects.create(body=case.body, case=case, questionnaire=feedback.NAME, version=1)
    upgrade = import_module("irhub.support.migrations.0017_whose_feedback_it_was").FORWARD
    with owner_access(), connection.cursor() as cursor:
        cursor.execute(upgrade)
    assert Feedback.objects.get(case=alone).contact == alone.contacts.get()
    assert Feedback.objects.get(case=several).contact is None


def test_whom_the_helpline_could_not_help_is_not_asked():
    case = CaseFactory(contact=PAT)
    neutral.decline(case=case, version=case.version, reason="conflict", by=adviser_of(case.body))
    assert not Mail.objects.filter(kind="helpline-feedback").exists()
    assert stranger().get(feedback_address(case.contacts.get())).status_code == 410


def test_satisfaction_is_told_where_five_are_satisfied_and_five_are_not():
    report = months.report_named("helpline")
    for number in range(10):
        case = closed(client_key=f"1-{number}")
        stranger().post(feedback_address(case.contacts.get()), SAID | {"satisfied": "yes" if number % 2 else "no"})
        if number in (3, 8, 9):
            rows = months.told(report, case.programme, localdate() + timedelta(days=1))
            found = {
                row.figure.key: row.value for row in rows if not row.part and row.month == localdate().replace(day=1)
            }
            assert (found["answers"], found["satisfied"]) == {3: (None, None), 8: (9, None), 9: (10, 50)}[number]
