"""The same hub with and without a provider's contact with it: oversight sees the same, to the byte."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import pytest
from django.urls import reverse
from django.utils import timezone

from irhub.accounts import session_limits
from irhub.accounts.models import Body
from irhub.accounts.roles import OVERSIGHT, Kind, Role
from tests.accounts.test_access import Visitor, confirmed, everybody, purposes_told
from tests.factories import NAME, ORGANISATION, PROVIDER, SignalFactory
from tests.legal_advice.factories import scheme_of
from tests.programmes.factories import WALSALL, HubFactory, ProgrammeFactory
from tests.wall.contact import in_touch
from tests.wall.walking import Answer, addresses_of, answer_of, asked_of
from tests.webinars.factories import SessionFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
KEPT = ("support_", "legal_advice_", "webinars_", "notify_", "accounts_auditevent")
"""With what the names of the tables begin in which a contact leaves its traces."""


def outside() -> list[Visitor]:
    """Somebody who leads, who reads figures and who reads the trail, in each kind of body of oversight that has one."""
    people = [
        who
        for who in everybody()
        if who.asker.kind in OVERSIGHT and who.asker.role in (Role.LEAD, Role.ANALYST, Role.AUDITOR)
    ]
    Body.objects.filter(name=f"Example {Kind.COUNCIL}").update(place_code=WALSALL)
    purposes_told(people)
    for visitor in people:
        confirmed(visitor.client)
    return people


def seen(people: list[Visitor], named: Mapping[str, Mapping[str, object]]) -> dict[tuple[str, str], Answer]:
    """What everybody is answered, by who asks and at which address: their pages and downloads, and of a page that could tell of a contact
    its sorts and filters, once for each kind of body."""
    found: dict[tuple[str, str], Answer] = {}
    tried = set[tuple[Kind | None, str]]()
    for who in people:
        for address in addresses_of(who, named):
            found[who.name, address] = page = answer_of(who, address)
            for more in asked_of(page, address) if could_tell(page) else ():
                if (who.asker.kind, more) not in tried:
                    tried.add((who.asker.kind, more))
                    found[who.name, more] = answer_of(who, more)
    return found


def could_tell(page: Answer) -> bool:
    """Whether a page asks a table in which a contact leaves a trace."""
    return any(name.startswith(KEPT) for name in page.read)


def told(who: str, address: str, one: Answer, other: Answer) -> str:
    """How two answers differ."""
    both = [f"{each.status} {each.queries} queries\n{each.headers}\n{each.text}".splitlines() for each in (one, other)]
    return "\n".join([f"{who} at {address}", *list(difflib.unified_diff(*both, lineterm="", n=0))[2:12]])


def test_whoever_stands_outside_sees_the_same_whether_a_provider_was_in_touch_with_the_hub_or_not(
    monkeypatch, record_property
):
    """Two worlds in one database: every page that these may open is read in the first, and again in the second if it asks a table
    in which a contact leaves a trace. What a page does not ask it cannot tell."""
    people, moment = outside(), timezone.now()
    monkeypatch.setattr(
        session_limits, "NOTED_EVERY", 86_400
    )  # on a slow day sessions would be noted between the two worlds
    SignalFactory()
    payer = Body.objects.get(name=f"Example {Kind.PARTNERSHIP}")
    programme = ProgrammeFactory(body=HubFactory(), commissioned_by=payer, open=True)
    scheme_of(programme.body)
    session = SessionFactory(programme=programme, published=True)
    in_touch(session, "1-998", "Exampleton Care Ltd")
    named = {
        "organisation": {"organisation_id": ORGANISATION}, "webinar": {"number": session.pk}, "webinar-book": {"number": session.pk},
        "programme-reach-counts": {"slug": programme.slug}, "help-ask": {"slug": programme.slug},
    }  # fmt: skip
    with monkeypatch.context() as still:
        still.setattr(timezone, "now", lambda: moment)
        before = seen(people, named)
    references = in_touch(session, PROVIDER, NAME)
    again = {at: page for at, page in before.items() if could_tell(page)}
    by_name = {who.name: who for who in people}
    with monkeypatch.context() as still:
        still.setattr(timezone, "now", lambda: moment)
        pairs = [(at, page, answer_of(by_name[at[0]], at[1])) for at, page in again.items()]
    wrong = [
        told(*at, page, later)
        for at, page, later in pairs
        if (page.status, page.headers, page.queries, page.text)
        != (later.status, later.headers, later.queries, later.text)
    ]
    record_property(
        "measured",
        f"the wall: {len(people)} people, {len(before)} pages, {len(again)} ask what a contact writes, {len(wrong)} differ",
    )
    assert not wrong, "\n".join(wrong[:20])
    assert len(again) > 50
    for who in people:
        for route, reference in references.items():
            there, none = (answer_of(who, reverse(route, args=[one])) for one in (reference, "HL-2026-000-000-000"))
            assert there.status == none.status in (302, 403, 404), (who.name, route, there.status, none.status)
