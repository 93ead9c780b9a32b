"""Two roles that nobody holds together are refused though both are taken up at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from irhub.accounts import actions
from irhub.accounts.models import Membership
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import system_access
from irhub.web.errors import ActionRefused
from tests.factories import BodyFactory, PersonFactory


@pytest.mark.django_db(transaction=True)
def test_of_two_invitations_across_the_wall_taken_up_at_once_one_is_refused(monkeypatch):
    council = BodyFactory(kind=Kind.COUNCIL, name="Walsall")
    helper = BodyFactory(kind=Kind.DELIVERY_PARTNER, name="A helpline", place_code="")
    email = "pat@example.org"
    pat = PersonFactory(email=email)
    with system_access("a test invites"):
        secrets = [
            actions.invite(council, Role.ANALYST, email, by="a test")[1],
            actions.invite(helper, Role.ADVISER, email, by="a test")[1],
        ]
    both_asked, refuse = threading.Barrier(2, timeout=2), actions._refuse_together

    def asked_and_waits(*told: object) -> None:
        refuse(*told)
        try:
            both_asked.wait()
        except threading.BrokenBarrierError:
            return  # the other waits until this one is done

    monkeypatch.setattr(actions, "_refuse_together", asked_and_waits)

    def take_up(secret: str) -> str:
        try:
            return str(actions.accept(secret, signed_in=pat).role)
        except ActionRefused as refused:
            return str(refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        told = sorted(both.map(take_up, secrets))
    with system_access("a test looks"):
        held = Membership.objects.current().get(person=pat)
    assert sum("hears what they ask in confidence" in one for one in told) == 1
    assert str(held.role) in told
