"""Passkeys in a real browser, whose own virtual authenticator stands in for a phone or a security key."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page

from irhub.accounts.roles import Role
from tests.factories import PASSWORD, BodyFactory, PersonFactory
from tests.journeys.conftest import enter, follow
from tests.journeys.test_accounts import seen

pytestmark = [pytest.mark.slow, pytest.mark.journey]


def with_authenticator(page: Page) -> None:
    """Give the browser something that keeps passkeys and knows its owner."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    talk.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_passkey_is_the_second_step_and_then_signs_in_alone(transactional_db, live_server, browser, settings):
    settings.IRHUB_PUBLIC = False
    PersonFactory(email="pat@example.org", roles=[(BodyFactory(), Role.ANALYST)], second_step=False)
    page = browser.new_context().new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    with_authenticator(page)
    page.goto(f"{live_server.url}/account/sign-in/")
    seen(page, "Sign in")
    page.get_by_label("E-mail address").fill("pat@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    enter(page)
    seen(page, "Your second step at sign-in")
    follow(page.get_by_role("link", name="Add a passkey"))
    if page.get_by_role("heading", level=1).inner_text() == "Confirm that it is you":
        page.get_by_label("Password").fill(PASSWORD)
        follow(page.get_by_role("button", name="Confirm"))
    seen(page, "Add a passkey")
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label("Sign in with it alone").check()
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)
    follow(page.get_by_role("button", name="Add a passkey"))
    assert len(sent) == 1, "the form is sent once, with the passkey"
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    assert page.get_by_role("button", name="Go on to your").is_visible()
    follow(page.get_by_role("link", name="Your second step"))
    follow(page.get_by_role("link", name="See your passkeys"))
    seen(page, "Your passkeys")
    assert page.get_by_text("My laptop").first.is_visible()

    page.goto(f"{live_server.url}/account/sign-out/")
    follow(page.get_by_role("button", name="Sign out"))
    page.get_by_label("E-mail address").fill("pat@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    follow(page.get_by_role("button", name="Sign in"))
    seen(page, "Your second step")
    follow(page.get_by_role("button", name="Use your passkey"))
    page.get_by_role("link", name="England", exact=True).wait_for()
    page.goto(f"{live_server.url}/account/")
    seen(page, "Your account")

    page.goto(f"{live_server.url}/account/sign-out/")
    follow(page.get_by_role("button", name="Sign out"))
    page.get_by_role("button", name="Use a passkey").focus()
    enter(page)  # no address, no password: the passkey knows who it is
    page.get_by_role("link", name="England", exact=True).wait_for()
    page.goto(f"{live_server.url}/account/second-step/passkeys/")
    follow(page.get_by_role("link", name="Remove My laptop"))
    if page.get_by_role("heading", level=1).inner_text() == "Confirm that it is you":
        if page.get_by_role("link", name="Use your passkey").is_visible():
            follow(page.get_by_role("link", name="Use your passkey"))
        seen(page, "Confirm that it is you")
        follow(page.get_by_role("button", name="Use your passkey"))
    page.get_by_role("heading", name="Remove this passkey").wait_for()
    seen(page, "Remove this passkey")
    follow(page.get_by_role("button", name="Remove"))
    seen(page, "Your passkeys")
    assert not Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).exists()
    assert complaints == []


def test_a_passkey_that_is_not_there_is_told_of_in_words(transactional_db, live_server, browser):
    page = browser.new_context().new_page()
    with_authenticator(page)
    page.goto(f"{live_server.url}/account/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("alert").wait_for()
    assert "passkey" in page.get_by_role("alert").inner_text()
    seen(page, "Sign in")
