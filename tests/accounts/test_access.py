"""Every route, every role, own and other body, public part open and closed: allowed or refused as docs/access.md says."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.apps import apps
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from irhub.accounts import access, purposes
from irhub.accounts.access import Rows, allowed, jobs, table, working
from irhub.accounts.describe import access_markdown, addresses
from irhub.accounts.models import AuditEvent, Body, Person
from irhub.accounts.navigation import navigation
from irhub.accounts.roles import ROLES_OF, Kind, Role, Side, second_factor_needed, side_of
from tests.accounts.people import PASSWORD, body, person, signed_in
from tests.accounts.things import POSTED, PUBLIC_GAPS, SENT, SHARED, THINGS, WITH

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).parents[2] / "docs" / "access.md"


@dataclass(frozen=True)
class Row:
    """A row of the document."""

    who: frozenset[str]
    rows: str
    asked: frozenset[str]


def documented() -> dict[str, Row]:
    """From the document, by route or download: who may open it, which rows, and what is asked first."""
    found = re.findall(
        r"^\| `[^`]+` \| ([\w?=-]+) \| [^|]+ \| ([^|]*) \| ([^|]+) \| ([^|]+) \|$", DOCUMENT.read_text(), re.M
    )
    return {
        route: Row(frozenset(who.split(", ")), rows, frozenset(asked.split(", "))) for route, who, rows, asked in found
    }


def expected(
    who: frozenset[str], role: Role | None, side: Side | None, signed: bool, system: bool, public: bool
) -> bool:
    return (
        "anyone" in who
        or ("public" in who and (public or system or role is not None))
        or ("whoever is signed in" in who and signed)
        or (role is not None and bool({str(role), f"{role} ({side})"} & who))
        or ("system administrator" in who and system)
    )


def answered(client: Client, key: str, filled: dict[str, object] | None = None) -> int:
    """The status of the answer, with 401 for being sent away to sign in."""
    route, _, download = key.partition("?")
    gaps = re.findall(r"<(?:\w+:)?(\w+)>", addresses()[route])
    address = reverse(route, kwargs={gap: (filled or WITH)[gap] for gap in gaps})
    address += f"?{download}" if download else ""
    answer = client.post(address, SENT.get(route)) if route in POSTED else client.get(address)
    assert answer.status_code < 500, (key, answer.status_code)
    sent_away = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login") + "?next=")
    return 401 if sent_away else answer.status_code


def everybody(council: Body) -> list[tuple[str, Client, Role | None, Side | None, bool, bool]]:
    """Name, browser, role, side, whether signed in, whether system administrator: one of each kind that there is."""
    people: list[tuple[str, Client, Role | None, Side | None, bool, bool]] = [
        ("nobody", Client(headers={"host": "localhost"}), None, None, False, False),
        ("no role", signed_in(person("norole@example.org")), None, None, True, False),
    ]
    chief = person("chief@example.org")
    Person.objects.filter(pk=chief.pk).update(is_system_administrator=True)
    people.append(("system administrator", signed_in(chief), None, None, True, True))
    for kind in Kind:
        for role in sorted(ROLES_OF[kind]):
            place = council if kind == Kind.COUNCIL else body(kind, f"Example {kind}")
            who = person(f"{role}.{kind}@example.org".replace(" ", "-"), (place, role))
            people.append((f"{role} of a {kind}", signed_in(who), role, side_of(kind, role), True, False))
    return people


def test_every_route_has_one_row_and_every_row_a_route():
    assert set(addresses()) == {key for key in table() if "?" not in key}
    assert {key.split("?")[0] for key in table()} == set(addresses())
    assert set(documented()) == set(table())
    assert DOCUMENT.read_text() == access_markdown(), "run irhub docs"


def test_every_address_that_names_something_says_whose_it_must_be():
    """A route of a body's people that takes an id must be tried with those of another body: see THINGS."""
    named = {route for route, rule in table().items() if rule.rows is Rows.OWN_BODY}
    assert named == set(THINGS)
    for route, address in addresses().items():
        rule = table()[route]
        named_things = set(re.findall(r"<(?:\w+:)?(\w+)>", address)) - PUBLIC_GAPS
        if route in SHARED:
            continue
        if named_things and rule.roles and not rule.public:
            assert rule.rows is not Rows.ANY, f"{route}: whose things may its address name?"


def test_the_menu_has_seven_places_at_most_in_any_role(rf):
    place = body()
    for name, _, role, *_ in everybody(place):
        request = rf.get("/")
        request.user = Person.objects.filter(email=name_to_email(name)).first()
        request.hat = request.user.memberships.first() if request.user and role else None
        menu = navigation(request)["menu"]
        assert len(menu) <= 7, (name, menu)


def test_every_background_job_has_a_row():
    if not apps.is_installed("procrastinate.contrib.django"):
        assert jobs() == {}
        return
    from procrastinate.contrib.django import app

    assert {name for name in app.tasks if "builtin" not in name} == set(jobs())


def test_a_job_without_a_row_does_not_run():
    with pytest.raises(LookupError, match="no row in the access table"), working("nothing known"):
        pass


def test_the_policy_lets_in_whom_the_document_names_and_nobody_else():
    """Every route and download, every role of every kind of body, the public part open and closed: asked of the policy itself."""
    acting = [(None, None, False, False), (None, None, True, False), (None, None, True, True)]
    acting += [(role, side_of(kind, role), True, False) for kind in Kind for role in sorted(ROLES_OF[kind])]
    tried = 0
    for key, row in documented().items():
        for role, side, signed, system in acting:
            for public in (True, False):
                tried += 1
                may = allowed(table()[key], signed_in=signed, role=role, side=side, system=system, public_open=public)
                assert may == expected(row.who, role, side, signed, system, public), (key, role, side, public)
    assert tried > 5000


@contextmanager
def undone() -> Iterator[None]:
    """What is written in the block is rolled back. The block is the test's, so that pages may send mail in it."""
    block = transaction.atomic()
    block._from_testcase = True
    with block:
        yield
        transaction.set_rollback(True)


@pytest.mark.slow
def test_every_route_answers_as_the_policy_says():
    """The policy is what decides: each route is opened by somebody who may and refused to somebody who may not, and one
    route of each distinct rule is tried by everybody, with the public part open and closed."""
    council, other = body(), body(Kind.COUNCIL, "Exampleton Council")
    people = everybody(council)
    for _, client, *_ in people[1:]:  # what a row asks first is tried in tests of its own
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": time.time(), "reauthenticated": True}
        ]
        session.save()
    tried, wrong, met = 0, [], set[object]()
    for public in (True, False):
        with override_settings(IRHUB_PUBLIC=public):
            for key, row in sorted(documented().items()):
                if key in ("account_logout", "mfa_deactivate_totp"):
                    continue  # tried in test_sign_in.py: they would end what the rest of this test needs
                rule = (row, public and "public" in row.who)
                everyone = rule not in met
                met.add(rule)
                if not public and not everyone and "public" not in row.who:
                    continue  # that the public part is closed is nothing to this route
                answers = set[bool]()
                for name, client, role, side, signed, system in people:
                    may = expected(row.who, role, side, signed, system, public)
                    if not everyone and may in answers:
                        continue
                    answers.add(may)
                    if row.rows == Rows.OWN_BODY:
                        hat_body = Body.objects.filter(memberships__person__email=name_to_email(name)).first()
                        for place in (hat_body or council, other):
                            tried += 1
                            with undone():
                                told = answered(client, key, THINGS[key](place))
                            right = (
                                (told in (200, 302))
                                if may and (system or place == hat_body)
                                else told in (401, 403, 404)
                            )
                            if not right:
                                wrong.append((name, key, public, place.name, told))
                        continue
                    tried += 1
                    if (answered(client, key) not in (401, 403)) != may:
                        wrong.append((name, key, public))
    print(f"{tried} combinations of person, route, download and own or other body tried, {len(wrong)} wrong")
    assert not wrong
    assert tried > 1000


def name_to_email(name: str) -> str:
    """The address of one of `everybody`."""
    return name.replace(" of a ", ".").replace(" ", "-") + "@example.org"


@pytest.mark.slow
def test_a_download_without_a_row_does_not_exist_for_anybody():
    for _, client, *_ in everybody(body()):
        for route in ("england", "changes-feed", "people", "bodies"):
            assert answered(client, f"{route}?format=csv") == 404
        assert answered(client, "changes?format=exe") == 404


def test_people_s_data_ask_for_a_purpose_that_is_kept_with_each_look_and_ends(monkeypatch):
    row = replace(table()["search"], needs_purpose=True, anyone=False, public=False)
    monkeypatch.setitem(access.table(), "search", row)
    client = signed_in(person("analyst@example.org", (body(), Role.ANALYST)))
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
    client = signed_in(person("analyst@example.org", (body(), Role.ANALYST)))
    sent = client.get(reverse("changes"), {"format": "csv"}).headers["Location"]
    assert sent.startswith(reverse("account_reauthenticate"))
    client.get(sent)
    assert client.post(sent, {"password": PASSWORD}).headers["Location"] == "/changes/?format=csv"
    assert client.get(reverse("changes"), {"format": "csv"}).headers["Content-Type"].startswith("text/csv")


def test_what_a_role_may_not_open_is_told_in_words_and_left_in_the_trail():
    client = signed_in(person("viewer@example.org", (body(), Role.VIEWER)))
    answer = client.get(reverse("people"))
    assert answer.status_code == 403
    assert "it is for who acts for one" in answer.content.decode()
    refused = AuditEvent.objects.get(what="was refused")
    assert (refused.who, refused.about) == ("viewer@example.org", "page/people")


def test_a_role_that_needs_a_second_step_opens_nothing_until_it_is_set_up():
    client = signed_in(person("new@example.org", (body(), Role.ANALYST), second_step=False))
    assert client.get(reverse("england")).headers["Location"] == reverse("mfa_index")
    viewer = person("prov@example.org", (body(Kind.PROVIDER, "Quillmoor Care Ltd"), Role.VIEWER), second_step=False)
    assert not second_factor_needed(Kind.PROVIDER, Role.VIEWER)
    assert signed_in(viewer).get(reverse("england")).status_code == 200


def test_the_people_of_another_body_cannot_be_reached_by_guessing_numbers():
    mine, other = body(), body(Kind.COUNCIL, "Exampleton Council")
    client = signed_in(person("admin@example.org", (mine, Role.ADMINISTRATOR)))
    theirs = person("theirs@example.org", (other, Role.VIEWER)).memberships.get()
    assert client.post(reverse("people-end", args=[theirs.pk])).status_code == 404
    theirs.refresh_from_db()
    assert theirs.until is None


def test_an_auditor_reads_the_trail_of_the_own_body_alone():
    mine, other = body(), body(Kind.COUNCIL, "Exampleton Council")
    for place, mark in ((mine, "ours"), (other, "theirs")):
        boss = person(f"{mark}@example.org", (place, Role.ADMINISTRATOR))
        signed_in(boss).post(reverse("people-invite"), {"email": f"{mark}-guest@example.org", "role": "viewer"})
    text = signed_in(person("auditor@example.org", (mine, Role.AUDITOR))).get(reverse("audit")).content.decode()
    assert "ours-guest@example.org" in text
    assert "theirs-guest@example.org" not in text
