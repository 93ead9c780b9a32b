"""What is posted is taken in the role for which its page was shown, or not at all; and nothing that was typed is lost."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

import irhub
from irhub.accounts import sent_for
from irhub.accounts.models import AuditEvent, Body, Invitation, Membership, Person
from irhub.accounts.roles import Kind, Role
from irhub.contracts.models import ContractList
from tests.factories import BodyFactory, MembershipFactory, PersonFactory, signed_in

pytestmark = pytest.mark.django_db
TYPED = {"email": "new & <odd>@example.org", "role": "viewer"}
GOOD = {"email": "new@example.org", "role": "viewer"}


@pytest.fixture
def walsall() -> Body:
    return BodyFactory(name="Walsall")


@pytest.fixture
def sandwell() -> Body:
    return BodyFactory(kind=Kind.COUNCIL, name="Sandwell", place_code="E08000028")


@pytest.fixture
def person(walsall, sandwell) -> Person:
    return PersonFactory(
        email="both@example.org", roles=[(walsall, Role.ADMINISTRATOR), (sandwell, Role.ADMINISTRATOR)]
    )


@pytest.fixture
def client(person) -> Client:
    return signed_in(person)


def role(person: Person, body: Body) -> str:
    return str(person.memberships.get(body=body).pk)


def act_for(client: Client, membership: str) -> None:
    client.post(reverse("choose-role"), {"membership": membership})


def shown_for(client: Client, route: str) -> str:
    """The role that the first form of a page carries."""
    page = client.get(reverse(route)).content.decode()
    return re.search(rf'name="{sent_for.FIELD}" value="(\d*)"', page)[1]


def again(answer) -> dict[str, list[str]]:
    """What the button of a page that refused sends."""
    form = re.search(r'<form method="post" action="[^"]*invite[^"]*".*?</form>', answer.content.decode(), re.S)[0]
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form):
        sent.setdefault(name, []).append(html.unescape(value))
    return sent


def sent_without_a_session(client: Client, told: str, **more: str) -> str:
    """Where somebody is led who sends a form when they are not signed in any more, in the same browser."""
    client.logout()
    answer = client.post(reverse("people-invite"), {**TYPED, **more, sent_for.FIELD: told})
    assert answer.status_code == 302
    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


def test_what_is_sent_after_the_session_ended_is_offered_again_once_one_has_signed_in(client, person, walsall):
    there = sent_without_a_session(client, role(person, walsall))
    client.force_login(person)
    answer = client.get(there)
    assert answer.status_code == 200
    assert "You had been signed out" in answer.content.decode()
    assert "new &amp; &lt;odd&gt;@example.org" in answer.content.decode()
    back = client.post(reverse("people-invite"), again(answer))
    assert 'value="new &amp; &lt;odd&gt;@example.org"' in back.content.decode(), "the form comes back filled"
    assert client.get(there)["Location"] == reverse("me"), "it is offered once"


def test_what_somebody_else_typed_in_this_browser_is_forgotten(client, person, walsall):
    there = sent_without_a_session(client, role(person, walsall))
    client.force_login(PersonFactory(email="else@example.org", roles=[(walsall, Role.VIEWER)]))
    assert client.get(there)["Location"] == reverse("me")
    client.logout()
    client.force_login(person)
    assert client.get(there)["Location"] == reverse("me")


def test_of_what_is_too_long_to_be_kept_nothing_is(client, person, walsall):
    there = sent_without_a_session(client, role(person, walsall), words="x" * sent_for.MOST_KEPT)
    client.force_login(person)
    assert client.get(there)["Location"] == reverse("me")


def test_visitors_fill_no_table_with_what_they_send_to_pages_of_others(monkeypatch):
    monkeypatch.setattr(sent_for, "OFTEN", {"sent-before": "2/h/ip"})
    for _ in range(4):
        visitor = Client(headers={"host": "localhost"})
        assert visitor.post(reverse("people-invite"), {**TYPED, sent_for.FIELD: "1"}).status_code == 302
    assert Session.objects.count() == 2


def test_a_page_of_one_body_does_not_write_to_another_and_sends_the_same_again(client, person, walsall, sandwell):
    act_for(client, role(person, sandwell))
    told = shown_for(client, "people")
    assert told == role(person, sandwell)
    act_for(client, role(person, walsall))
    refused = client.post(reverse("people-invite"), {**GOOD, sent_for.FIELD: told})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "You now act for Walsall" in page
    assert "What you sent was for Sandwell: nothing was saved." in page
    assert "Act for Sandwell and send it again" in " ".join(page.split())
    assert not Invitation.objects.exists()
    client.post(reverse("people-invite"), again(refused))
    made = Invitation.objects.get()
    assert (made.body, made.email) == (sandwell, "new@example.org")
    assert "Sandwell" in client.get(reverse("me")).content.decode().split("You act as")[1].split("</strong>")[0]
    assert AuditEvent.objects.filter(what="sent a form for another role", body_id=walsall.pk).count() == 1


def test_all_that_was_posted_is_carried_as_it_was_typed(client, person, walsall, sandwell):
    act_for(client, role(person, walsall))
    sent = {"email": "<b>&amp;\"'", "role": ["viewer", "analyst"], "words": "two\nlines\n", "blank": ""}
    answer = client.post(reverse("people-invite"), {**sent, sent_for.FIELD: role(person, sandwell)})
    carried = again(answer)
    assert carried.pop("csrfmiddlewaretoken") != [""]
    assert carried == {
        sent_for.FIELD: [role(person, sandwell)],
        sent_for.AGAIN: ["yes"],
        "email": ["<b>&amp;\"'"],
        "role": ["viewer", "analyst"],
        "words": ["two\nlines\n"],
        "blank": [""],
    }


def test_another_role_in_the_same_body_is_another_role(client, person, walsall):
    analyst = MembershipFactory(person=person, body=walsall, role=Role.ANALYST)
    act_for(client, role(person, BodyFactory(name="Sandwell")))
    act_for(client, str(analyst.pk))
    told = str(person.memberships.get(body=walsall, role=Role.ADMINISTRATOR).pk)
    answer = client.post(reverse("people-invite"), {**GOOD, sent_for.FIELD: told})
    assert answer.status_code == 409
    assert "What you sent was for your role as administrator, Walsall" in answer.content.decode()
    client.post(reverse("people-invite"), again(answer))
    assert Invitation.objects.get().body == walsall


@pytest.mark.parametrize("forged", ["theirs", "no such", "999999", "-1", "²", "1 OR 1=1"])
def test_a_role_of_somebody_else_or_none_at_all_is_refused(client, person, walsall, forged):
    other = BodyFactory(name="Exampleton Council")
    theirs = MembershipFactory(person__email="theirs@example.org", body=other, role=Role.ADMINISTRATOR)
    told = str(theirs.pk) if forged == "theirs" else forged
    answer = client.post(reverse("people-invite"), {**TYPED, sent_for.FIELD: told, sent_for.AGAIN: "yes"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "a role that you do not hold: nothing was saved" in page
    assert "Exampleton" not in page, "whose role it is, is not told"
    assert "new &amp; &lt;odd&gt;@example.org" in page, "what was typed can be copied"
    assert f'action="{reverse("people-invite")}"' not in page, "there is nothing to send it again with"
    assert not Invitation.objects.exists()


def test_what_does_not_say_for_which_role_it_is_is_sent_again_only_by_hand(client, person, walsall, sandwell):
    bare = Client(headers={"host": "localhost"})
    bare.force_login(person)
    answer = bare.post(reverse("people-invite"), GOOD)
    assert answer.status_code == 409
    assert not Invitation.objects.exists()
    assert "was opened before you did: nothing was saved" in answer.content.decode()
    bare.post(reverse("people-invite"), again(answer))
    assert Invitation.objects.count() == 1


def test_a_role_that_ended_meanwhile_takes_nothing(client, person, walsall, sandwell):
    act_for(client, role(person, sandwell))
    told = shown_for(client, "people")
    Membership.objects.filter(pk=told).delete()
    answer = client.post(reverse("people-invite"), {**GOOD, sent_for.FIELD: told})
    assert answer.status_code == 409
    assert not Invitation.objects.exists()


def test_sending_again_needs_the_token_of_the_page(person, walsall, sandwell):
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    strict.force_login(person)
    told = {**GOOD, sent_for.FIELD: role(person, sandwell), sent_for.AGAIN: "yes"}
    assert strict.post(reverse("people-invite"), told).status_code == 403
    assert "membership" not in strict.session, "nor was the role changed"


def test_a_file_is_chosen_again_on_the_page_it_was_sent_from(client, person, walsall, sandwell):
    act_for(client, role(person, walsall))
    sent = {
        "file": SimpleUploadedFile("list.csv", b"name\nQuillmoor Care Ltd\n"),
        sent_for.FIELD: role(person, sandwell),
    }
    at = "http://localhost" + reverse("my-providers")
    answer = client.post(reverse("my-providers-upload"), {**sent, sent_for.AGAIN: "yes"}, headers={"referer": at})
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 409
    assert "choose the file again" in page
    assert "Act for Sandwell and go back to the form" in page
    assert not ContractList.objects.exists()
    back = client.post(reverse("choose-role"), {"membership": role(person, sandwell), "next": at})
    assert back.headers["Location"] == at
    assert shown_for(client, "my-providers") == role(person, sandwell)


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(client, person, sandwell, elsewhere):
    answer = client.post(reverse("choose-role"), {"membership": role(person, sandwell), "next": elsewhere})
    assert answer.headers["Location"] == reverse("me")
    sent = {**GOOD, sent_for.FIELD: role(person, sandwell)}
    assert (
        "elsewhere" not in client.post(reverse("people-invite"), sent, headers={"referer": elsewhere}).content.decode()
    )


def test_signing_out_and_one_s_own_account_are_about_no_body(client, person, walsall, sandwell):
    stale = {sent_for.FIELD: role(person, sandwell)}
    act_for(client, role(person, walsall))
    told = client.post(reverse("purpose"), {"kind": "For something else", "words": "a question of ours", **stale})
    assert told.status_code == 302
    assert client.post(reverse("account_logout"), stale).status_code == 302
    assert "_auth_user_id" not in client.session


def test_what_one_hears_of_is_chosen_for_the_role_for_which_it_was_shown(client, person, walsall, sandwell):
    act_for(client, role(person, walsall))
    assert client.post(reverse("what-we-write"), {sent_for.FIELD: role(person, sandwell)}).status_code == 409


def test_system_administrators_and_people_without_a_role_send_as_before(person):
    chief = signed_in(PersonFactory(email="chief@example.org", is_system_administrator=True))
    made = chief.post(reverse("bodies"), {"kind": "council", "name": "Exampleton Council"})
    assert made.status_code == 302
    nobody = signed_in(PersonFactory(email="norole@example.org"))
    assert nobody.post(reverse("people-invite"), GOOD).status_code == 403
    assert Client(headers={"host": "localhost"}).post(reverse("people-invite"), GOOD).status_code == 302


def test_every_form_that_is_posted_carries_what_the_one_place_writes():
    """Each template's, whatever its page shows; a page that refuses says by hand for whom it sends again."""
    forms = [
        (path.name, form)
        for path in Path(irhub.__file__).parent.rglob("*.html")
        for form in re.findall(r"<form\b[^>]*method=.post.*?</form>", path.read_text(), re.S)
    ]
    assert len(forms) > 40
    assert [name for name, form in forms if "csrf_input" not in form and name != "sent_for_another.html"] == []
