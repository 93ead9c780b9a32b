"""A body is added and its first person invited by keyboard on a phone, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from irhub.accounts.models import Person
from tests.accounts.people import person, signed_in
from tests.journeys.conftest import check

pytestmark = [pytest.mark.slow, pytest.mark.journey]


def seen(page: Page, heading: str) -> None:
    """The page with this heading has come, and is accessible at desk and on a phone."""
    page.get_by_role("heading", level=1, name=heading, exact=True).wait_for()
    for width in (1280, 390):
        check(page, width, heading)


def on_a_phone(browser: Browser, live_server, who: Person | None = None) -> Page:
    context = browser.new_context(viewport={"width": 390, "height": 900})
    if who:
        cookie = signed_in(who).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return context.new_page()


def test_a_system_administrator_adds_a_body_and_invites_its_first_person_by_keyboard(
    transactional_db, live_server, browser
):
    chief = person("chief@example.org")
    Person.objects.filter(pk=chief.pk).update(is_system_administrator=True)
    page = on_a_phone(browser, live_server, chief)
    page.goto(f"{live_server.url}/bodies/")
    seen(page, "Bodies that take part")
    page.get_by_label("Council", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Sampleham Council")
    page.keyboard.press("Enter")
    seen(page, "Sampleham Council")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("boss@example.org")
    page.get_by_label("Administrator").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_text("The invitation is on its way").wait_for()
    seen(page, "Sampleham Council")
