"""Every route, every role, own and other body, public part open and closed: allowed or refused as docs/access.md says."""

from __future__ import annotations

import csv
import io
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.apps import apps
from django.conf import settings as hub
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from irhub.accounts import access, middleware, purposes, sent_for, session_limits
from irhub.accounts.access import finders, jobs, opened_by, parts, shows, table, working
from irhub.accounts.acting import asker_as, asker_of
from irhub.accounts.describe import access_markdown, addresses
from irhub.accounts.menu import navigation
from irhub.accounts.models import AuditEvent, Body, Person
from irhub.accounts.policy import Asker, Rows, Who, Whose, acting_as, granted
from irhub.accounts.roles import ROLES_OF, Kind, Role, second_factor_needed
from irhub.accounts.row_security import SYSTEM
from irhub.places import councils_in, partnerships
from irhub.registers.models import LocationSpan
from irhub.web.listing import Listing
from tests import owners as owners_of_things
from tests.addresses import (
    ASKED,
    EVERYBODYS,
    POSTED,
    PUBLIC_GAPS,
    READ_BY,
    SENT,
    SHARED,
    STANDS_ON,
    THINGS,
    Owner,
    reads_alone,
    usual,
)
from tests.attention.things import signal_about
from tests.factories import PASSWORD, BodyFactory, MembershipFactory, PersonFactory, signed_in
from tests.held import held as held

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).parents[2] / "docs" / "access.md"


@dataclass(frozen=True)
class Row:
    """A row of the document: who may open it, in words, each with of whose things; and what is asked first."""

    to: tuple[tuple[str, str], ...]
    asked: frozenset[str]


@cache
def documented() -> dict[str, Row]:
    """The rows of the document, by route or download."""
    found = re.findall(r"^\| `[^`]+` \| ([\w?=-]+) \| [^|]+ \| ([^|]*) \| ([^|]+) \|$", DOCUMENT.read_text(), re.M)
    return {route: Row(told(to), frozenset(asked.split(", "))) for route, to, asked in found}


def told(to: str) -> tuple[tuple[str, str], ...]:
    """Each line of who may open something: who, and of whose things."""
    pairs = (line.partition(": ") for line in to.split("; "))
    return tuple((who, rows or "any") for who, _, rows in pairs)


def expected(to: tuple[tuple[str, str], ...], asker: Asker) -> str | None:
    """Of whose things somebody may open what the document tells of; None if they may not open it. Where two lines name them, by the first."""
    return next((rows for who, rows in to if named(who, asker)), None)


def named(who: str, asker: Asker) -> bool:
    if who in ("anyone", "public", "whoever is signed in", "system administrator"):
        return {
            "anyone": True,
            "public": asker.public_open or asker.role is not None or asker.system,
            "whoever is signed in": asker.signed_in,
            "system administrator": asker.system,
        }[who]
    roles, _, kinds = who.partition(" of ")
    of = {"": list(Kind), "oversight": [Kind.DEPARTMENT, Kind.PARTNERSHIP, Kind.COUNCIL]}.get(
        kinds, [kind for kind in Kind if f"a {kind}" in kinds.split(" or ")]
    )
    return (
        asker.role is not None and (roles == "every role" or str(asker.role) in roles.split(", ")) and asker.kind in of
    )


def answered(client: Client, key: str, filled: Mapping[str, object]) -> int:
    """The status of the answer, with 401 for being sent away to sign in."""
    route, _, download = key.partition("?")
    gaps = re.findall(r"<(?:\w+:)?(\w+)>", addresses()[route])
    address = reverse(route, kwargs={gap: filled[gap] for gap in gaps})
    address += f"?{download or ASKED.get(route, '')}"
    with reads_alone(route, READ_BY):
        answer = client.post(address, SENT.get(route)) if route in POSTED else client.get(address)
    if route not in POSTED:
        taken_away(key, answer)
    assert answer.status_code < 500, (key, answer.status_code)
    for_the_role(key, answer)
    known = hub.SESSION_COOKIE_NAME in client.cookies or (key in table() and table()[key].personal)
    if known and hasattr(answer.wsgi_request, "session"):  # machines are answered before
        assert answer.headers["Cache-Control"] == "no-store", key
    if download == "format=csv" and answer.status_code == 200:
        tidy(key, answer.content.decode())
    sent_away = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login") + "?next=")
    return 401 if sent_away else answer.status_code


def taken_away(key: str, answer: Any) -> None:
    """A list or anything else that somebody takes away as a file leaves an event."""
    file = answer.status_code == 200 and answer.headers.get("Content-Disposition", "").startswith("attachment")
    user = getattr(answer.wsgi_request, "user", None)
    if file and user is not None and user.is_authenticated:
        last = AuditEvent.objects.order_by("-number").first()
        assert last.what == "downloaded", key
        assert last.about.startswith(f"page/{key}"), (key, last.about)


KEPT_OF_READERS = {"accounts_auditevent", "accounts_attempts", "dashboards_visit", "django_session"}
"""What is written of whoever reads: that they looked and when they last did, how often, and their session."""


def written() -> dict[str, int]:
    """How many rows of each table were added, changed or removed in this transaction so far."""
    with (
        connection.cursor() as cursor
    ):  # pg_stat_xact_user_tables tells it too, and of indexes and scans, in four times as long
        cursor.execute(
            "SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
            " + pg_stat_get_xact_tuples_deleted(oid) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        return {table: rows for table, rows in cursor.fetchall() if rows}


def nothing_written() -> Callable[[str], None]:
    """What holds, each time that it is told what was opened, that no row was changed since, though it be rolled back."""
    before = written()

    def held(key: str) -> None:
        nonlocal before
        after = written()
        changed = {table for table, rows in after.items() if rows != before.get(table, 0)} - KEPT_OF_READERS
        assert not changed, (key, changed)
        before = after

    return held


@cache
def lists_with_files() -> list[Listing[Any]]:
    """The lists of every room that say how rows of their files are told apart."""
    modules = [module for name, module in sys.modules.items() if name.startswith("irhub.")]
    found = [one for module in modules for one in vars(module).values() if isinstance(one, Listing)]
    return [one for one in found if one.told_apart_by]


def tidy(key: str, text: str) -> None:
    """A list as a CSV is one header and rows below it, nothing else; each row can be told from every other by what its list names."""
    header, *rows = csv.reader(io.StringIO(text))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in header), (key, header)
    assert len(set(header)) == len(header), (key, header)
    assert {len(row) for row in rows} <= {len(header)}, key
    told_apart = next(
        (one.told_apart_by for one in lists_with_files() if set(one.told_apart_by) <= set(header) <= set(one.by_key)),
        (),
    )
    assert told_apart, (key, header)
    ids = [tuple(row[header.index(name)] for name in told_apart) for row in rows]
    assert len(set(ids)) == len(ids), (key, told_apart)
    assert all(any(one) for one in ids), (key, told_apart)


def for_the_role(key: str, answer: Any) -> None:
    """Each form that a page shows to somebody who acts in a role carries that role."""
    membership = getattr(answer.wsgi_request, "membership", None)
    if answer.streaming or membership is None:
        return
    for form in re.findall(r"<form[^>]*method=.post.*?</form>", answer.content.decode(errors="replace"), re.S):
        assert f'name="{sent_for.FIELD}" value="{membership.pk}"' in form, (key, form[:200])


ASKERS = [Asker(), Asker(signed_in=True), Asker(signed_in=True, system=True)] + [
    Asker(signed_in=True, email="a@example.org", role=role, kind=kind, body=1)
    for kind in Kind
    for role in sorted(ROLES_OF[kind])
]


@dataclass(frozen=True)
class Visitor:
    """A person, their browser, and the body for which they act."""

    name: str
    client: Client
    asker: Asker
    body: Body | None = None


def everybody() -> list[Visitor]:
    """One person of each kind that there is: nobody, without a role, of the system, and each role of each kind of body."""
    chief = PersonFactory(email="chief@example.org", is_system_administrator=True)
    visitors = [
        Visitor("nobody", Client(headers={"host": "localhost"}), Asker()),
        Visitor(
            "no role",
            signed_in(PersonFactory(email="norole@example.org")),
            Asker(signed_in=True, email="norole@example.org"),
        ),
        Visitor("system administrator", signed_in(chief), Asker(signed_in=True, email=chief.email, system=True)),
    ]
    for kind in Kind:
        place = BodyFactory(kind=kind, name=f"Example {kind}")
        for role in sorted(ROLES_OF[kind]):
            who = PersonFactory(email=f"{role}.{kind}@example.org".replace(" ", "-"), roles=[(place, role)])
            visitors.append(Visitor(f"{role} of a {kind}", signed_in(who), asker_as(who.memberships.get()), place))
    return visitors


def test_every_route_has_one_row_and_every_row_a_route():
    assert set(addresses()) == {key for key in table() if "?" not in key}
    assert {key.split("?")[0] for key in table()} == set(addresses())
    assert set(documented()) == set(table())
    assert DOCUMENT.read_text() == access_markdown(), "run irhub docs"


NAMED_BY_WORDS = {"checker-file", "edition", "row"}
"""Public addresses that name what stands in public registers or in the code."""


def names_of(route: str) -> set[str]:
    return set(re.findall(r"<(?:\w+:)?(\w+)>", addresses()[route]))


def test_every_address_that_names_something_says_whose_it_must_be():
    """What a route's address names has a function that tells whose it is, and a thing with which the rule is tried (THINGS)."""
    narrowed = {
        route
        for route, rule in table().items()
        if "?" not in route and names_of(route) and any(grant.rows is not Rows.ANY for grant in rule.to)
    }
    assert narrowed == set(finders()) == set(THINGS)
    for route in addresses():
        for grant in table()[route].to:
            if grant.who is Who.ROLE and names_of(route) - PUBLIC_GAPS and route not in SHARED:
                assert grant.rows is not Rows.ANY, f"{route}: whose things may its address name?"


def test_what_anyone_opens_by_a_link_of_their_own_is_told_from_what_anyone_may_read():
    """An address that is drawn by lot or signed is somebody’s, and its answers are kept by nobody."""
    drawn = {
        route
        for route, address in addresses().items()
        if re.search("<(str|uuid):", address)
        and any(grant.who in (Who.ANYONE, Who.PUBLIC) for grant in table()[route].to)
    }
    assert {route for route in drawn if not table()[route].personal} == NAMED_BY_WORDS


def test_what_nothing_tells_the_owner_of_is_not_opened():
    grant = acting_as(rows=Rows.OWN_BODY)
    asker = Asker(body=1, kind=Kind.COUNCIL, role=Role.LEAD)
    with pytest.raises(LookupError, match="Nothing tells whose"):
        opened_by("people", (grant,), asker, {"number": 1})


def test_the_menu_has_eight_places_at_most_in_any_role(rf):
    for visitor in everybody():
        request = rf.get("/")
        request.user = Person.objects.filter(email=visitor.asker.email).first()
        request.session = {}
        request.membership = request.user.memberships.first() if request.user else None
        told = navigation(request)
        menu = [told["first"], *told["menu"]]
        assert len(menu) <= 8, (visitor.name, menu)


def test_every_background_job_has_a_row():
    if not apps.is_installed("procrastinate.contrib.django"):
        assert jobs() == {}
        return
    from procrastinate.contrib.django import app

    app.perform_import_paths()
    assert {name for name in app.tasks if "builtin" not in name} == set(jobs())


def test_a_job_without_a_row_does_not_run():
    with pytest.raises(LookupError, match="no row in the access table"), working("nothing known"):
        pass


def test_the_policy_lets_in_whom_the_document_names_and_nobody_else():
    """Every route and download, every role of every kind of body, the public part open and closed: asked of the policy itself."""
    tried = 0
    for key, row in documented().items():
        for asker in ASKERS:
            for public in (True, False):
                tried += 1
                who = replace(asker, public_open=public)
                grant = granted(table()[key], who)
                assert (grant and grant.rows) == expected(row.to, who), (key, who)
    assert tried > 5000


def test_of_a_part_of_a_page_those_see_it_whom_the_document_names():
    found = dict(
        re.findall(r"^\| ([\w-]+) \| [^|]+ \| ([^|]+) \|$", DOCUMENT.read_text().split("## Parts of")[1], re.M)
    )
    assert set(parts()) <= set(found)
    for part, rule in parts().items():
        for asker in ASKERS:
            grant = granted(rule, asker)
            assert (grant and grant.rows) == expected(told(found[part]), asker), (part, asker)


@contextmanager
def undone() -> Iterator[None]:
    """What is written in the block is rolled back. The block is the test's, so that pages may send mail in it."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


def confirmed(client: Client) -> None:
    """Let somebody have said just now who they are: what a row asks first is tried in tests of its own."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session.save()


def placed() -> None:
    """Give each body a place of the fictional registers, and make one of each kind elsewhere, so that there is what is theirs."""
    spans = LocationSpan.objects.filter(until=None).exclude(council_code="").order_by("provider_id")
    span = spans.first()
    near = next(known for known in partnerships() if span.council_code in {one.code for one in councils_in(known)})
    codes = {one.code for one in councils_in(near)}
    mine = set(spans.filter(council_code__in=codes).values_list("provider_id", flat=True))
    away = spans.exclude(provider_id__in=mine).first()
    for kind, here in (
        (Kind.COUNCIL, span.council_code),
        (Kind.PARTNERSHIP, near.slug),
        (Kind.PROVIDER, span.provider_id),
    ):
        Body.objects.filter(pk=BodyFactory(kind=kind, name=f"Example {kind}").pk).update(place_code=here)
        Body.objects.filter(pk=BodyFactory(kind=kind, name=f"Other {kind}").pk).update(place_code=away.provider_id)


ELSEWHERE = {
    "account_logout", "choose-role", "demo-people", "demo-sign-in", "metrics", "mfa_deactivate_totp", "openid_connect_login", "openid_connect_callback",
}  # fmt: skip
"""Tried in test_sign_in.py, test_demo.py, test_identity_providers.py and test_health.py: they end what this test needs, or open to somebody who
sends a role, a token, or the answer of an identity provider."""
REFUSED = (401, 403, 404)


def owners(visitor: Visitor) -> tuple[Owner, Owner]:
    """Of whose things a visitor is tried with: the own body and address, and those of somebody elsewhere."""
    other = PersonFactory(email="other@example.org")
    kind = visitor.asker.kind if visitor.asker.kind in (Kind.PARTNERSHIP, Kind.PROVIDER) else Kind.COUNCIL
    own = Owner(
        Body.objects.get(pk=visitor.body.pk) if visitor.body else BodyFactory(), visitor.asker.email or other.email
    )
    return own, Owner(Body.objects.get(name=f"Other {kind}"), other.email)


def things_for(route: str, own: Owner, theirs: Owner, rows: str | None) -> list[tuple[bool, Owner]]:
    """With whose things a route is tried by somebody to whom `rows` of it are granted, and whether those are theirs."""
    mine, others = (replace(one, shares=rows == Rows.SHARED) for one in (own, theirs))
    return [(True, mine), (False, others)] if route in THINGS else [(True, mine)]


def maker(route: str) -> Callable[[Owner], dict[str, object]]:
    """What makes the thing that a route names. What names nothing needs nothing made."""
    return THINGS.get(route) or EVERYBODYS.get(route) or (usual if names_of(route) else nothing)


def nothing(owner: Owner) -> dict[str, object]:
    return {}


@dataclass(frozen=True)
class Try:
    """A row of the document, tried by somebody with a thing of an owner: whether that is their own, and whether it opens."""

    key: str
    visitor: Visitor
    owner: Owner
    mine: bool
    opens: bool

    @property
    def route(self) -> str:
        return self.key.partition("?")[0]


def each_tried(
    tries: Iterable[Try],
    do: Callable[[Try, dict[str, object]], None],
    watched: Callable[[], Callable[[str], None]] = lambda: lambda key: None,
) -> None:
    """Do something of each, with what fills its address, and take back what it wrote. `watched`: begins to look on before what posts nothing,
    and is told which row was tried then.

    What they have in common is made once: what things stand on for all of a body, and a thing for all that name it, of an owner or,
    where it is the same for each, of a body.
    """
    grounds = defaultdict[tuple[Any, Body], list[Try]](list)
    for one in tries:
        grounds[STANDS_ON.get(one.route), one.owner.body].append(one)
    for (ground, body), on_it in grounds.items():
        things = defaultdict[Any, list[Try]](list)
        for one in on_it:
            things[maker(one.route)].append(one)
        with undone():
            if ground:
                ground(body)
            for make, rest in things.items():
                while rest:
                    with undone():
                        owner = OfABody(**vars(first := rest[0].owner))
                        filled = make(owner)
                        mine = [one for one in rest if owner.made_alike(first, one.owner)]
                        rest = [one for one in rest if one not in mine]
                        _tried(mine, lambda one, filled=filled: do(one, filled), watched)


@dataclass(frozen=True)
class OfABody(Owner):
    """An owner of whom it is told whether anything but their body was asked."""

    asked: list[str] = field(default_factory=list, compare=False)

    def __getattribute__(self, name: str) -> Any:
        """Note that their address, or which side is theirs, was asked."""
        if name in ("email", "shares"):
            object.__getattribute__(self, "asked").append(name)
        return super().__getattribute__(name)

    def made_alike(self, one: Owner, other: Owner) -> bool:
        """Whether what was made of one of the body's people is what would be made of another."""
        return all(getattr(one, name) == getattr(other, name) for name in set(self.asked))


def _tried(tries: list[Try], do: Callable[[Try], None], watched: Callable[[], Callable[[str], None]]) -> None:
    by_key = defaultdict[str, list[Try]](list)
    for one in tries:
        by_key[one.key].append(one)
    reads = [key for key in by_key if by_key[key][0].route not in POSTED]
    was_read = watched() if reads else None
    for key in [*reads, *(by_key.keys() - {*reads})]:
        for one in by_key[key]:
            with undone():
                do(one)
        if was_read and key in reads:
            was_read(key)


def opens(rows: str | None, mine: bool, visitor: Visitor) -> bool:
    """Whether the document lets somebody open a thing that is theirs, or is not."""
    has_one = visitor.asker.body is not None or rows == "one's own"
    return rows is not None and {"any": True, "other people's": not mine}.get(rows, mine and has_one)


@pytest.fixture
def still(held, monkeypatch):
    """Registers that no test changes: which pair is near a body is asked once for each place. Sessions of which nothing is noted: it would be
    taken back with what else a request wrote, and written again by the next."""
    monkeypatch.setattr(owners_of_things, "pair_near", cache(owners_of_things.pair_near))
    monkeypatch.setattr(session_limits, "NOTED_EVERY", 3600)


@pytest.mark.slow
def test_every_route_answers_as_the_policy_says(still):
    """The policy is what decides: each route opens what is there to somebody who may and is refused to somebody who may not. One
    route of each distinct rule is tried by each kind of body that may, and by one in a role who may not, with things of their own
    and of others, the public part open and closed; each role of each kind opens something and is refused something. That the table lets in each
    role whom the document names is tried in memory. What is opened changes nothing: programs that look through mail open every link."""
    people = everybody()
    placed()
    for visitor in people[1:]:
        confirmed(visitor.client)
    purposes_told(people[1:])
    for visitor in people:  # who asks, in role and kind, is what the table was asked of in memory
        page = visitor.client.get(reverse("about"), headers={"host": "localhost"})
        asks = asker_of(page.wsgi_request)
        assert replace(asks, public_open=False, place=visitor.asker.place) == visitor.asker, visitor.name
    whose = {visitor.name: owners(visitor) for visitor in people}
    for own, theirs in whose.values():
        for owner in (own, theirs):
            signal_about(owner)  # so that pages that name none have something to show
    wrong, met = [], set[object]()

    def opened(one: Try, filled: dict[str, object]) -> None:
        status = answered(one.visitor.client, one.key, filled)
        if (status not in REFUSED) != one.opens:
            wrong.append((one.visitor.name, one.key, one.mine, status))

    tried = 0
    for public in (True, False):
        tries = list(tries_of(people, whose, public, met))
        tried += len(tries)
        with override_settings(IRHUB_PUBLIC=public):
            each_tried(tries, opened, nothing_written)
    print(f"{tried} combinations of person, route, download and own or others' thing tried, {len(wrong)} wrong")
    assert not wrong, wrong
    assert tried > 1000
    assert {(may, one.asker.role, one.asker.kind) for one in people for may in (True, False)} <= met


def tries_of(
    people: list[Visitor], whose: Mapping[str, tuple[Owner, Owner]], public: bool, met: set[object]
) -> Iterator[Try]:
    """What is tried while the public part is open, or closed. `met`: the rules that everybody has tried, and those of this turn."""
    for key, row in sorted(documented().items()):
        route = key.partition("?")[0]
        if route in ELSEWHERE:
            continue
        is_public = row.to[0][0] == "public"
        rule = (row, route in THINGS, public and is_public)
        everyone = rule not in met
        met.add(rule)
        if not public and not everyone and not is_public:
            continue  # that the public part is closed is nothing to this route
        met_here = set[object]()
        for visitor in people:
            rows = expected(row.to, replace(visitor.asker, public_open=public))
            ways: set[object] = {rows}
            if everyone:
                asker = visitor.asker
                kind = asker.kind if rows else asker.role and "in a role"  # a refusal is the same page for each
                ways = {(rows, way) for way in (kind, asker.system, asker.signed_in and "signed in")}
                ways.add((rows is not None, asker.role, asker.kind))
            if ways <= met_here | met:
                continue
            met_here |= ways
            met |= {way for way in ways if isinstance(way, tuple) and len(way) == 3}
            for mine, owner in things_for(route, *whose[visitor.name], rows):
                if mine or rows:  # who may open none is refused whosever it is
                    yield Try(key, visitor, owner, mine, bool(opens(rows, mine, visitor)))


def purposes_told(people: list[Visitor]) -> None:
    """Let everybody have said why they look at people's data."""
    for visitor in people:
        visitor.client.post(reverse("purpose"), {"kind": "For something else", "words": "the test of this page"})


HELD_BY_VIEWS = {"help-question", "help-question-file"}
"""Whose rows are read by a view that gives nobody, not even the hub's own work, what is another body's."""
NARROWED = sorted(
    (route, number)
    for route, rule in table().items()
    for number, grant in enumerate(rule.to)
    if route in THINGS and grant.rows is not Rows.ANY
)


@pytest.mark.slow
def test_what_is_another_s_is_refused_by_the_table_and_opens_without_its_rule(still, monkeypatch):
    """With the database's fence taken away the table still refuses what is not one's own; with its rule taken away as well it opens."""
    people = everybody()
    placed()
    state = middleware._state
    monkeypatch.setattr(middleware, "_state", lambda request: replace(state(request), database_role=SYSTEM))
    whose = {visitor.name: owners(visitor) for visitor in people}
    tries = list[Try]()
    for route, number in NARROWED:
        grant = table()[route].to[number]
        visitor = next(who for who in people if granted(table()[route], who.asker) is grant)
        confirmed(visitor.client)
        (_, own), (_, theirs) = things_for(route, *whose[visitor.name], grant.rows)
        mine = grant.rows is Rows.OTHERS  # what is refused
        tries.append(Try(route, visitor, own if mine else theirs, mine, opens=False))

    shared = set[str]()

    def refused(one: Try, filled: dict[str, object]) -> None:
        rule, told = table()[one.route], (one.route, one.visitor.name)
        whose = finders()[one.route](**filled)
        if whose and whose.shared_with:
            shared.add(one.route)
            each_side_opens_what_is_its_own(one.route, whose, monkeypatch)
        with undone():
            assert answered(one.visitor.client, one.route, filled) == (403 if one.mine else 404), told
        without = tuple(replace(grant, rows=Rows.ANY) for grant in rule.to)
        monkeypatch.setitem(table(), one.route, replace(rule, to=without))
        with undone():
            refuses = answered(one.visitor.client, one.route, filled) in REFUSED
        assert refuses is (one.route in HELD_BY_VIEWS), told
        monkeypatch.setitem(table(), one.route, rule)

    assert tries
    each_tried(tries, refused)
    assert len(shared) > 50, "things of two sides: applications, grants, places on a list, appointments, counts"


def each_side_opens_what_is_its_own(route: str, whose: Whose, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a thing that two bodies share each role of either opens what the document gives to its side, and not what it gives to the other’s."""
    lines = documented()[route].to
    with monkeypatch.context() as still:
        still.setitem(finders(), route, lambda **_: whose)
        for body, side in ((whose.body, Rows.OWN_BODY), *((one, Rows.SHARED) for one in whose.shared_with)):
            for asker in ASKERS:
                if asker.role is None or body is None:
                    continue
                who = replace(asker, body=body)
                told = {rows for words, rows in lines if named(words, who)}
                opens = opened_by(route, table()[route].to, who, {"number": 1}) is not None
                assert opens is bool(told & {side, Rows.ANY}), (route, who, side)


@pytest.mark.slow
def test_a_download_without_a_row_does_not_exist_for_anybody():
    for visitor in {visitor.asker.kind or visitor.name: visitor for visitor in everybody()}.values():
        for route in ("england", "changes-feed", "people", "bodies"):
            assert answered(visitor.client, f"{route}?format=csv", {}) == 404
        assert answered(visitor.client, "changes?format=exe", {}) == 404


def test_a_kind_of_file_that_is_not_there_is_told_with_those_that_are(client):
    for address, told in (
        ("/changes/?format=exe", "can be had as csv or xlsx or json"),
        ("/about/?format=csv", "no list with files"),
    ):
        answer = client.get(address, headers={"host": "localhost"})
        assert answer.status_code == 404
        assert told in answer.content.decode()


def test_people_s_data_ask_for_a_purpose_that_is_kept_with_each_look_and_ends(monkeypatch):
    row = replace(table()["search"], needs_purpose=True, to=(acting_as(),))
    monkeypatch.setitem(access.table(), "search", row)
    client = signed_in(PersonFactory(email="analyst@example.org", roles=[(BodyFactory(), Role.ANALYST)]))
    sent = client.get("/search/?q=care")
    assert sent.headers["Location"] == reverse("purpose") + "?next=%2Fsearch%2F%3Fq%3Dcare"
    page = client.get(sent.headers["Location"]).content.decode()
    assert "Why do you need to see people" in page
    vague = client.post(reverse("purpose"), {"kind": "For something else", "words": "", "next": "/search/?q=care"})
    assert "Say in a few words" in vague.content.decode()
    told = {"kind": "For something else", "words": "a question of the member", "next": "/search/?q=care"}
    assert client.post(reverse("purpose"), told).headers["Location"] == "/search/?q=care"
    assert client.get("/search/?q=care").status_code == 200
    looked = AuditEvent.objects.get(what="looked at people's data")
    assert looked.about == "page/search"
    assert looked.detail == {"purpose": "For something else: a question of the member"}
    assert (
        client.post(reverse("purpose"), told | {"next": "https://elsewhere.example/"}).headers["Location"]
        == "/account/"
    )
    monkeypatch.setattr(purposes.time, "time", lambda: time.monotonic() + 1e10)
    assert client.get("/search/?q=care").status_code == 302


def test_what_leaves_with_people_s_data_asks_who_it_is_again(monkeypatch):
    monkeypatch.setitem(access.table(), "changes?format=csv", replace(table()["changes?format=csv"], confirm=True))
    client = signed_in(PersonFactory(email="analyst@example.org", roles=[(BodyFactory(), Role.ANALYST)]))
    sent = client.get(reverse("changes"), {"format": "csv"}).headers["Location"]
    assert sent.startswith(reverse("account_reauthenticate"))
    client.get(sent)
    assert client.post(sent, {"password": PASSWORD}).headers["Location"] == "/changes/?format=csv"
    assert client.get(reverse("changes"), {"format": "csv"}).headers["Content-Type"].startswith("text/csv")


def test_what_a_role_may_not_open_is_told_in_words_and_left_in_the_trail():
    client = signed_in(PersonFactory(email="viewer@example.org", roles=[(BodyFactory(), Role.VIEWER)]))
    answer = client.get(reverse("people"))
    assert answer.status_code == 403
    assert "it is for who acts for one" in answer.content.decode()
    refused = AuditEvent.objects.get(what="was refused")
    assert (refused.who, refused.about) == ("viewer@example.org", "page/people")


def test_a_role_that_needs_a_second_step_opens_nothing_until_it_is_set_up():
    client = signed_in(PersonFactory(email="new@example.org", roles=[(BodyFactory(), Role.ANALYST)], second_step=False))
    assert client.get(reverse("england")).headers["Location"] == reverse("mfa_index")
    viewer = PersonFactory(
        email="prov@example.org",
        roles=[(BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd"), Role.VIEWER)],
        second_step=False,
    )
    assert not second_factor_needed(Kind.PROVIDER, Role.VIEWER)
    assert signed_in(viewer).get(reverse("england")).status_code == 200


ANY_NAME = {"int": 1, "slug": "x", "str": "x", "uuid": UUID(int=1)}
"""What fills a gap of an address of each kind, where it matters to nobody what it names."""


def test_a_viewer_of_a_provider_sends_nothing_to_any_page_that_they_read_in_their_role():
    """Also where the page takes what is posted from others of the provider: its table is asked before what the address names."""
    viewer = Asker(signed_in=True, role=Role.VIEWER, kind=Kind.PROVIDER, body=1)
    place = BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd", place_code="1-101")
    client = signed_in(PersonFactory(email="viewer@quillmoor.example", roles=[(place, Role.VIEWER)], second_step=False))
    taken, tried = [], set[str]()
    for route, address in addresses().items():
        grant = granted(table()[route], viewer)
        if grant is None or grant.who is not Who.ROLE or grant.rows is Rows.OWN:
            continue
        tried.add(route)
        gaps = re.findall(r"<(\w+):(\w+)>", address)
        answer = client.post(reverse(route, kwargs={name: ANY_NAME[kind] for kind, name in gaps}), {"text": "Not so"})
        if answer.status_code != 403 or "who reads and sends nothing" not in answer.content.decode():
            taken.append((route, answer.status_code))
    assert {"help-question", "grant-application", "webinar-bookings"} <= tried
    assert not taken


def test_the_people_of_another_body_cannot_be_reached_by_guessing_numbers():
    mine, other = BodyFactory(), BodyFactory(kind=Kind.COUNCIL, name="Exampleton Council")
    client = signed_in(PersonFactory(email="admin@example.org", roles=[(mine, Role.ADMINISTRATOR)]))
    theirs = MembershipFactory(person__email="theirs@example.org", body=other, role=Role.VIEWER)
    assert client.post(reverse("people-end", args=[theirs.pk])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.until is None


def test_an_auditor_reads_the_trail_of_the_own_body_alone():
    mine, other = BodyFactory(), BodyFactory(kind=Kind.COUNCIL, name="Exampleton Council")
    for place, mark in ((mine, "ours"), (other, "theirs")):
        boss = PersonFactory(email=f"{mark}@example.org", roles=[(place, Role.ADMINISTRATOR)])
        signed_in(boss).post(reverse("people-invite"), {"email": f"{mark}-guest@example.org", "role": "viewer"})
    text = (
        signed_in(PersonFactory(email="auditor@example.org", roles=[(mine, Role.AUDITOR)]))
        .get(reverse("audit"))
        .content.decode()
    )
    assert "ours-guest@example.org" in text
    assert "theirs-guest@example.org" not in text


def test_who_supports_workers_in_a_council_sees_nothing_that_is_for_oversight_alone():
    """They may advise providers elsewhere, which nobody does who watches over them."""
    council = {"signed_in": True, "kind": Kind.COUNCIL, "body": 1}
    for part in ("replies-not-public", "challenges-in-words", "signals-for-roles", "signals-for-people"):
        assert not shows(part, Asker(role=Role.CASEWORKER, **council))
        assert shows(part, Asker(role=Role.LEAD, **council))
