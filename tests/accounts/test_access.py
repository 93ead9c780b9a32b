"""Every route, every role, own and other body, public part open and closed: allowed or refused as docs/access.md says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from irhub.accounts.access import table
from irhub.accounts.describe import access_markdown, addresses
from irhub.accounts.models import AuditEvent, Person
from irhub.accounts.roles import ROLES_OF, Kind, Role, second_factor_needed
from tests.accounts.people import body, person, signed_in

pytestmark = pytest.mark.django_db
DOCUMENT = Path(__file__).parents[2] / "docs" / "access.md"
POSTED = {
    "choose-hat", "people-invite", "people-withdraw", "people-end", "review-undo", "review-blind",
    "columns", "signal-task", "statement",
}  # fmt: skip
WITH = {  # something to put into an address that has gaps
    "slug": "leeds", "organisation_id": "abc", "register": "cqc_locations", "day": "2026-01-01", "line": 2,
    "secret": "x", "area": "councils", "code": "licence-left", "number": 1, "uidb36": "a", "key": "b", "provider_id": "1-1", "sponsor_key": "a|b",
}  # fmt: skip


def documented() -> dict[str, tuple[set[str], bool]]:
    """From the document: who may open each route, and whether it needs the role's second step."""
    rows = re.findall(r"^\| `[^`]+` \| ([\w-]+) \| [^|]+ \| ([^|]*) \| ([^|]+) \|$", DOCUMENT.read_text(), re.M)
    return {route: (set(who.split(", ")), step == "as the role needs") for route, who, step in rows}


def expected(who: set[str], role: Role | None, signed: bool, system: bool, public: bool) -> bool:
    return (
        "anyone" in who
        or ("public" in who and (public or system or role is not None))
        or ("whoever is signed in" in who and signed)
        or (role is not None and str(role) in who)
        or ("system administrator" in who and system)
    )


def opened(client: Client, route: str) -> bool:
    gaps = re.findall(r"<(?:\w+:)?(\w+)>", addresses()[route])
    address = reverse(route, kwargs={gap: WITH[gap] for gap in gaps})
    answer = client.post(address) if route in POSTED else client.get(address)
    assert answer.status_code < 500, (route, answer.status_code)
    refused = answer.status_code == 403
    sent_away = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login") + "?next=")
    return not refused and not sent_away


def test_every_route_has_one_row_and_every_row_a_route():
    assert set(addresses()) == set(table())
    assert set(documented()) == set(table())
    assert DOCUMENT.read_text() == access_markdown(), "run irhub docs"


@pytest.mark.slow
def test_every_route_is_open_to_whom_the_document_says_and_closed_to_everybody_else():
    council, rows = body(), documented()
    people: list[tuple[str, Client, Role | None, bool, bool]] = [
        ("nobody", Client(headers={"host": "localhost"}), None, False, False),
        ("no role", signed_in(person("norole@example.org")), None, True, False),
    ]
    chief = person("chief@example.org")
    Person.objects.filter(pk=chief.pk).update(is_system_administrator=True)
    people.append(("system administrator", signed_in(chief), None, True, True))
    for kind in Kind:
        for role in sorted(ROLES_OF[kind]):
            place = council if kind == Kind.COUNCIL else body(kind, f"Example {kind}")
            who = person(f"{role}.{kind}@example.org".replace(" ", "-"), (place, role))
            people.append((f"{role} of a {kind}", signed_in(who), role, True, False))
    tried, wrong = 0, []
    for public in (True, False):
        with override_settings(IRHUB_PUBLIC=public):
            for name, client, role, signed, system in people:
                for route, (who_may, _) in sorted(rows.items()):
                    if route in ("account_logout", "mfa_deactivate_totp"):
                        continue  # tried in test_sign_in.py: they would end what the rest of this test needs
                    tried += 1
                    if opened(client, route) != expected(who_may, role, signed, system, public):
                        wrong.append((name, route, public))
    print(f"{tried} combinations of person and route tried, {len(wrong)} wrong")
    assert not wrong
    assert tried > 1500


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
