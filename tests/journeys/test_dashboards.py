"""What people come for, in a real browser: an officer's Monday, a provider's reply, a regional lead's comparison."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest
from playwright.sync_api import Browser, Page, expect

from irhub.accounts.roles import Kind, Role
from irhub.dashboards import boundaries
from irhub.indicators.models import Signal
from irhub.organisations.models import Member
from irhub.places import PARTNERSHIP, council_of, places
from irhub.registers.models import LocationSpan
from tests.dashboards.ons_file import features, written
from tests.factories import BodyFactory, PersonFactory, signed_in
from tests.journeys.conftest import enter, follow, look_at
from tests.journeys.hand import Hand
from tests.loaded import load_fictional

pytestmark = [pytest.mark.slow, pytest.mark.journey]


@pytest.fixture
def signal(transactional_db, settings, tmp_path) -> Signal:
    """A signal that asks for something to be done, of a care provider, in loaded fictional registers."""
    settings.HOME = tmp_path / "home"
    settings.IRHUB_MAX_GAINED_PERCENT = 100
    load_fictional(tmp_path / "files")
    found = Signal.objects.filter(
        organisation__isnull=False, severity__in=["act this week", "look soon"], audience="public"
    )
    found = [row for row in found.order_by("pk") if row.councils]
    assert found
    return found[0]


def opened(browser: Browser, live_server, who, *, script: bool = True) -> Page:
    """A page of a browser in which somebody is signed in."""
    context = browser.new_context(java_script_enabled=script)
    cookie = signed_in(who).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return context.new_page()


def council(signal: Signal) -> str:
    place = council_of(signal.councils[0])
    assert place
    return place.slug


def test_an_officer_sees_what_changed_opens_the_evidence_and_takes_it_on(signal, live_server, browser):
    page = opened(browser, live_server, PersonFactory(email="pat@example.org", roles=[(BodyFactory(), Role.ANALYST)]))
    page.goto(f"{live_server.url}/councils/{council(signal)}/")
    look_at(page, page.url)
    follow(page.get_by_role("link", name="90 days"))
    assert "in the 90 days" in page.get_by_role("heading", name="What changed").locator("..").inner_text()
    follow(page.get_by_role("link", name="What deserves attention", exact=True))
    follow(page.get_by_role("link", name="Why, and what it does not mean").first)
    look_at(page, page.url)
    assert page.get_by_role("heading", name="What this does not mean").is_visible()
    page.get_by_label("Owner").select_option(label="Pat")
    due = page.get_by_role("group", name="Date by which it is due")
    for part, text in (("Day", "31"), ("Month", "1"), ("Year", "2030")):
        due.get_by_label(part).fill(text)
    page.get_by_label("Note or reason").fill("I will ring them on Monday")
    follow(page.get_by_role("button", name="Save"))
    assert page.get_by_text("Pat, due 31 January 2030").is_visible()
    look_at(page, page.url)
    follow(page.get_by_role("link", name="My work"))
    look_at(page, page.url)
    named = page.get_by_role("main").get_by_role("link").filter(has_text=signal.name[:5])
    follow(named.or_(page.get_by_role("rowheader").get_by_role("link")).first)
    follow(page.get_by_role("link", name="row ").first)
    assert "as published" in page.get_by_role("heading", level=1).inner_text()


def test_an_officer_takes_on_the_licence_that_left_in_her_council_within_three_clicks_of_signing_in(
    signal, live_server, browser
):
    left = Signal.objects.filter(code="licence-left", audience="public", councils__len=1).order_by("-locations").first()
    assert left
    own = council_of(left.councils[0])
    assert own
    body = BodyFactory(name=own.name, place_code=own.code)
    page = opened(browser, live_server, PersonFactory(email="pat@example.org", roles=[(body, Role.ANALYST)]))
    page.goto(f"{live_server.url}/own/")
    assert page.get_by_role("heading", level=1).inner_text() == own.name
    look_at(page, page.url)
    follow(
        page.get_by_role("main")
        .get_by_role("link")
        .filter(has_text="Why, and what it does not mean")
        .filter(has_text=left.name)
    )
    page.get_by_label("Owner").select_option(label="Pat")
    follow(page.get_by_role("button", name="Save"))
    assert page.get_by_text("Saved. Pat has it").is_visible()


def test_a_lead_names_the_councils_that_lost_most_at_once_and_an_analyst_takes_a_figure_with_its_definition(
    signal, live_server, browser
):
    left = Counter(
        code
        for codes in Signal.objects.filter(code="licence-left", audience="public").values_list("councils", flat=True)
        for code in codes
    )
    assert left
    most = council_of(left.most_common(1)[0][0])
    assert most
    region = next(place for place in places() if place.kind == PARTNERSHIP and most in place.councils)
    body = BodyFactory(name="Example Partnership", kind=Kind.PARTNERSHIP, place_code=region.code)
    lead = opened(browser, live_server, PersonFactory(email="lead@example.org", roles=[(body, Role.LEAD)]))
    lead.goto(f"{live_server.url}/own/")
    lost = lead.locator(".irhub-picture", has_text="Where providers left the register this quarter")
    hand = Hand()
    lost.locator("summary").click()
    hand.clicks += 1
    rows = lost.get_by_role("row").all()[1:4]
    counts = [int(row.get_by_role("cell").first.inner_text()) for row in rows]
    names = [row.get_by_role("rowheader").inner_text() for row in rows]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0
    assert most.name in names
    assert hand.clicks <= 1, "from signing in: the table of the picture on her own page"

    department = BodyFactory(name="Example Department", kind=Kind.DEPARTMENT)
    page = opened(browser, live_server, PersonFactory(email="ana@example.org", roles=[(department, Role.ANALYST)]))
    page.goto(f"{live_server.url}/own/")
    hand = Hand()
    hand.follow(page.get_by_role("link", name="What it means, and files").first)
    assert page.get_by_role("heading", name="What it means").is_visible()
    columns = page.get_by_role("link", name="what its columns mean").get_attribute("href")
    with page.expect_download() as saved:
        page.get_by_role("link", name="CSV", exact=True).click()
    hand.clicks += 1
    header, *lines = csv.reader(saved.value.path().read_text(encoding="utf-8").splitlines())
    assert lines
    told = page.request.get(page.url.partition("?")[0] + (columns or "")).text()
    assert {row[0] for row in csv.reader(told.splitlines())} >= set(header), "each column is defined beside the file"
    assert hand.clicks <= 2


def test_a_provider_replies_and_a_reviewer_answers_its_challenge(signal, live_server, browser):
    own = Member.objects.filter(organisation_id=signal.organisation_id, register="cqc_locations").first()
    assert own
    place = BodyFactory(kind=Kind.PROVIDER, name=own.name, place_code=own.entity_key)
    page = opened(browser, live_server, PersonFactory(email="boss@example.org", roles=[(place, Role.ADMINISTRATOR)]))
    page.goto(f"{live_server.url}/organisations/{signal.organisation_id}/")
    assert page.get_by_text("This is your organisation").is_visible()
    look_at(page, page.url)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format="A4"))) <= 2, "printed, its page fits two sheets"
    follow(page.get_by_role("link", name="Reply to “").first)
    look_at(page, page.url)
    page.get_by_label("What you want to say").fill("We have written to the Home Office.")
    follow(page.get_by_role("button", name="Save"))
    assert page.get_by_text("We have written to the Home Office.").is_visible()
    follow(page.get_by_role("link", name="Challenge a fact or the link"))
    look_at(page, page.url)
    page.get_by_label("A fact is wrong").check()
    page.get_by_label("What is wrong, and how you know").fill("The date is wrong: see our letter.")
    follow(page.get_by_role("button", name="Send"))
    assert page.get_by_text("due to be answered by").is_visible()
    look_at(page, page.url)
    england = BodyFactory(kind=Kind.DEPARTMENT, name="Example Department")
    reviewer = opened(browser, live_server, PersonFactory(email="rev@example.org", roles=[(england, Role.REVIEWER)]))
    reviewer.goto(f"{live_server.url}/challenges/")
    look_at(reviewer, reviewer.url)
    follow(reviewer.get_by_role("rowheader").get_by_role("link"))
    look_at(reviewer, reviewer.url)
    reviewer.get_by_label("No, it is right").check()
    reviewer.get_by_label("What you found").fill("The register's row says so.")
    follow(reviewer.get_by_role("button", name="Answer"))
    page.reload()
    assert page.get_by_text("The register's row says so.").is_visible()


def test_a_regional_lead_compares_without_javascript_on_a_phone_and_by_keyboard(signal, live_server, browser):
    who = PersonFactory(
        email="lead@example.org", roles=[(BodyFactory(kind=Kind.PARTNERSHIP, name="Example Partnership"), Role.ANALYST)]
    )
    page = opened(browser, live_server, who, script=False)
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{live_server.url}/regions/west-midlands/")
    page.get_by_role("link", name="Compare").focus()
    enter(page)
    page.get_by_role("link", name="Share licensed").focus()
    enter(page)
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Share licensed")
    shares = [
        int(text.split("%")[0])
        for text in page.locator("table:has(th[aria-sort=descending]) td:nth-child(4)").all_inner_texts()
    ]
    assert shares == sorted(shares, reverse=True)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") in ("A", "DIV")
    page.get_by_role("link", name="Map").focus()
    enter(page)
    tile = page.locator("svg a").first
    name = (tile.get_attribute("aria-label") or "").partition(":")[0]
    tile.focus()
    enter(page)
    assert page.get_by_role("heading", level=1).inner_text() == name


def test_a_tab_opens_at_a_press_of_the_mouse_wherever_the_keyboard_was(signal, live_server, browser):
    page = browser.new_page(viewport={"width": 320, "height": 800})
    for steps in range(10):
        page.goto(f"{live_server.url}/regions/west-midlands/")
        for _ in range(steps):
            page.keyboard.press("Tab")
        box = page.get_by_role("link", name="Map", exact=True).bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.wait_for_timeout(50)  # as long as a finger holds a button: the page must not move meanwhile
        page.mouse.up()
        page.wait_for_url("**/map/", timeout=5000)


def test_maps_in_outlines_hold_on_every_screen(signal, live_server, browser, tmp_path):
    boundaries.take_in(written(tmp_path, features()))
    page = browser.new_page()
    codes = LocationSpan.objects.exclude(council_code="").values_list("council_code", flat=True)
    busiest = council_of(Counter(codes).most_common(1)[0][0])
    assert busiest
    for place in ("country/england", "regions/west-midlands", f"councils/{busiest.slug}"):
        page.goto(f"{live_server.url}/{place}/map/")
        expect(page.get_by_text("Source: Office for National Statistics").first).to_be_visible()
        look_at(page, page.url)


def test_people_are_shown_on_every_screen_to_an_analyst_who_says_why(signal, live_server, browser):
    page = opened(browser, live_server, PersonFactory(email="pat@example.org", roles=[(BodyFactory(), Role.ANALYST)]))
    page.goto(f"{live_server.url}/organisations/{signal.organisation_id}/")
    follow(page.get_by_role("link", name="People named in registers"))
    page.get_by_label("To prepare a visit to a provider").check()
    follow(page.get_by_role("button", name="Go on"))
    assert page.get_by_role("heading", level=1).inner_text() == "People named in registers"
    assert page.get_by_role("heading", name="Who controls its company").is_visible()
    look_at(page, page.url)
    follow(page.get_by_role("link", name="row ").first)
    follow(page.get_by_role("link", name="Show what it says about people"))
    look_at(page, page.url)


def test_a_past_day_that_is_not_ready_says_so_opens_by_itself_and_leads_to_the_signals_of_that_day(
    signal, live_server, browser, browser_page
):
    address = f"{live_server.url}/country/england/?as_at=2026-11-02"
    without = browser.new_context(java_script_enabled=False).new_page()
    assert without.goto(address).status == 202
    expect(without.get_by_role("heading", level=1)).to_contain_text("2 November 2026")
    expect(without.get_by_role("button", name="See whether it is ready")).to_be_visible()
    browser_page.goto(address)
    expect(browser_page.get_by_role("heading", name="England", level=1)).to_be_visible(timeout=60_000)
    expect(browser_page.get_by_text("As at 2 November 2026, not the newest.")).to_be_visible()
    follow(without.get_by_role("button", name="See whether it is ready"))
    expect(without.get_by_role("heading", name="England", level=1)).to_be_visible()
    follow(without.get_by_role("link", name=re.compile("Why, and what it does not mean")).first)
    expect(without.get_by_text("As at 2 November 2026, not the newest.")).to_be_visible()
    follow(without.get_by_role("link", name="See whether it is true now"))
    expect(without).to_have_url(re.compile(r"/attention/[^?]+$"))


def test_the_page_that_says_that_a_day_is_worked_out_is_accessible(signal, live_server, browser_page, monkeypatch):
    monkeypatch.setattr("irhub.indicators.waiting.begin", lambda day: None)
    browser_page.goto(f"{live_server.url}/country/england/?as_at=2026-11-03")
    look_at(browser_page, browser_page.url)
