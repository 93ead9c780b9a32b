"""The same hub with and without a provider's contact with it: oversight sees the same, to the byte."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from irhub.accounts import session_limits
from irhub.accounts.access import table
from irhub.accounts.acting import state_of
from irhub.accounts.audit import record
from irhub.accounts.models import AuditEvent, Body
from irhub.accounts.moving import Moving
from irhub.accounts.policy import granted
from irhub.accounts.roles import OVERSIGHT, Kind, Role
from irhub.accounts.row_security import Acting, acting
from irhub.accounts.subject_access import TELLS_OF_HELP
from irhub.web.held_tables import confided
from tests.accounts.test_access import Visitor, confirmed, everybody, purposes_told
from tests.compliance.factories import ProviderFactory, hr_of
from tests.factories import NAME, ORGANISATION, PROVIDER, PersonFactory, SignalFactory
from tests.legal_advice.factories import scheme_of
from tests.programmes.factories import WALSALL, HubFactory, ProgrammeFactory
from tests.wall.contact import in_touch
from tests.wall.walking import Answer, addresses_of, answer_of, asked_of
from tests.webinars.factories import SessionFactory

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
KEPT = ("support_", "legal_advice_", "webinars_", "compliance_", "notify_", "accounts_auditevent")
"""With what the names of the tables begin in which a contact leaves its traces."""
FORMAT = re.compile(r"[?]format=\w+$")
NOWHERE = {"reference": "HL-2026-000-000-000", "number": 0}
"""What an address names where there is nothing."""


READERS = (Role.LEAD, Role.ANALYST, Role.AUDITOR)
"""Whoever leads, who reads figures and who reads the trail: between them they open all that oversight can open."""


def outside() -> list[Visitor]:
    """Somebody in each role of each kind of body of oversight; those who read all have said why, and who they are."""
    everyone = [who for who in everybody() if who.asker.kind in OVERSIGHT]
    Body.objects.filter(name=f"Example {Kind.COUNCIL}").update(place_code=WALSALL)
    people = [who for who in everyone if who.asker.role in READERS]
    purposes_told(people)
    for visitor in people:
        confirmed(visitor.client)
    return everyone


def seen(people: list[Visitor], named: Mapping[str, Mapping[str, object]]) -> dict[tuple[str, str], Answer]:
    """What everybody is answered, by who asks and at which address: their pages and downloads, and of a page that could tell of a contact
    its sorts and filters, once for each kind of body. Of the files of a list, which hold the same rows, all if the first could tell."""
    found: dict[tuple[str, str], Answer] = {}
    tried = set[tuple[Kind | None, str]]()
    for who in people:
        for address in addresses_of(who, named):
            first = found.get((who.name, FORMAT.sub("?format=csv", address)))
            if first is not None and first.status == 200 and not could_tell(first):
                continue
            found[who.name, address] = page = answer_of(who, address)
            for more in asked_of(page, address) if could_tell(page) else ():
                if (who.asker.kind, more) not in tried:
                    tried.add((who.asker.kind, more))
                    found[who.name, more] = answer_of(who, more)
    return found


def could_tell(page: Answer) -> bool:
    """Whether a page asks a table in which a contact leaves a trace."""
    return any(name.startswith(KEPT) for name in page.read)


def events_read(state: Acting) -> int:
    """How many events of the audit trail the database gives somebody."""
    with acting(state):
        return AuditEvent.objects.count()


def answers_alike(who: Visitor, route: str, names: Mapping[str, object]) -> bool:
    """Whether somebody is answered at the address of a thing as at that of one that is not there."""
    none = {key: NOWHERE.get(key, said) for key, said in names.items()}
    if isinstance(names.get("number"), UUID):
        none["number"] = UUID(int=0)
    one, other = (
        (page.status, page.headers.replace(at, ""), page.queries, page.text.replace(at, ""))
        for at in (reverse(route, kwargs=dict(each)) for each in (names, none))
        for page in [answer_of(who, at)]
    )
    return one == other and one[0] in (302, 403, 404)


def told(who: str, address: str, one: Answer, other: Answer) -> str:
    """How two answers differ."""
    both = [f"{each.status} {each.queries} queries\n{each.headers}\n{each.text}".splitlines() for each in (one, other)]
    return "\n".join([f"{who} at {address}", *list(difflib.unified_diff(*both, lineterm="", n=0))[2:12]])


def test_whoever_stands_outside_sees_the_same_whether_a_provider_was_in_touch_with_the_hub_or_not(
    monkeypatch, record_property
):
    """Two worlds in one database: every page that these may open is read in the first, and again in the second if it asks a table
    in which a contact leaves a trace. What a page does not ask it cannot tell."""
    everyone, moment = outside(), timezone.now()
    people = [who for who in everyone if who.asker.role in READERS]
    monkeypatch.setattr(
        session_limits, "NOTED_EVERY", 86_400
    )  # on a slow day sessions would be noted between the two worlds
    SignalFactory()
    payer = Body.objects.get(name=f"Example {Kind.PARTNERSHIP}")
    chief = PersonFactory(email="chief@council.example", is_system_administrator=True, roles=[(payer, Role.LEAD)])
    apart = Acting(person=chief.pk, administrator=True)
    watches = replace(state_of(chief.memberships.get()), administrator=True)
    programme = ProgrammeFactory(body=HubFactory(), commissioned_by=payer, open=True)
    scheme_of(programme.body)
    session = SessionFactory(programme=programme, published=True)
    in_touch(session, "1-998", "Exampleton Care Ltd")
    hr_of(ProviderFactory())  # that it takes part is no secret: it does in both worlds
    named = {
        "organisation": {"organisation_id": ORGANISATION}, "webinar": {"number": session.pk}, "webinar-book": {"number": session.pk},
        "programme-reach-counts": {"slug": programme.slug}, "help-ask": {"slug": programme.slug},
    }  # fmt: skip
    with monkeypatch.context() as still:
        still.setattr(timezone, "now", lambda: moment)
        before = seen(people, named)
    trail = events_read(watches), events_read(apart)
    things = in_touch(session, PROVIDER, NAME)
    assert events_read(watches) == trail[0], "an administrator of the system who also watches reads no event of it"
    assert events_read(apart) > trail[1], "and one who does not reads them"
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
    for route, names in things.items():
        may = [who for who in everyone if granted(table()[route], who.asker)]
        closed = [who for who in everyone if who not in may]  # by the table, before anything is looked up
        for who in (*may, *closed[:1]):
            assert answers_alike(who, route, names), f"{who.name} is told at {route} that something is there"


def test_the_trail_keeps_from_oversight_what_it_holds_of_each_thing_that_is_told_in_confidence():
    """By what a thing is called in the trail (moving.py:named); events of a part of one are about the whole."""
    parts = ("event", "entry", "line", "answer", "message", "withdrawal")
    models = [model for room in confided() for model in room.models]
    kinds = {str(model.workflow.thing if issubclass(model, Moving) else model._meta.verbose_name) for model in models}
    for kind in kinds:
        record("did something", by="the hub", about=f"{kind}/1")
    kept_back = set(AuditEvent.objects.filter(TELLS_OF_HELP).values_list("about", flat=True))
    assert {kind for kind in kinds if f"{kind}/1" not in kept_back and not kind.endswith(parts)} == set()
    assert len(kept_back) > 20
