"""Rules in a real browser: read by anybody; changed by two people; by keyboard, without script, at phone width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from irhub.accounts.models import Person
from irhub.checker import actions
from irhub.checker.book import current
from irhub.checker.kinds import Kind
from irhub.rulebook.engine import evaluate
from tests.checker.editors import WHY, editor, proposed
from tests.factories import BodyFactory, PersonFactory, signed_in
from tests.journeys.conftest import check, check_all, enter, follow, look_at

pytestmark = [pytest.mark.slow, pytest.mark.journey]


def as_person(browser: Browser, live_server, who: Person, *, script: bool = True, width: int = 1280) -> Page:
    context = browser.new_context(java_script_enabled=script, viewport={"width": width, "height": 900})
    session = signed_in(who).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return context.new_page()


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def fill_date(page: Page, legend: str, day: str, month: str, year: str) -> None:
    group = page.get_by_role("group", name=legend)
    for part, text in (("Day", day), ("Month", month), ("Year", year)):
        group.get_by_label(part, exact=True).fill(text)


PUBLIC = (
    "/rules/",
    "/rules/?on=2030-01-01&q=salary",
    "/rules/?q=zzzz",
    "/rules/?on-day=31&on-month=2&on-year=2026",
    "/rules/changes/",
    "/rules/changes/?since=2026-01-02&until=2026-01-01",
    "/rules/topics/country_list/",
    "/rules/topics/salary_floor/",
    "/rules/topics/settlement_years_proposed/",
    "/rules/rule/SAL-04/",
    "/rules/rule/RTW-01/?edition=2026-11-23",
)


def test_every_public_page_is_accessible_and_fits(transactional_db, live_server, browser_page):
    for address in PUBLIC:
        check_all(browser_page, live_server.url + address, address)


def test_every_page_of_editing_is_accessible_and_fits(transactional_db, live_server, browser):
    ada, ben = editor("ada"), editor("ben")
    waiting = proposed(ada, Kind.CORRECT, "FEE-13", value="612", says="A sponsor licence costs a small sponsor £612.")
    facts = {"what": "end", "event": "2026-05-01"}
    case = actions.save_case("A case", "report", facts, edition=str(current().edition), by=ben.email)
    page = as_person(browser, live_server, ben)
    for address in (
        f"/rules/proposals/{waiting.pk}/", "/rules/proposals/", "/rules/proposals/?state=declined", "/rules/rule/SAL-04/",
        "/rules/rule/SAL-04/correct/", "/rules/rule/SAL-04/end/", "/rules/rule/SAL-04/withdraw/", "/rules/sources/stale/",
        "/rules/topics/licence_fee/add/", "/rules/sources/leeds_sep25/read-again/", "/kept-cases/",
        f"/kept-cases/{case.pk}/", "/kept-cases/keep/?checker=report&what=end",
    ):  # fmt: skip
        check_all(page, live_server.url + address, address)
    page.goto(f"{live_server.url}/rules/rule/SAL-04/correct/")
    page.get_by_label("Value, in").fill("much")
    follow(page.get_by_role("button", name="Propose"))
    look_at(page, "a form with errors")


def test_a_change_is_refused_mended_looked_at_by_a_second_person_and_then_everywhere(
    transactional_db, live_server, browser
):
    ada = as_person(browser, live_server, editor("ada"))
    ada.goto(f"{live_server.url}/rules/?q=licence+small")
    follow(ada.get_by_role("link", name="What does a sponsor licence cost?"))
    follow(ada.get_by_role("link", name="Propose a new rule"))
    ada.get_by_label("For whom or what").select_option("small")
    ada.get_by_label("Value, in pounds").fill("£650")
    fill_date(ada, "First day", "8", "4", "2026")
    ada.get_by_label("What the rule says").fill("A sponsor licence costs a small sponsor or charity £650.")
    ada.get_by_label("A source that we hold", exact=True).select_option("harveys_cost")
    ada.get_by_label("Why this change is right").fill(WHY)
    follow(ada.get_by_role("button", name="Propose"))
    assert "overlap" in ada.get_by_role("alert").inner_text()
    check(ada, 1280, "a refused proposal")

    fill_date(ada, "First day", "10", "4", "2026")
    follow(ada.get_by_role("button", name="Propose"))
    assert heading(ada).startswith("Add a rule")
    assert "9 April 2026" in ada.content()
    assert not ada.get_by_role("button", name="Approve").is_visible()

    ben = as_person(browser, live_server, editor("ben"))
    ben.goto(live_server.url)
    follow(ben.get_by_role("link", name="Rules", exact=True))
    follow(ben.get_by_role("link", name="Proposed changes"))
    follow(ben.get_by_role("link", name="Add a rule"))
    check(ben, 1280, "a proposal to decide")
    follow(ben.get_by_role("button", name="Approve"))
    assert ben.get_by_role("status").inner_text().startswith("Approved.")

    anybody = browser.new_page()
    anybody.goto(f"{live_server.url}/rules/topics/licence_fee/")
    assert anybody.get_by_role("cell", name="From 10 April 2026, no end found").first.is_visible()
    assert anybody.get_by_role("cell", name="8 April 2026 to 9 April 2026").is_visible()
    anybody.goto(f"{live_server.url}/rules/changes/?since=2026-04-10&until=2026-04-10")
    assert anybody.get_by_text("£650", exact=True).is_visible()
    facts = next(case.facts for case in actions.worked_facts() if case.title.startswith("Worked case W13"))
    day = facts["licence_application"].replace(day=10)
    told = evaluate("costs", {**facts, "licence_application": day}, book=current())
    assert any("£650" in finding.sentence for finding in told.findings)


def test_changed_answers_are_listed_and_a_proposal_is_declined_without_script_on_a_phone(
    transactional_db, live_server, browser
):
    ada = as_person(browser, live_server, editor("ada"), script=False, width=320)
    ada.goto(f"{live_server.url}/rules/rule/FEE-13/")
    follow(ada.get_by_role("link", name="Correct this rule"))
    ada.get_by_label("Value, in pounds").fill("612")
    ada.get_by_label("What the rule says").fill("A sponsor licence costs a small sponsor or charity £612.")
    ada.get_by_label("Why this change is right").fill(WHY)
    follow(ada.get_by_role("button", name="Propose"))
    address = ada.url
    assert "Worked case W13" in ada.content()
    assert "£612" in ada.content()

    ben = as_person(browser, live_server, editor("ben"), script=False, width=320)
    ben.goto(address)
    follow(ben.get_by_role("button", name="Decline"))
    assert "Say why you decline" in ben.get_by_role("alert").inner_text()
    ben.get_by_label("What you have to say").fill("The page gives £611.")
    follow(ben.get_by_role("button", name="Decline"))
    assert "Declined" in ben.content()
    assert current().by_id["FEE-13"].value == 611


def test_a_source_is_read_again_by_keyboard_alone(transactional_db, live_server, browser):
    page = as_person(browser, live_server, editor("ada"))
    page.goto(f"{live_server.url}/rules/sources/leeds_sep25/read-again/")
    day = actions.localdate()
    for name, text in (("read-day", day.day), ("read-month", day.month), ("read-year", day.year), ("reason", WHY)):
        for _ in range(60):
            if page.evaluate("document.activeElement.id") == name:
                break
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == name
        page.keyboard.type(str(text))
    page.keyboard.press("Tab")
    enter(page)
    page.wait_for_url("**/rules/proposals/*/")
    assert heading(page).startswith("Source read again")


def test_a_case_is_kept_by_its_link_and_deleted_by_keyboard(transactional_db, live_server, browser):
    page = as_person(
        browser, live_server, PersonFactory(email="officer@example.org", roles=[(BodyFactory(), "viewer")])
    )
    page.goto(f"{live_server.url}/kept-cases/keep/?checker=report&what=end&event=2026-05-01")
    page.get_by_label("Name of the case").fill("Leaver in May")
    enter(page)
    follow(page.get_by_role("link", name="Leaver in May"))
    assert heading(page) == "Leaver in May"
    follow(page.get_by_role("link", name="Cases that you keep"))
    page.get_by_role("button", name="Delete Leaver in May").focus()
    enter(page)
    assert page.get_by_text("You keep no case yet").is_visible()
