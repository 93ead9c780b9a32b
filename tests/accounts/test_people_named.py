"""Whoever a register names is named to nobody who does not need it, and to nobody who has not said why: on every page, in every file and mail."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pytest
from django.urls import reverse

from irhub.accounts import purposes
from irhub.accounts.access import shows
from irhub.accounts.models import AuditEvent, Body
from irhub.accounts.roles import Role
from irhub.attention.models import Task
from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.indicator import Audience
from irhub.indicators.models import Signal
from irhub.operations import running
from irhub.organisations.models import Member, Organisation
from irhub.registers.models import ControllerSpan, LocationSpan
from irhub.registers.sources.companies_house_psc import INDIVIDUAL
from irhub.web.background_jobs import jobs
from tests.accounts.test_access import (
    ASKED,
    ELSEWHERE,
    POSTED,
    Owner,
    Try,
    Visitor,
    confirmed,
    documented,
    each_tried,
    everybody,
    expected,
    names_of,
    opens,
    owners,
    placed,
    purposes_told,
)
from tests.accounts.test_access import still as still
from tests.factories import (
    ChallengeFactory,
    ContractLineFactory,
    MembershipFactory,
    PersonFactory,
    PreferenceFactory,
    SignalFactory,
)
from tests.held import held as held
from tests.owners import organisation_near
from tests.post import delivered

pytestmark = pytest.mark.django_db
PEOPLES = sorted(code for code, one in CATALOGUE.items() if one.audience is Audience.PEOPLE)
"""The indicators whose signals name people."""
LOOKED = "looked at people's data"


@dataclass(frozen=True)
class Known:
    """The people whom the registers name: persons with significant control, nominated individuals, registered managers."""

    names: frozenset[str]

    def in_text(self, text: str) -> set[str]:
        """Who is named in a text."""
        plain = html.unescape(text)
        return {name for name in self.names if name in plain}

    @cached_property
    def one(self) -> str:
        """One of them, always the same."""
        return min(self.names)


@pytest.fixture
def known(held) -> Known:
    """Those whom the fictional registers name."""
    people = ControllerSpan.objects.filter(kind=INDIVIDUAL)
    found = {*people.values_list("name", flat=True)}
    for column in ("nominated_individual", "registered_manager"):
        found |= {*LocationSpan.objects.values_list(column, flat=True)}
    assert len(found) > 50
    return Known(frozenset(found - {""}))


def text_of(answer: Any) -> str:
    """All that an answer says, of a workbook what stands in its cells."""
    body = b"".join(answer) if answer.streaming else answer.content
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return str(body.decode(errors="replace"))


def signals_naming(who: str, organisation: Any) -> None:
    """Of each indicator that names people, a signal about an organisation."""
    held = Signal.objects.filter(organisation=organisation, code__in=PEOPLES).values_list("code", flat=True)
    for code in {*PEOPLES} - {*held}:
        SignalFactory(
            organisation=organisation,
            code=code,
            audience="people",
            severity="look soon",
            says=f"Two care providers name {who} with the same month and year of birth.",
            evidence=(
                {
                    "register": "companies_house_psc",
                    "date": "2026-11-17",
                    "line": 5,
                    "says": f"{who}, born in May 1970",
                },
            ),
        )


def bought_from(body: Body, organisation: Organisation) -> None:
    """Put an organisation on the list of those that a body buys from."""
    provider = Member.objects.get(organisation=organisation, register="cqc_locations").entity_key
    ContractLineFactory(contract_list__body=body, match="accepted", provider_id=provider, reasons=["the same name"])


def taken_on(visitor: Visitor, organisation: Organisation) -> None:
    """Let somebody who may take on the signals that name people, while they see whom they name, for their body."""
    purposes_told([visitor])
    for code in PEOPLES:
        at = reverse("signal", args=[organisation.pk, code])
        visitor.client.get(at)
        visitor.client.post(
            f"{at}task/", {"action": "assign", "version": 0, "owner": "", "due": "", "note": "Ask them"}
        )
    session = visitor.client.session
    session.pop("purpose", None)
    session.save()


def address_of(key: str, filled: Mapping[str, object]) -> str:
    """Where a page or file is."""
    route, _, download = key.partition("?")
    asked = download or ASKED.get(route, "")
    return reverse(route, kwargs={name: filled[name] for name in names_of(route)}) + (f"?{asked}" if asked else "")


def pages_of(key: str, filled: Mapping[str, object], who: str) -> Iterator[str]:
    """The addresses of a page, of a search for a name; of a signal's that of each indicator that names people as well."""
    yield address_of(key, filled) + (f"?q={who}" if key == "search-people" else "")
    if {"organisation_id", "code"} <= names_of(key.partition("?")[0]):
        for code in PEOPLES:
            yield address_of(key, {**filled, "code": code})


def group_of(visitor: Visitor, rows: str | None) -> tuple[object, ...]:
    """What may make a page another page for somebody: of whose things they see it, and whether they see people."""
    asker = visitor.asker
    return rows, shows("signals-for-people", asker), asker.signed_in, asker.system, asker.kind if rows != "any" else ""


def tries(
    people: list[Visitor], whose: Mapping[str, tuple[Owner, Owner]], only: set[str] | None = None
) -> Iterator[Try]:
    """Every page and file, each by one of every group that may open it; of those that are named, by everybody."""
    for key, row in sorted(documented().items()):
        route = key.partition("?")[0]
        if route in ELSEWHERE | POSTED or (only is not None and key not in only):
            continue
        met = set[object]()
        for visitor in people:
            rows = expected(row.to, visitor.asker)
            own = whose[visitor.name][0]
            if rows is None or not opens(rows, True, visitor) or (only is None and group_of(visitor, rows) in met):
                continue
            met.add(group_of(visitor, rows))
            yield Try(key, visitor, own, True, opens=True)


@pytest.mark.slow
def test_no_page_and_no_file_names_people_without_a_purpose_and_an_event(still, known, settings, monkeypatch):
    """Each page is opened before a purpose was said, and those that then asked for one once more after it: to the others it is nothing."""
    settings.IRHUB_PUBLIC = True
    people = everybody()
    placed()
    for visitor in people[1:]:
        confirmed(visitor.client)
    whose = {visitor.name: owners(visitor) for visitor in people}
    for own, _ in whose.values():
        organisation = organisation_near(own)
        signals_naming(known.one, organisation)
        bought_from(own.body, organisation)
        for code in PEOPLES:
            ChallengeFactory(organisation=organisation, body=own.body, code=code)
    for visitor in people[1:]:
        if shows("signals-for-people", visitor.asker):
            taken_on(visitor, organisation_near(whose[visitor.name][0]))
    assert Task.objects.filter(code__in=PEOPLES).exists()
    named, silent, without, looked, asked = [], [], [], set[str](), list[Try]()
    purpose_of, askers = purposes.current, list[object]()
    monkeypatch.setattr(purposes, "current", lambda request: askers.append(request) or purpose_of(request))

    def without_purpose(one: Try, filled: dict[str, object]) -> None:
        askers.clear()
        for address in pages_of(one.key, filled, known.one):
            if found := known.in_text(text_of(one.visitor.client.get(address))):
                named.append((one.visitor.name, one.key, min(found)))
        if askers:
            asked.append(one)

    def with_purpose(one: Try, filled: dict[str, object]) -> None:
        for address in pages_of(one.key, filled, known.one):
            before = AuditEvent.objects.filter(what=LOOKED).count()
            if known.in_text(text_of(one.visitor.client.get(address))):
                looked.add(one.route)
                if AuditEvent.objects.filter(what=LOOKED).count() != before + 1:
                    silent.append((one.visitor.name, one.key))
                if not shows("signals-for-people", one.visitor.asker):
                    without.append((one.visitor.name, one.key))

    each_tried(tries(people, whose), without_purpose)
    purposes_told(people[1:])
    each_tried([one for one in asked if shows("signals-for-people", one.visitor.asker)], with_purpose)
    each_tried(tries(people, whose, only=set(looked)), with_purpose)
    assert not named, named
    assert not silent, silent
    assert not without, without
    assert looked == {"signal", "organisation-people", "search-people"}


OUTSIDE = {"anchor", "audit", "backup", "helpline-mail", "link", "past-days", "refresh"}
"""Jobs that ask others, write what no person reads, or look at a trail that is chained at the commit, which no test here makes."""


def test_no_mail_names_people(held, known):
    """Every job that may write, to somebody who hears of all that changed about every provider, each with a signal that names people."""
    officer = MembershipFactory(person__email="officer@example.org", role=Role.ANALYST)
    PersonFactory(email="chief@example.org", is_system_administrator=True)
    for member in Member.objects.filter(register="cqc_locations").select_related("organisation"):
        signals_naming(known.one, member.organisation)
    providers = sorted(LocationSpan.objects.values_list("provider_id", flat=True).distinct())
    for number, provider in enumerate(providers, start=1):
        ContractLineFactory(
            contract_list__body=officer.body,
            number=number,
            match="accepted",
            provider_id=provider,
            reasons=["its name"],
        )
    PreferenceFactory(person=officer.person, body=officer.body, told_until=date(2026, 1, 1))
    for job in sorted(jobs().keys() - OUTSIDE):
        running.run(job)
    sent = delivered()
    assert {"officer@example.org", "chief@example.org"} <= {to for mail in sent for to in mail.to}
    for mail in sent:
        assert not known.in_text(f"{mail.subject} {mail.body} {getattr(mail, 'alternatives', '')}"), mail.subject
