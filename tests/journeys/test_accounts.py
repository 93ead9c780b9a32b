"""Signing in and looking after the people of a body, in a real browser, at desktop and phone width."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from irhub.accounts.models import AuditEvent, Membership, Person
from irhub.accounts.roles import Role
from tests.accounts.test_sign_in import code
from tests.factories import PASSWORD, BodyFactory, PersonFactory
from tests.journeys.conftest import check, follow

pytestmark = [pytest.mark.slow, pytest.mark.journey]
WIDTHS = (1280, 390)


def seen(page: Page, heading: str) -> None:
    """The page with this heading has come, and is accessible at every width."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    for width in WIDTHS:
        check(page, width, heading)


def sets_up_a_second_step(page: Page) -> None:
    """From the page of second steps to an authenticator app and recovery codes."""
    follow(page.get_by_role("link", name="Set up an authenticator app"))
    if page.get_by_role("heading", level=1).inner_text() == "Confirm that it is you":
        seen(page, "Confirm that it is you")
        page.get_by_label("Password").fill(PASSWORD)
        follow(page.get_by_role("button", name="Confirm"))
    seen(page, "Set up an authenticator app")
    secret = page.locator("main strong").inner_text()
    page.get_by_label("Authenticator code").fill(code(secret))
    follow(page.get_by_role("button", name="Set up"))
    seen(page, "Your recovery codes")
    follow(page.get_by_role("link", name="Your second step"))
    seen(page, "Your second step at sign-in")


def test_an_administrator_invites_a_colleague_who_joins_and_sets_up_a_second_step(
    transactional_db, live_server, browser, settings
):
    settings.IRHUB_PUBLIC, settings.IRHUB_SITE = False, live_server.url
    PersonFactory(
        email="boss@example.org",
        roles=[(BodyFactory(), Role.ADMINISTRATOR), (BodyFactory(), Role.AUDITOR)],
        second_step=False,
    )
    boss = browser.new_context().new_page()
    boss.goto(live_server.url)
    seen(boss, "Sign in")
    boss.get_by_label("E-mail address", exact=True).fill("boss@example.org")
    boss.get_by_label("Password", exact=True).fill(PASSWORD)
    follow(boss.get_by_role("button", name="Sign in"))
    seen(boss, "Your second step at sign-in")
    sets_up_a_second_step(boss)

    boss.goto(f"{live_server.url}/account/")
    seen(boss, "Your account")
    follow(boss.get_by_role("link", name="People of Sampleham Council"))
    boss.get_by_label("E-mail address", exact=True).fill("not an address")
    follow(boss.get_by_role("button", name="Invite"))
    assert boss.get_by_role("alert").is_visible()
    seen(boss, "People of Sampleham Council")
    boss.get_by_label("E-mail address", exact=True).fill("sam@example.org")
    boss.get_by_label("Reviewer:").check()
    follow(boss.get_by_role("button", name="Invite"))
    link = boss.locator("span.irhub-wrap").inner_text()

    sam = browser.new_context().new_page()
    sam.goto(link)
    seen(sam, "Join Sampleham Council")
    sam.get_by_label("Your name").fill("Sam Example")
    sam.get_by_label("Choose a password").fill("lantern orchard sixteen")
    follow(sam.get_by_role("button", name="Join"))
    seen(sam, "Your second step at sign-in")
    assert Membership.objects.get(person__email="sam@example.org").role == Role.REVIEWER
    sam.goto(f"{live_server.url}/people/")
    seen(sam, "You cannot open this page")
    sam.goto(link)
    seen(sam, "This invitation can no longer be used")

    boss.goto(f"{live_server.url}/people/")
    follow(boss.get_by_role("button", name="End reviewer of Sam Example today"))
    assert not boss.get_by_text("sam@example.org").is_visible()
    boss.goto(f"{live_server.url}/account/")
    follow(boss.get_by_role("button", name="auditor, Sampleham Council"))
    follow(boss.get_by_role("main").get_by_role("link", name="Who did what"))
    seen(boss, "Who did what")
    assert boss.get_by_text("ended a role").is_visible()
    boss.goto(f"{live_server.url}/account/devices/")
    seen(boss, "Where you are signed in")
    boss.goto(f"{live_server.url}/account/password/")
    seen(boss, "Change your password")
    boss.goto(f"{live_server.url}/account/sign-out/")
    seen(boss, "Sign out")
    follow(boss.get_by_role("button", name="Sign out"))
    seen(boss, "Sign in")
    follow(boss.get_by_role("link", name="I have forgotten my password"))
    seen(boss, "Choose a new password")
    assert AuditEvent.objects.filter(what="signed out").count() == 1
    assert Authenticator.objects.filter(user=Person.objects.get(email="boss@example.org")).count() == 2
