"""Who else is writing on a case is shown for two minutes, to those alone of the same body on the same side of the wall."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone

from irhub.accounts.acting import state_of
from irhub.accounts.models import Membership
from irhub.accounts.retention import run
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import acting
from irhub.casework.models import Writing
from irhub.casework.writing import LASTS, still_writing, told_writing, writers, writing, wrote
from irhub.web.jinja import macro
from tests.casework.desk import Matter, a_matter, make_desk
from tests.factories import BodyFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def somebody(who: str, role: Role = Role.ADVISER, **body: Any) -> Membership:
    helpline = BodyFactory(**{"kind": Kind.DELIVERY_PARTNER, "name": "Sample Helpline"} | body)
    return MembershipFactory(person__email=f"{who}@example.org", body=helpline, role=role)


@pytest.fixture
def amina() -> Membership:
    return somebody("amina")


@pytest.fixture
def sam() -> Membership:
    return somebody("sam")


@pytest.fixture
def matter(amina: Membership) -> Matter:
    make_desk()
    return a_matter(amina.body)


def test_who_writes_is_told_to_the_others_until_they_have_done_or_two_minutes_have_passed(matter, amina, sam):
    assert writing(matter, by=amina) == []
    assert writing(matter, by=sam) == ["Amina"]
    assert writing(matter, by=amina) == ["Sam"], "said again it is one row, and lasts longer"
    assert Writing.objects.count() == 2
    wrote(matter, by=sam)
    assert writers(matter, but=amina) == []
    assert writers(matter, but=sam) == ["Amina"]
    assert writers(a_matter(amina.body), but=sam) == [], "another matter is another matter"
    Writing.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert writers(matter, but=sam) == []
    assert timedelta(minutes=2) == LASTS


def test_neither_another_body_nor_the_other_side_of_the_same_body_is_told(matter, amina, sam):
    caseworker = somebody("carl", Role.CASEWORKER)
    other = somebody("otto", name="Another Helpline")
    with acting(state_of(amina)):
        writing(matter, by=amina)
        assert writing(matter, by=amina) == []
    for one, told in ((sam, ["Amina"]), (caseworker, []), (other, [])):
        with acting(state_of(one)):
            assert writers(matter, but=one) == told
            assert Writing.objects.count() == len(told)


def test_the_script_of_a_page_is_answered_in_a_sentence_and_says_that_somebody_typed(matter, amina, sam):
    def asked(by: Membership, **told: str) -> str:
        request: Any = RequestFactory().post("/", told)
        request.membership = by
        answer = still_writing(request, matter)
        assert answer.headers["Content-Type"] == "text/plain"
        return answer.content.decode()

    assert asked(amina) == ""
    assert asked(sam) == "", "who only reads is not told of"
    assert asked(amina, writes="on") == ""
    assert asked(sam) == "Amina is writing now."


def test_what_is_told_is_a_sentence_and_hidden_where_there_is_none():
    assert told_writing(["Amina", "Kim", "Sam"]) == "Amina, Kim and Sam are writing now."
    shown = macro("casework/parts.html", "writing")(told_writing(["Amina"]), "/cases/1/writing/")
    assert "Amina is writing now." in shown
    assert " hidden" not in shown
    assert " hidden" in macro("casework/parts.html", "writing")(told_writing([]), "/cases/1/writing/")


def test_rows_that_are_over_are_removed(matter, amina, sam):
    writing(matter, by=amina)
    writing(matter, by=sam)
    Writing.objects.filter(person=sam.person).update(until=timezone.now() - timedelta(seconds=1))
    assert {done.name: done.count for done in run()}["who is writing"] == 1
    assert list(Writing.objects.values_list("person", flat=True)) == [amina.person_id]
