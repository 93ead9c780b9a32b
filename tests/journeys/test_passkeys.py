"""Passkeys in a real browser, whose own virtual authenticator stands in for a phone or a security key."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page

from irhub.accounts.roles import Role
from tests.accounts.people import PASSWORD, body, person
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
    person("pat@example.org", (body(), Role.ANALYST), second_step=False)
    page = browser.new_context().new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    with_authenticator(page)
    page.goto(f"{live_server.url}/account/sign-in/")
    seen(page, "Sign in")
    page.get_by_label("E-mail address").fill("pat@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    seen(page, "Your second step at sign-in")
    page.get_by_role("link", name="Add a passkey").click()
    if page.get_by_role("heading", level=1).inner_text() == "Confirm that it is you":
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
    seen(page, "Add a passkey")
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label("Sign in with it alone").check()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    page.get_by_role("link", name="Back to your second step").click()
    page.get_by_role("link", name="See your passkeys").click()
    seen(page, "Your passkeys")
    assert page.get_by_text("My laptop").first.is_visible()

    page.goto(f"{live_server.url}/account/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("E-mail address").fill("pat@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    seen(page, "Your second step")
    page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("link", name="England", exact=True).wait_for()
    page.goto(f"{live_server.url}/account/")
    seen(page, "Your account")

    page.goto(f"{live_server.url}/account/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Use a passkey").focus()
    page.keyboard.press("Enter")  # no address, no password: the passkey knows who it is
    page.get_by_role("link", name="England", exact=True).wait_for()
    page.goto(f"{live_server.url}/account/second-step/passkeys/")
    page.get_by_role("link", name="Remove My laptop").click()
    if page.get_by_role("heading", level=1).inner_text() == "Confirm that it is you":
        if page.get_by_role("link", name="Use your passkey").is_visible():
            page.get_by_role("link", name="Use your passkey").click()
        seen(page, "Confirm that it is you")
        page.get_by_role("button", name="Use your passkey").click()
    page.get_by_role("heading", name="Remove this passkey").wait_for()
    seen(page, "Remove this passkey")
    page.get_by_role("button", name="Remove").click()
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
