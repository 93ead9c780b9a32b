"""Councils' people sign in with the accounts of their work; a real OpenID Connect provider runs beside the test."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from irhub.accounts import actions
from irhub.accounts.adapter import SafeSession
from irhub.accounts.models import AuditEvent, Body, Membership, Person
from irhub.accounts.roles import Role
from irhub.cli.commands import irhub
from irhub.web.errors import ActionRefused
from tests.factories import BodyFactory, PersonFactory, signed_in

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oidc_provider_mock import User, run_server_in_thread

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore::authlib.deprecate.AuthlibDeprecationWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


def known(sub: str, email: str, verified: bool = True) -> User:
    return User(sub=sub, claims={"email": email, "email_verified": verified, "name": "Sam Example"})


@pytest.fixture
def provider() -> Iterator[str]:
    """The address of a provider that knows some people; another council's, for all that it says."""
    users = [
        known("sam", "sam@example.org"),
        known("eve", "sam@example.org", verified=False),
        known("boss", "boss@other.example"),
        known("chief", "chief@example.org"),
    ]
    with run_server_in_thread(user_claims=users) as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def council(provider: str) -> Body:
    place = BodyFactory()
    done = CliRunner().invoke(
        irhub,
        ["identity-provider", place.name, "--server", provider, "--client-id", "hub"],
        env={"IRHUB_CLIENT_SECRET": "said nowhere"},
    )
    assert done.exit_code == 0, done.output
    assert f"/account/sign-in/with/body-{place.pk}/done/" in done.output
    return place


def come(place: Body, sub: str) -> tuple[Client, int, str]:
    """Sign in with the provider as `sub`. The browser, and status and text or address of the hub's answer."""
    client = Client(headers={"host": "localhost"})
    assert f"Sign in with {place.name}" in client.get(reverse("account_login")).content.decode()
    there = client.get(reverse("openid_connect_login", args=[f"body-{place.pk}"]))
    assert there.status_code == 302
    assert "code_challenge=" in there.headers["Location"]
    back = httpx.post(there.headers["Location"], data={"sub": sub}, follow_redirects=False)
    parts = urlsplit(back.headers["Location"])
    answer = client.get(f"{parts.path}?{parts.query}")
    return client, answer.status_code, answer.headers.get("Location") or answer.content.decode()


def test_whoever_was_invited_joins_with_the_account_of_their_work_and_comes_back_with_it(council):
    actions.invite(council, Role.REVIEWER, "sam@example.org", by="test")
    client, status, _ = come(council, "sam")
    assert status == 302
    sam = Person.objects.get(email="sam@example.org")
    assert sam.name == "Sam Example"
    assert not sam.has_usable_password()
    assert sam.memberships.get().role == Role.REVIEWER
    assert client.get(reverse("england")).headers["Location"] == reverse("mfa_index")  # the role needs a second step
    assert client.get(reverse("me")).status_code == 200
    assert come(council, "sam")[1] == 302
    assert Person.objects.count() == 1
    assert AuditEvent.objects.filter(what="signed in", detail__through=council.name).count() == 2


@pytest.mark.parametrize("sub", ["sam", "boss"])
def test_nobody_signs_up_by_it(council, sub):
    _, status, text = come(council, sub)
    assert status == 403
    assert "You have no role here yet" in text
    assert not Person.objects.exists()
    assert AuditEvent.objects.filter(what="was refused", about=f"sign-in/body-{council.pk}").count() == 1


def test_an_address_that_the_provider_did_not_verify_opens_nothing(council):
    PersonFactory(email="sam@example.org", roles=[(council, Role.VIEWER)])
    assert come(council, "eve")[1] == 403
    assert not SocialAccount.objects.exists()


def test_a_council_cannot_vouch_for_the_people_of_another(council):
    PersonFactory(email="boss@other.example", roles=[(BodyFactory(name="Exampleton Council"), Role.ADMINISTRATOR)])
    assert come(council, "boss")[1] == 403
    actions.invite(council, Role.VIEWER, "boss@other.example", by="test")  # nor by inviting them first
    assert come(council, "boss")[1] == 403


def test_who_came_by_one_council_acts_for_no_other_and_is_no_system_administrator(council):
    other = BodyFactory(name="Exampleton Council")
    chief = PersonFactory(
        email="chief@example.org",
        roles=[(council, Role.VIEWER), (other, Role.ADMINISTRATOR)],
        second_step=False,
        is_system_administrator=True,
    )
    client, status, _ = come(council, "chief")
    assert status == 302
    theirs = Membership.objects.get(person=chief, body=other)
    assert client.post(reverse("choose-role"), {"membership": theirs.pk}).status_code == 404
    assert "Exampleton" not in client.get(reverse("me")).content.decode()
    assert client.get(reverse("audit")).status_code == 403
    assert client.get(reverse("people")).status_code == 403
    link = f'href="{reverse("bodies")}"'
    assert link not in client.get(reverse("me")).content.decode(), "no link may lead to a refusal"
    Authenticator.objects.create(user=chief, type=Authenticator.Type.TOTP, data={})
    assert link in signed_in(chief).get(reverse("me")).content.decode()


def test_a_role_that_ended_no_longer_signs_in(council):
    actions.invite(council, Role.VIEWER, "sam@example.org", by="test")
    assert come(council, "sam")[1] == 302
    actions.end(Membership.objects.get(), by="test")
    assert come(council, "sam")[1] == 403


def test_a_provider_that_is_down_is_told_of_in_words(council):
    actions.set_identity_provider(council, server="http://127.0.0.1:9", client_id="hub", secret="x", by="test")
    answer = Client(headers={"host": "localhost"}).get(reverse("openid_connect_login", args=[f"body-{council.pk}"]))
    assert answer.status_code == 502
    assert "Nothing was changed" in answer.content.decode()


def test_a_provider_is_asked_over_https_alone_and_its_address_is_checked():
    with pytest.raises(requests.exceptions.InvalidURL, match="not https"):
        SafeSession().get("http://login.example.org/")
    with pytest.raises(ActionRefused, match="https"):
        actions.set_identity_provider(
            BodyFactory(), server="http://login.example.org", client_id="a", secret="b", by="test"
        )


def test_a_provider_can_be_taken_away(council):
    done = CliRunner().invoke(irhub, ["identity-provider", council.name, "--remove"])
    assert done.exit_code == 0
    assert "Sign in with" not in Client(headers={"host": "localhost"}).get(reverse("account_login")).content.decode()
    assert CliRunner().invoke(irhub, ["identity-provider", council.name, "--remove"]).exit_code == 2
    assert CliRunner().invoke(irhub, ["identity-provider", council.name]).exit_code == 2
    assert CliRunner().invoke(irhub, ["identity-provider", "Nowhere", "--remove"]).exit_code == 2
