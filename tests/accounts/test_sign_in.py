"""People come by invitation, sign in with a second step, and lose a role the day it ends."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from click.testing import CliRunner
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts import actions, known_devices
from irhub.accounts.attempts import drop_expired
from irhub.accounts.models import AuditEvent, Invitation, Membership, Person
from irhub.accounts.roles import Kind, Role
from irhub.cli.commands import irhub
from irhub.web.errors import ActionRefused
from tests.factories import PASSWORD, BodyFactory, PersonFactory, signed_in
from tests.post import delivered

pytestmark = pytest.mark.django_db


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def visitor() -> Client:
    return Client(headers={"host": "localhost"})


@pytest.fixture
def held_for_a_provider():
    """Somebody whom the password alone lets in."""
    provider = BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd")
    return PersonFactory(email="known@example.org", roles=[(provider, Role.VIEWER)], second_step=False)


@pytest.mark.django_db(transaction=True)
def test_an_invited_person_joins_sets_up_a_second_step_and_signs_in_with_it():
    boss = signed_in(PersonFactory(email="boss@example.org", roles=[(BodyFactory(), Role.ADMINISTRATOR)]))
    boss.post(reverse("people-invite"), {"email": "Sam@Example.org", "role": "reviewer"})
    link = re.search(r"http://127.0.0.1:8000(/invitations/\S+)", str(delivered()[0].body))
    assert link
    assert delivered()[0].to == ["sam@example.org"]
    sam = visitor()
    assert "Sampleham Council" in sam.get(link[1]).content.decode()
    assert sam.post(link[1], {"name": "Sam Example", "password": "short"}).status_code == 200
    assert not Person.objects.filter(email="sam@example.org").exists()
    assert sam.post(link[1], {"name": "Sam Example", "password": PASSWORD}).status_code == 302
    assert sam.get(reverse("england")).headers["Location"] == reverse("mfa_index")

    page = sam.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"Key: <strong>(\w+)</strong>", page)
    assert secret
    sam.post(reverse("mfa_activate_totp"), {"code": code(secret[1])})
    assert sam.get(reverse("england")).status_code == 200
    codes = sam.get(reverse("mfa_view_recovery_codes")).content.decode()
    recovery = re.findall(r"<code>([\w-]+)</code>", codes)
    assert len(recovery) >= 8

    again = visitor()
    answer = again.post(reverse("account_login"), {"login": "sam@example.org", "password": PASSWORD})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert again.get(reverse("people")).status_code == 302  # the password alone opens nothing
    assert again.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert again.post(reverse("mfa_authenticate"), {"code": recovery[0]}).status_code == 302
    assert again.get(reverse("me")).status_code == 200
    told = list(AuditEvent.objects.filter(who="sam@example.org").values_list("what", flat=True))
    assert {"took up an invitation", "set up a second step", "signed in"} <= set(told)
    assert PASSWORD not in str(list(AuditEvent.objects.values()))


def test_a_link_is_good_once_for_a_week_and_only_for_the_one_invited():
    council = BodyFactory()
    _, secret = actions.invite(council, Role.VIEWER, "new@example.org", by="test")
    actions.accept(secret, name="New Person", password=PASSWORD)
    with pytest.raises(ActionRefused, match="used or withdrawn"):
        actions.accept(secret, name="Other", password=PASSWORD)
    made, late = actions.invite(council, Role.ANALYST, "late@example.org", by="test")
    Invitation.objects.filter(pk=made.pk).update(expires_at=made.made_at)
    assert visitor().get(reverse("invitation", args=[late])).status_code == 410
    _, known = actions.invite(council, Role.ANALYST, "new@example.org", by="test")
    other = PersonFactory(email="other@example.org", roles=[(council, Role.VIEWER)])
    with pytest.raises(ActionRefused, match=r"Sign in as new@example.org"):
        actions.accept(known, signed_in=other)
    assert actions.accept(known, signed_in=Person.objects.get(email="new@example.org")).role == Role.ANALYST


def test_inviting_again_takes_the_first_link_back():
    _, first = actions.invite(BodyFactory(), Role.VIEWER, "new@example.org", by="test")
    actions.invite(BodyFactory(), Role.VIEWER, "new@example.org", by="test")
    assert actions.invitation_of(first) is None
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


def test_a_role_ends_at_once_and_the_last_administrator_cannot_be_ended():
    boss = PersonFactory(email="boss@example.org", roles=[(BodyFactory(), Role.ADMINISTRATOR)])
    worker = PersonFactory(email="worker@example.org", roles=[(BodyFactory(), Role.AUDITOR)])
    theirs = signed_in(worker)
    assert theirs.get(reverse("audit")).status_code == 200
    signed_in(boss).post(reverse("people-end", args=[worker.memberships.get().pk]))
    assert theirs.get(reverse("audit")).status_code == 403
    answer = signed_in(boss).post(reverse("people-end", args=[boss.memberships.get().pk]), follow=True)
    assert "would have no administrator" in answer.content.decode()
    assert Membership.objects.current().filter(person=boss).exists()


def test_a_person_of_two_bodies_chooses_which_hat_to_wear_and_wears_one_at_a_time():
    other = BodyFactory(name="Exampleton Council")
    client = signed_in(
        PersonFactory(email="two@example.org", roles=[(BodyFactory(), Role.ADMINISTRATOR), (other, Role.AUDITOR)])
    )
    assert client.get(reverse("audit")).status_code == 200  # Exampleton comes first
    assert client.get(reverse("people")).status_code == 403
    client.post(reverse("choose-role"), {"membership": Membership.objects.get(body=BodyFactory()).pk})
    assert client.get(reverse("people")).status_code == 200
    assert client.get(reverse("audit")).status_code == 403
    assert client.post(reverse("choose-role"), {"membership": 999_999}).status_code == 404


def test_guessing_passwords_is_stopped_and_says_nothing_of_who_has_an_account(settings):
    PersonFactory(email="known@example.org", roles=[(BodyFactory(), Role.VIEWER)])
    answers = [
        visitor().post(reverse("account_login"), {"login": who, "password": "wrong"}).content.decode()
        for who in ("known@example.org", "unknown@example.org")
    ]
    told = [re.search(r'error-summary__list">(.*?)</ul>', answer, re.S) for answer in answers]
    assert told[0] is not None
    assert told[1] is not None
    assert told[0][1] == told[1][1]
    for _ in range(12):
        last = visitor().post(reverse("account_login"), {"login": "known@example.org", "password": "wrong"})
    good = visitor().post(reverse("account_login"), {"login": "known@example.org", "password": PASSWORD})
    assert "Too many failed" in last.content.decode()
    assert good.status_code in (200, 429)
    assert AuditEvent.objects.filter(what="failed to sign in").count() >= 5


def tried(client: Client, address: str, password: str = "wrong") -> str:
    """What somebody at a network address reads who tries a password of the viewer; empty if they are let in."""
    sent = {"login": "known@example.org", "password": password}
    return client.post(reverse("account_login"), sent, REMOTE_ADDR=address).content.decode()


def test_a_flood_of_attempts_does_not_unlock_an_account_that_is_locked(held_for_a_provider):
    for number in range(6):
        told = tried(visitor(), f"192.0.2.{number}")
    assert "Too many failed" in told
    with connection.cursor() as cursor:  # as many failed attempts to sign in as invented people
        cursor.execute(
            "INSERT INTO accounts_attempts SELECT ':1:allauth:rl:allauth.account:login_failed:5/300.0s/key:~' || number, "
            "'[]', now() + interval '5 minutes' FROM generate_series(1, 400) AS number"
        )
    assert "Too many failed" in tried(visitor(), "192.0.2.77")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_attempts SET expires = now() - interval '1 minute' WHERE cache_key LIKE '%~%'")
    assert drop_expired() == 400, "what no longer counts is dropped"
    assert "Too many failed" in tried(visitor(), "192.0.2.78", PASSWORD)


def test_somebody_who_guesses_locks_nobody_out_of_a_browser_that_the_account_knows(held_for_a_provider):
    known, forged = visitor(), visitor()
    assert tried(known, "198.51.100.1", PASSWORD) == ""
    known.post(reverse("account_logout"))
    forged.cookies[known_devices.COOKIE] = signing.dumps({"known@example.org": "1"})
    other = visitor()
    assert "Too many failed" in [tried(other, f"192.0.2.{number}") for number in range(6)][-1]
    assert "Too many failed" in tried(forged, "192.0.2.50", PASSWORD)
    assert tried(known, "198.51.100.1", PASSWORD) == "", "as before"
    known.post(reverse("account_logout"))
    assert "Too many failed" in [tried(known, f"192.0.2.{number}") for number in range(100, 106)][-1], (
        "nor guesses it more"
    )


def test_attempts_are_counted_by_the_network_and_not_by_the_addresses_that_it_has_to_spare(held_for_a_provider):
    for number in range(11):
        sent = {"login": f"nobody{number}@example.org", "password": "wrong"}
        visitor().post(reverse("account_login"), sent, REMOTE_ADDR=f"2001:db8:7:7::{number:x}")
    assert "Too many failed" in tried(visitor(), "2001:db8:7:7:ffff::1", PASSWORD)
    assert tried(visitor(), "2001:db8:7:8::1", PASSWORD) == ""


def test_nobody_signs_up_without_an_invitation():
    answer = visitor().post(reverse("account_signup"), {"email": "x@example.org", "password1": PASSWORD})
    assert "You need an invitation" in answer.content.decode()
    assert not Person.objects.exists()


def test_a_forgotten_password_is_replaced_by_a_link_in_the_post():
    PersonFactory(email="known@example.org", roles=[(BodyFactory(), Role.VIEWER)])
    visitor().post(reverse("account_reset_password"), {"email": "known@example.org"})
    link = re.search(r"http://127.0.0.1:8000(/account/password/new/\S+)", str(delivered()[0].body))
    assert link
    client = visitor()
    form = client.get(link[1], follow=True)
    address = form.redirect_chain[-1][0]
    new = "lantern orchard sixteen"
    client.post(address, {"password1": new, "password2": new})
    assert Person.objects.get(email="known@example.org").check_password(new)


def test_links_in_mails_lead_to_the_site_whatever_host_a_request_named(settings):
    """The name in a request is whatever whoever sent it wrote: a link with a secret must not lead there."""
    settings.ALLOWED_HOSTS, settings.IRHUB_SITE = ["*"], "https://hub.example.org"
    forged = {"host": "attacker.example", "x-forwarded-host": "attacker.example"}
    PersonFactory(email="known@example.org", roles=[(BodyFactory(), Role.VIEWER)])
    for email in ("known@example.org", "unknown@example.org"):
        Client(headers=forged).post(reverse("account_reset_password"), {"email": email})
    boss = signed_in(PersonFactory(email="boss@example.org", roles=[(BodyFactory(), Role.ADMINISTRATOR)]))
    page = boss.post(reverse("people-invite"), {"email": "sam@example.org", "role": "viewer"}, headers=forged)
    told = [f"{sent.subject} {sent.body}" for sent in delivered()]
    assert len(told) == 3
    for text in told:
        assert "https://hub.example.org/" in text
        assert "attacker.example" not in text
    assert "attacker.example" not in page.content.decode()


def test_signing_out_ends_the_session():
    who = PersonFactory(email="known@example.org", roles=[(BodyFactory(), Role.VIEWER)])
    client = signed_in(who)
    client.post(reverse("account_logout"))
    assert client.get(reverse("me")).status_code == 302


def test_what_is_for_one_person_is_kept_by_no_browser_and_by_no_proxy():
    known = signed_in(PersonFactory(email="known@example.org", roles=[(BodyFactory(), Role.VIEWER)]))
    for client, address, kept in (
        (known, reverse("england"), False),
        (known, "/no/such/page/", False),
        (visitor(), reverse("account_login"), False),
        (visitor(), reverse("webinar-booking", args=[uuid4()]), False),
        (visitor(), reverse("people"), False),
        (visitor(), reverse("about"), True),
    ):
        assert (client.get(address).headers.get("Cache-Control") != "no-store") is kept, address


def test_an_operator_sets_up_the_first_people_by_command():
    def run(*arguments: str):
        return CliRunner().invoke(irhub, list(arguments))

    made = run("administrator", "chief@example.org", "--name", "Chief Example", "--password", PASSWORD)
    assert made.exit_code == 0, made.output
    assert run("body", "council", "Leeds").exit_code == 0
    assert run("body", "council", "Leeds").exit_code == 2
    assert run("body", "council", "Nowhere").exit_code == 2
    link = run("invite", "Leeds", "administrator", "boss@example.org")
    assert link.exit_code == 0
    assert re.match(r"http://127.0.0.1:8000/invitations/\S+\n$", link.stdout)
    assert run("invite", "Leeds", "adviser", "boss@example.org").exit_code == 2
    assert run("invite", "Nobody", "viewer", "boss@example.org").exit_code == 2


def test_nobody_who_hears_what_providers_ask_in_confidence_takes_up_a_role_that_watches_over_them():
    council, helpline = BodyFactory(), BodyFactory(kind=Kind.DELIVERY_PARTNER, name="Example Helpline")
    officer = PersonFactory(email="officer@example.org", roles=[(council, Role.VIEWER)])
    _, secret = actions.invite(helpline, Role.ADVISER, officer.email, by="test")
    with pytest.raises(ActionRefused, match="You act as viewer, Sampleham Council"):
        actions.accept(secret, signed_in=officer)
    assert actions.invitation_of(secret)
    officer.memberships.update(until=localdate())
    assert actions.accept(secret, signed_in=officer).role == Role.ADVISER


def test_what_was_left_blank_is_named_by_every_form_of_allauth():
    somebody = visitor()
    person = signed_in(PersonFactory(second_step=False))
    confirmed = signed_in(PersonFactory(email="sam@example.org", second_step=False))
    confirmed.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    for client, route, said in (
        (somebody, "account_login", "Enter your e-mail address"),
        (somebody, "account_reset_password", "Enter your e-mail address"),
        (person, "account_change_password", "Enter the password that you have now"),
        (person, "account_reauthenticate", "Enter your password"),
        (confirmed, "mfa_activate_totp", "Enter the code"),
    ):
        page = client.post(reverse(route), {}).content.decode()
        assert page.count("There is a problem") == 1, route
        assert said in page, route
        assert "This field is required" not in page, route
