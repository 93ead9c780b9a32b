"""People go through every checker in a real browser: with a mouse or the keyboard alone, without JavaScript, on a phone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from irhub.questions.questionnaire import UNKNOWN, Kind
from irhub.rulebook.engine import evaluate
from irhub.rulebook.flow import flows
from irhub.rulebook.worked import WorkedCase, worked_cases
from tests.checker.answering import form_fields
from tests.journeys.conftest import WIDTHS, check, enter, fits, follow, look_at

pytestmark = [pytest.mark.slow, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WALKED = {
    "sponsor": "S00",
    "pay": "P01",
    "costs": "W13",
    "report": "W09",
    "right-to-work": "T01",
    "country": "K01",
    "settlement": "L01",
}
KIND = "form => [...form.querySelectorAll('*')].map(each => each.tagName + '.' + each.className).sort().filter((each, at, all) => each !== all[at - 1]).join()"
"""Which elements and classes the form of a question has: its kind of page, whatever it asks."""


def case_of(checker: str) -> WorkedCase:
    cases = [case for case in worked_cases() if case.checker == checker]
    return next((case for case in cases if case.id == WALKED[checker]), cases[0])


def answered(page: Page, checker: str, facts: Mapping[str, Any]) -> None:
    """Fill in the question that the page asks, as a person does, and go on."""
    key = page.locator("input[name=asked]").input_value()
    question = next(each for each in flows()[checker].questions if each.key == key)
    fact = facts.get(key, UNKNOWN)
    if question.kind is Kind.CHOICE and page.locator("select").count():
        page.locator("select").select_option(str(fact))
    elif question.kind is Kind.CHOICE:
        page.locator(f"input[type=radio][value='{fact}']").check()
    elif fact == UNKNOWN:
        follow(page.get_by_role("button", name=question.unknown))
        return
    else:
        for name, text in form_fields(question, fact).items():
            page.locator(f"[id='{name}']").fill(text)
    follow(page.get_by_role("button", name="Continue"))


def look_at_question(page: Page, met: set[str]) -> None:
    """The page holds at the narrowest width, and at a desk if it is the first of its kind: `met` has the kinds before."""
    kind = page.locator("form:has(input[name=asked])").evaluate(KIND)
    if kind in met:
        fits(page, WIDTHS[0], page.url)
        check(page, WIDTHS[1], page.url)
    else:
        met.add(kind)
        look_at(page, page.url)


def walk(page: Page, site: str, checker: str, look: Callable[[], None], look_at_question: Callable[[], None]) -> None:
    """Go through a checker from the list of all to everything that its result tells, and look at each page on the way."""
    facts = case_of(checker).facts
    page.goto(f"{site}/check/")
    look()
    follow(page.get_by_role("link", name=flows()[checker].title))
    look()
    follow(page.get_by_role("button", name="Start now"))
    while "/questions/" in page.url:
        look_at_question()
        answered(page, checker, facts)
    sentence = evaluate(checker, facts).answer.sentence
    assert page.locator(".irhub-verdict h2").inner_text() == sentence
    assert page.get_by_role("heading", name="This is not legal advice").is_visible()
    look()
    follow(page.get_by_role("link", name="Show everything"))
    look()


@pytest.fixture(scope="module")
def met() -> set[str]:
    """The kinds of question that were looked at on a desk, in whichever checker."""
    return set()


@pytest.mark.parametrize("checker", list(flows()))
def test_every_checker_is_walked_to_its_result_and_every_page_is_accessible(live_server, browser_page, checker, met):
    page = browser_page

    def look() -> None:
        if page.url.endswith("/check/") and checker != next(iter(flows())):
            return  # the list of all checkers is looked at once
        look_at(page, page.url)

    walk(page, live_server.url, checker, look, lambda: look_at_question(page, met))
    expect(page.get_by_role("button", name="Copy the link")).to_be_visible()


@pytest.mark.parametrize("checker", list(flows()))
def test_every_checker_is_walked_to_its_result_on_a_phone_without_javascript(live_server, browser, checker):
    context = browser.new_context(viewport={"width": 390, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    look = lambda: body_fits(page)  # noqa: E731
    walk(page, live_server.url, checker, look, look)
    expect(page.get_by_role("button", name="Copy the link")).to_be_hidden()
    context.close()


def body_fits(page: Page) -> None:
    """Without JavaScript nothing can be measured in the page: its picture must not be wider than the screen."""
    width = page.viewport_size["width"]  # type: ignore[index]
    box = page.locator("body").bounding_box()
    assert box is not None
    assert box["width"] <= width, page.url


def test_by_keyboard_alone_with_a_mistake_on_the_way(live_server, browser_page):
    page = browser_page
    page.goto(f"{live_server.url}/check/report/questions/")

    def press(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)

    def reach(element_id: str) -> None:
        for _ in range(40):
            press("Tab")
            if page.evaluate("document.activeElement.id") == element_id:
                return
        pytest.fail(f"{element_id} cannot be reached by the Tab key")

    reach("what")
    press("ArrowDown", "ArrowDown")
    enter(page)  # the third: left, or was dismissed
    assert page.get_by_role("heading", level=1).inner_text() == "On which day did it happen?"
    reach("event-day")
    page.keyboard.type("31")
    press("Tab")
    page.keyboard.type("Feb")
    press("Tab")
    page.keyboard.type("2026")
    enter(page)
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert page.title().startswith("Error: ")
    check(page, 390, "a question with an error")
    page.get_by_role("link", name="There is no 31 February 2026").focus()
    press("Enter")
    expect(page.locator("#event-day")).to_be_focused()
    press("Control+a")
    page.keyboard.type("27")
    enter(page)
    page.get_by_role("heading", name="This is not legal advice").wait_for()
    assert "Report by Friday 13 March 2026" in page.locator("article").first.inner_text()


def test_back_change_and_the_saved_link(live_server, browser: Browser):
    page = browser.new_page()
    facts = case_of("costs").facts
    page.goto(f"{live_server.url}/check/costs/questions/")
    while page.locator("input[name=asked]").input_value() != "months":
        answered(page, "costs", facts)
    follow(page.get_by_role("link", name="Back", exact=True))
    assert page.locator("#certificate_assigned-year").input_value() == str(facts["certificate_assigned"].year)
    page.go_back()
    while "/questions/" in page.url:
        answered(page, "costs", facts)
    saved = page.get_by_label("Link to this result").input_value()
    before = page.locator("article").first.inner_text()
    follow(page.get_by_role("link", name="Change Size of the sponsor"))
    page.get_by_label("Medium or large").check()
    follow(page.get_by_role("button", name="Continue"))
    assert page.locator("article").first.inner_text() != before
    page.goto(saved)
    assert page.locator("article").first.inner_text() == before
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    page.close()


def test_on_paper_the_result_shows_every_source_and_nothing_to_click(live_server, browser_page):
    page = browser_page
    page.goto(f"{live_server.url}/check/report/result/?what=end&event=2026-12-21")
    page.emulate_media(media="print")
    assert page.get_by_text("What decides is the day it happens").first.is_visible()
    assert page.locator(".irhub-on-paper").is_visible()
    assert not page.get_by_role("heading", name="Keep it, or hand it on").is_visible()
    assert not page.get_by_role("navigation", name="Menu").is_visible()
    assert page.get_by_role("heading", name="This is not legal advice").is_visible()
