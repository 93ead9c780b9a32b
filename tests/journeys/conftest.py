"""A real browser, and what every page must hold in it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.conf import settings as hub
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, Playwright, sync_playwright

from irhub.accounts.models import Person
from tests.browser import chromium
from tests.factories import signed_in

WIDTHS = (1280, 320, 390)
"""Of screens: a desk, the narrowest that WCAG asks for, a phone. From 320 to 640 pixels no style changes
(tests/web/test_styles.py), so that what axe says at 320 holds at 390, where only the width of the page is measured."""
CHEAP = ("--no-sandbox", "--disable-background-networking", "--js-flags=--no-opt --no-maglev")
"""How browsers are started. Scripts are not compiled for speed: a page of a second never sees any of it, and it took a third of axe's time."""
VIOLATIONS = (Path(__file__).parent / "violations.js").read_text()
OTHER_FONTS = """() => location.protocol === "file:" ? [] : [...document.body.querySelectorAll("*")].filter(
    (one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
        && one.checkVisibility() && !/^(system-ui|monospace|ui-monospace)/.test(getComputedStyle(one).fontFamily)
).map((one) => `${one.localName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""
"""Elements with words of their own in another font than the hub's. A file that somebody took away has no style sheet, and the reader's font."""
READABLE = set[str]()
"""Looks of words, each with the ground on which they stand, that axe found readable on a page that this worker saw."""


@pytest.fixture(scope="package")
def driver() -> Iterator[Playwright]:
    """What starts browsers; when it ends the threads that answered them have ended, each with its connection to the database."""
    before = threading.enumerate()
    with sync_playwright() as playwright:
        yield playwright
    for answering in threading.enumerate():
        if answering not in before and not isinstance(answering, LiveServerThread):
            answering.join(60)


@contextmanager
def launched(driver: Playwright, path: str | None, without: Sequence[str] = ()) -> Iterator[Browser]:
    """A browser, closed at the end. `without`: what Playwright would tell it and is not to."""
    started = driver.chromium.launch(executable_path=path, args=[*CHEAP], ignore_default_args=[*without])
    yield started
    started.close()


@pytest.fixture(scope="package")
def started(driver: Playwright) -> Iterator[Browser]:
    """The browser of this worker."""
    with launched(driver, chromium()) as browser:
        yield browser


@pytest.fixture
def browser(started: Browser) -> Iterator[Browser]:
    """The browser of this worker, in which nothing is open but what the test opens."""
    yield started
    for context in started.contexts:
        context.close()


@pytest.fixture
def browser_page(browser: Browser) -> Page:
    return browser.new_page()


def check(page: Page, width: int, what: str) -> None:
    """The page has no violation that axe knows, and is no wider than the screen."""
    fits(page, width, what)
    found = _violations(page)
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"


def fits(page: Page, width: int, what: str) -> None:
    """The page is no wider than the screen, and all its words are in the hub's font."""
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{what} is {wide} pixels too wide at {width}"
    assert page.evaluate(OTHER_FONTS) == [], what


def _violations(page: Page) -> AxeResults:
    """What axe finds on the page that is there: one that is replaced meanwhile, as by its own script, is read again."""
    try:
        return _read_by_axe(page)
    except Error:
        return _read_by_axe(page)


def _read_by_axe(page: Page) -> AxeResults:
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(VIOLATIONS, sorted(READABLE))
    READABLE.update(found.pop("readable"))
    return AxeResults(found)


def check_all(page: Page, address: str, what: str) -> None:
    """The page of an address is there, and holds at every width."""
    response = page.goto(address)
    assert response is not None
    assert response.ok, what
    look_at(page, what)


def look_at(page: Page, what: str) -> None:
    """The page as it stands holds at every width."""
    desk, narrowest, phone = WIDTHS
    fits(page, phone, what)
    check(page, narrowest, what)
    check(page, desk, what)  # and stays as wide


def signed_in_context(browser: Browser, site: str, who: Person, **options: object) -> BrowserContext:
    """A browser in which somebody is signed in."""
    client = signed_in(who)
    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.add_cookies(
        [{"name": hub.SESSION_COOKIE_NAME, "value": client.cookies[hub.SESSION_COOKIE_NAME].value, "url": site}]
    )
    return context


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element with this text, or whose label is this text, has the focus."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(
            "name => [document.activeElement, ...(document.activeElement.labels || [])]"
            ".some(element => element.textContent.trim() === name)",
            name,
        ):
            return
    raise AssertionError(f"Tab never reaches {name}")


def follow(pressed: Locator) -> None:
    """Click a link or a button, and wait until the page that it leads to is there: what is read next is read of that."""
    with pressed.page.expect_navigation():
        pressed.click()


def enter(page: Page) -> None:
    """Press Enter, and wait until the page that it leads to is there."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press(page: Page, name: str, role: str = "button", *, scripts: bool = True) -> None:
    """Come to a button or link by Tab, press Enter and wait for the page that it leads to.

    Where scripts are off, what has the focus cannot be read: focus it.
    """
    if scripts:
        tab_to(page, name)
    else:
        called = re.compile(rf"^\s*{re.escape(name)}\s*$")
        page.get_by_role(role).filter(has_text=called).focus()  # type: ignore[arg-type]
    enter(page)
