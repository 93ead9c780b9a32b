"""After signing out, going back shows nothing of what somebody read: in a browser that keeps pages whole to go back to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from irhub.accounts.roles import Role
from tests.browser import whole
from tests.factories import BodyFactory, PersonFactory
from tests.journeys.conftest import follow, launched, signed_in_context

pytestmark = [pytest.mark.slow, pytest.mark.journey]
NOTED = "addEventListener('pageshow', shown => { window.restored = shown.persisted; });"
"""Notes on each page whether it was kept whole and brought back."""


@pytest.fixture
def keeps_pages(driver) -> Iterator[Browser]:
    """A browser with the cache by which Back and Forward bring a page back as it was, which Playwright switches off and the shell lacks."""
    if not whole():
        pytest.skip(
            "NOT TESTED: a whole Chromium is needed, as python tests/browser.py installs it for root on Debian."
        )
    with launched(driver, whole(), without=["--disable-back-forward-cache"]) as browser:
        yield browser


def back(page: Page) -> bool:
    """Go back, as the button of the browser does. Returns whether the page was brought back whole, as it had been kept."""
    before = page.url
    page.evaluate(
        "void setTimeout(() => history.back())"
    )  # Playwright waits for a page to be fetched, which one that was kept is not
    for _ in range(100):
        if page.url != before:
            break
        page.wait_for_timeout(100)
    assert page.url != before
    page.wait_for_function("document.readyState === 'complete' && window.restored !== undefined")
    restored: bool = page.evaluate("window.restored === true")
    return restored


@override_settings(IRHUB_PUBLIC=True)
def test_after_signing_out_back_shows_nothing_of_what_was_read(transactional_db, live_server, keeps_pages):
    anybody = keeps_pages.new_context().new_page()
    anybody.add_init_script(NOTED)
    for address in ("about/", "cookies/"):
        anybody.goto(f"{live_server.url}/{address}")
    assert back(anybody), "what anybody may read is kept, or this test would prove nothing"

    boss = PersonFactory(email="boss@example.org", name="Blair Example", roles=[(BodyFactory(), Role.ADMINISTRATOR)])
    page = signed_in_context(keeps_pages, live_server.url, boss).new_page()
    page.add_init_script(NOTED)
    page.goto(f"{live_server.url}/people/")
    expect(page.get_by_text("boss@example.org").first).to_be_visible()
    page.goto(f"{live_server.url}/account/")
    follow(page.get_by_role("link", name="Sign out").or_(page.get_by_role("button", name="Sign out")).first)
    if page.get_by_role("heading", name="Sign out").count():
        follow(page.get_by_role("main").get_by_role("button", name="Sign out"))
    for _ in range(3):
        assert not back(page)
        assert "boss@example.org" not in page.content()
        assert "Blair Example" not in page.content()
