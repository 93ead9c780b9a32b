"""Reviewing in a real browser: by keyboard alone, without JavaScript, two people at once, on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from irhub.accounts.roles import Kind, Role
from irhub.organisations.models import Decision, Link
from tests.factories import BodyFactory, PersonFactory
from tests.journeys.conftest import check_all, enter, follow, look_at, signed_in_context, tab_to
from tests.loaded import load_fictional

pytestmark = [pytest.mark.slow, pytest.mark.journey]


@pytest.fixture
def site(transactional_db, data_folder, tmp_path, settings, live_server) -> str:
    settings.IRHUB_MAX_GAINED_PERCENT = 100
    load_fictional(tmp_path)
    waiting = Link.objects.filter(band=Link.Band.REVIEW).count()
    assert waiting >= 5, "the fictional registers are expected to leave pairs to review"
    return str(live_server.url)


def reviewer(browser: Browser, site: str, email: str, **options: object) -> BrowserContext:
    """A browser in which this reviewer of the department is signed in."""
    department = BodyFactory(kind=Kind.DEPARTMENT, name="Example Department")
    return signed_in_context(browser, site, PersonFactory(email=email, roles=[(department, Role.REVIEWER)]), **options)


def settled(page: Page) -> str:
    """The address of the pair that is shown."""
    page.wait_for_url("**/review/pairs/**")
    return page.url


def test_a_reviewer_decides_by_keyboard_alone_and_undoes(site, browser):
    page = reviewer(browser, site, "pat@example.org").new_page()
    page.goto(f"{site}/review/")
    tab_to(page, "Start reviewing")
    enter(page)
    first = settled(page)
    page.keyboard.press("s")
    page.wait_for_url(lambda address: address != first)
    assert Decision.objects.get().verdict == "same"
    second = settled(page)
    page.keyboard.press("d")
    page.wait_for_url(lambda address: address not in (first, second))
    third = settled(page)
    page.keyboard.press("n")
    page.wait_for_url(lambda address: address not in (first, second, third))
    fourth = settled(page)
    page.keyboard.press("k")
    page.wait_for_url(lambda address: address not in (first, second, third, fourth))
    assert list(Decision.objects.order_by("pk").values_list("verdict", flat=True)) == [
        "same",
        "different",
        "unsure",
        "skip",
    ]
    page.keyboard.press("u")
    page.wait_for_url(fourth)
    expect(page.get_by_role("status")).to_contain_text("Undone")
    page.get_by_label("Why, if it helps others").focus()
    page.keyboard.type("sd nk")
    expect(page.get_by_label("Why, if it helps others")).to_have_value("sd nk")
    assert page.url == fourth
    tab_to(page, "Turn keys off")
    page.keyboard.press("Enter")
    page.keyboard.press("s")
    page.reload()
    page.keyboard.press("s")
    assert page.url == fourth
    assert Decision.objects.count() == 5
    tab_to(page, "Different")
    enter(page)
    page.wait_for_url(lambda address: address != fourth)
    assert Decision.objects.latest("pk").verdict == "different"


def test_everything_works_without_javascript_and_with_a_note(site, browser):
    page = reviewer(browser, site, "pat@example.org", java_script_enabled=False).new_page()
    page.goto(f"{site}/review/")
    page.get_by_label("Show").select_option("sample")
    follow(page.get_by_role("button", name="Show"))
    follow(page.get_by_role("button", name="Start reviewing"))
    expect(page.get_by_text("Keys:")).to_be_hidden()
    page.get_by_label("Why, if it helps others").fill("Their website says so")
    follow(page.get_by_role("button", name="Same", exact=True))
    made = Decision.objects.get()
    assert (made.verdict, made.why, made.sampled) == ("same", "Their website says so", True)
    page.goto(f"{site}/review/agreement/")
    expect(page.get_by_text("1 of 1")).to_be_visible()
    page.goto(f"{site}/review/")
    follow(page.get_by_role("button", name="Undo my last decision"))
    expect(page.get_by_role("status")).to_contain_text("Undone")


def test_two_reviewers_at_once_lose_no_decision_and_settle_what_they_disagree_on(site, browser):
    pat = reviewer(browser, site, "pat@example.org").new_page()
    sam = reviewer(browser, site, "sam@example.org").new_page()
    for page in (pat, sam):
        page.goto(f"{site}/review/next/")
    address = settled(pat)
    assert settled(sam) == address
    follow(pat.get_by_role("button", name="Same", exact=True))
    pat.wait_for_url(lambda url: url != address)
    sam.get_by_label("Why, if it helps others").fill("Another owner")
    follow(sam.get_by_role("button", name="Different", exact=True))
    expect(sam.get_by_role("alert")).to_contain_text("pat@example.org decided “Same” while you were looking")
    expect(sam.get_by_label("Why, if it helps others")).to_have_value("Another owner")
    assert Decision.objects.count() == 1
    follow(sam.get_by_role("button", name="Different", exact=True))
    sam.wait_for_url(lambda url: url != address)
    assert set(Decision.objects.values_list("who", "verdict")) == {
        ("pat@example.org", "same"), ("sam@example.org", "different"),
    }  # fmt: skip
    assert Link.objects.get(waits_for="disagree").band == "review"

    alex = reviewer(browser, site, "alex@example.org").new_page()
    alex.goto(f"{site}/review/?reason=disagree")
    follow(alex.get_by_role("button", name="Start reviewing"))
    expect(alex.get_by_text("Another owner")).to_be_visible()
    follow(alex.get_by_role("button", name="Same", exact=True))
    expect(alex.get_by_role("status").first).to_be_visible()
    assert not Link.objects.filter(waits_for="disagree").exists()


def test_the_pages_are_accessible_at_every_width_in_every_state(site, browser):
    page = reviewer(browser, site, "pat@example.org").new_page()
    check_all(page, f"{site}/review/", "the queue")
    check_all(page, f"{site}/review/agreement/", "agreement with nothing to tell")
    page.goto(f"{site}/review/next/")
    first = settled(page)
    look_at(page, "a pair")
    follow(page.get_by_role("button", name="Same", exact=True))
    page.wait_for_url(lambda url: url != first)
    check_all(page, f"{site}/review/", "the queue after a decision")
    check_all(page, first, "a pair that is decided")
    page.goto(f"{site}/review/?reason=disagree")
    expect(page.get_by_text("Nothing waits here")).to_be_visible()
    look_at(page, "an empty queue")
    follow(page.get_by_role("button", name="Decide blind"))
    expect(page.get_by_text("You are deciding blind")).to_be_visible()
    page.goto(f"{site}/review/?reason=")
    look_at(page, "the queue, blind")
    page.goto(first)
    expect(page.get_by_text(re.compile(r"\d+% sure"))).to_have_count(0)
    look_at(page, "a pair, blind")
