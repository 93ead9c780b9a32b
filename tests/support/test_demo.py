"""The demo's helpline is played whole."""

from __future__ import annotations

import pytest

from irhub.accounts.acting import acting_in
from irhub.accounts.demo import cast_now, those_who_watch_over_england
from irhub.accounts.roles import Role
from irhub.programmes import demo as programmes
from irhub.support import demo
from irhub.support.models import Case, CaseComplaint, Declined, Mail, WorkerConsent
from irhub.support.parties import conflicts_of
from irhub.support.workflows import State

TO_COME = {Role.CASEWORKER, Role.MATCHER, Role.GRANTS_OFFICER, Role.ASSESSOR, Role.FRAMEWORK_OFFICER, Role.RESEARCHER}
"""Roles whose rooms are not built yet."""
pytestmark = pytest.mark.django_db


def test_the_demo_has_a_living_helpline_with_a_conflict_and_a_complaint(monkeypatch):
    monkeypatch.setattr(
        programmes, "providers", lambda many: [(f"1-{100 + n}", f"Example Care {n} Ltd") for n in range(many)]
    )
    monkeypatch.setattr(programmes, "council", lambda: programmes.council_of("E08000030"))
    monkeypatch.setattr(demo, "providers", programmes.providers)
    monkeypatch.setattr(demo, "council", programmes.council)
    those_who_watch_over_england()
    programmes.a_hub_and_its_offer()
    programmes.those_who_watch_over_the_area()
    ready = {held.role for held in cast_now()} | {Role.GUIDANCE_EDITOR, Role.SPONSORSHIP_LEAD}  # whom other scenes cast
    assert ready == set(Role) - TO_COME, "there is somebody for every role that has work"
    demo.the_helpline_s_cases()
    demo.workers_who_were_passed_on()
    demo.the_helpline_s_mail()
    with acting_in(programmes.adviser()):
        states = set(Case.objects.values_list("state", flat=True))
        assert states == {str(state) for state in State}, "one in each state"
        assert Case.objects.count() == 14
        assert Case.objects.filter(letter_on__isnull=False).exists(), "a letter that suspends a licence, with its clock"
        assert Declined.objects.filter(sent_at=None).exists(), "a refusal that waits for its release"
        assert any(conflicts_of(case) for case in Case.objects.filter(client_type="council"))
        assert CaseComplaint.objects.count() == 1
        assert [bool(one.withdrawn) for one in WorkerConsent.objects.order_by("pk")] == [False, True]
        assert [mail.files for mail in Mail.objects.filter(state="waits").order_by("number")] == [
            [],
            ["contract.pdf", "rota.pdf"],
            [],
        ]
