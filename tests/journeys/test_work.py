"""What people do about signals, in a real browser: two at once, what went wrong, what is taken back, and where it leads next."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from irhub.accounts.models import Person
from irhub.accounts.roles import Kind, Role
from irhub.continuity.steps import steps
from tests.factories import NAME, ORGANISATION, PROVIDER, SIGNAL, BodyFactory, PersonFactory, SignalFactory
from tests.journeys.conftest import follow, look_at, press, signed_in_context

pytestmark = [pytest.mark.slow, pytest.mark.journey]


@pytest.fixture
def site(transactional_db, live_server) -> str:
    SignalFactory()
    return str(live_server.url)


def opened(browser: Browser, site: str, who: Person, **options: object) -> Page:
    return signed_in_context(browser, site, who, **options).new_page()


def test_two_officers_at_one_task_are_told_and_lose_nothing_and_done_can_be_undone(site, browser):
    pat = opened(browser, site, PersonFactory(email="pat@example.org", roles=[(BodyFactory(), Role.ANALYST)]))
    sam = opened(browser, site, PersonFactory(email="sam@example.org", roles=[(BodyFactory(), Role.REVIEWER)]))
    pat.goto(f"{site}/my-work/")
    look_at(pat, "no work yet")
    follow(pat.get_by_role("link", name="what deserves attention in"))
    for page in (pat, sam):
        page.goto(site + SIGNAL)
    follow(pat.get_by_role("button", name="Save"))
    expect(pat.locator("#task").get_by_role("status")).to_contain_text("Saved. Pat has it")
    sam.get_by_label("Note or reason").fill("I rang the manager")
    follow(sam.get_by_role("button", name="Save"))
    expect(sam.get_by_role("alert")).to_contain_text("Somebody else changed this")
    expect(sam.get_by_label("Note or reason")).to_have_value("I rang the manager")
    look_at(sam, "somebody else was first")
    follow(sam.get_by_role("button", name="Save"))
    expect(sam.get_by_text("I rang the manager")).to_be_visible()
    pat.reload()
    follow(pat.get_by_role("button", name="Done", exact=True))
    expect(pat.locator("#note-error")).to_contain_text("what was done")
    look_at(pat, "done without a reason")
    pat.get_by_label("Note or reason").fill("They renamed themselves")
    follow(pat.get_by_role("button", name="Done", exact=True))
    expect(pat.locator("#task").get_by_role("status")).to_contain_text("Marked as done")
    look_at(pat, "a task that is done")
    follow(pat.get_by_role("button", name="Open again"))
    expect(pat.locator("#task").get_by_role("status")).to_have_text("Opened again.")
    follow(pat.get_by_role("link", name="Your list of tasks"))
    follow(pat.get_by_role("link", name="Everybody’s", exact=True))
    expect(pat.get_by_role("rowheader")).to_have_count(1)
    look_at(pat, "everybody's work")


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_reviewer_answers_a_challenge_by_keyboard_and_takes_the_answer_back(site, browser, scripts):
    place = BodyFactory(kind=Kind.PROVIDER, name=NAME, place_code=PROVIDER)
    boss = opened(browser, site, PersonFactory(email="boss@example.org", roles=[(place, Role.ADMINISTRATOR)]))
    boss.goto(f"{site}{SIGNAL}challenge/")
    follow(boss.get_by_role("button", name="Send"))
    expect(boss.locator("#about-error")).to_contain_text("Choose what is wrong")
    look_at(boss, "a challenge without what is wrong")
    boss.get_by_label("A fact is wrong").check()
    boss.get_by_label("What is wrong, and how you know").fill("We never left: see our letter")
    follow(boss.get_by_role("button", name="Send"))
    expect(boss.get_by_role("status")).to_contain_text("Your challenge was received")

    leeds = BodyFactory(name="Leeds", place_code="E08000035")
    who = PersonFactory(email="rev@example.org", roles=[(leeds, Role.REVIEWER)])
    page = opened(browser, site, who, java_script_enabled=scripts, viewport={"width": 320, "height": 800})
    page.goto(f"{site}/challenges/")
    press(page, "Quillmoor Care Ltd", "link", scripts=scripts)
    expect(page.get_by_role("heading", name="What is challenged")).to_be_visible()
    press(page, "Answer", scripts=scripts)
    expect(page.locator("#agreed-error")).to_contain_text("Choose whether you agree")
    if scripts:
        look_at(page, "an answer without yes or no")
    page.get_by_label("No, it is right").focus()
    page.keyboard.press("Space")
    page.get_by_label("What you found").focus()
    page.keyboard.type("The row says so")
    press(page, "Answer", scripts=scripts)
    expect(page.get_by_role("status")).to_contain_text("Answered")
    if scripts:
        look_at(page, "an answered challenge")
    boss.goto(site + SIGNAL)
    expect(boss.get_by_text("The row says so")).to_be_visible()
    press(page, "Withdraw my answer", scripts=scripts)
    expect(page.get_by_label("What you found")).to_have_value("The row says so")
    boss.reload()
    expect(boss.get_by_text("The row says so")).to_have_count(0)
    expect(boss.get_by_text("being looked at")).to_be_visible()


def test_an_administrator_shows_a_reply_and_decides_otherwise(site, browser):
    place = BodyFactory(kind=Kind.PROVIDER, name=NAME, place_code=PROVIDER)
    boss = opened(browser, site, PersonFactory(email="boss@example.org", roles=[(place, Role.ADMINISTRATOR)]))
    boss.goto(f"{site}{SIGNAL}reply/")
    follow(boss.get_by_role("button", name="Save"))
    expect(boss.locator("#text-error")).to_contain_text("Write what you want to say")
    boss.get_by_label("What you want to say").fill("Our licence stands")
    follow(boss.get_by_role("button", name="Save"))
    look_at(boss, "a reply that was saved")
    chief = PersonFactory(
        email="chief@example.org",
        roles=[(BodyFactory(kind=Kind.PARTNERSHIP, name="Example Partnership"), Role.ADMINISTRATOR)],
    )
    page = opened(browser, site, chief)
    page.goto(f"{site}/challenges/")
    look_at(page, "a reply that waits")
    follow(page.get_by_role("button", name="Show to everybody"))
    expect(page.get_by_role("status")).to_contain_text("Everybody sees the reply of Quillmoor Care Ltd")
    page.get_by_text("Quillmoor Care Ltd: shown to everybody").click()
    look_at(page, "a reply that is shown")
    page.get_by_label("what in it abuses somebody").fill("It names a worker")
    follow(page.get_by_role("button", name="Keep from the public"))
    expect(page.get_by_role("status")).to_contain_text("The public does not see")
    boss.goto(site + SIGNAL)
    expect(boss.get_by_text("It names a worker")).to_be_visible()


def test_two_officers_at_one_step_of_a_plan_keep_both_notes_and_find_the_plan_again(site, browser):
    pat = opened(browser, site, PersonFactory(email="pat@example.org", roles=[(BodyFactory(), Role.ANALYST)]))
    sam = opened(browser, site, PersonFactory(email="sam@example.org", roles=[(BodyFactory(), Role.VIEWER)]))
    pat.goto(f"{site}/plans/")
    look_at(pat, "no plan yet")
    pat.goto(site + SIGNAL)
    follow(pat.get_by_role("link", name="what depends on its licence"))
    follow(pat.get_by_role("button", name="Open a plan"))
    expect(pat.locator("#why-error")).to_contain_text("Write down what you have learned")
    look_at(pat, "a plan without a reason")
    pat.get_by_label("What have you learned").fill("The provider called on Monday")
    follow(pat.get_by_role("button", name="Open a plan"))
    expect(pat.get_by_role("status")).to_contain_text("The plan is open")
    sam.goto(pat.url)
    first = steps()[0].title
    pat.get_by_role("checkbox", name=first).check()
    pat.get_by_label(f"Note on: {first}").fill("Spoke to the manager")
    follow(pat.locator("form[id^=step-]").first.get_by_role("button"))
    expect(pat.get_by_role("status")).to_have_text("Saved.")
    look_at(pat, "a step that was saved")
    sam.get_by_label(f"Note on: {first}").fill("The row is gone")
    follow(sam.locator("form[id^=step-]").first.get_by_role("button"))
    expect(sam.get_by_role("alert")).to_contain_text("Your change was not saved")
    expect(sam.get_by_text("Spoke to the manager")).to_be_visible()
    expect(sam.get_by_label(f"Note on: {first}")).to_have_value("The row is gone")
    expect(sam.get_by_role("checkbox", name=first)).to_be_checked()
    look_at(sam, "somebody else was first")
    follow(sam.get_by_role("button", name="Add", exact=True))
    expect(sam.locator("#title-error")).to_be_visible()
    follow(sam.get_by_role("button", name="Close this plan"))
    expect(sam.locator("#learned-error")).to_be_visible()
    pat.goto(f"{site}/my-work/")
    follow(pat.get_by_role("link", name="Continuity plans").first)
    expect(pat.get_by_text(f"1 of {len(steps())}")).to_be_visible()
    look_at(pat, "the plans")
    follow(pat.get_by_role("link", name="Quillmoor Care Ltd"))
    expect(pat.get_by_role("heading", level=1)).to_have_text("Continuity plan for Quillmoor Care Ltd")


def test_the_operator_and_the_auditor_find_their_way_and_see_what_was_done(site, browser):
    operator = PersonFactory(email="chief@example.org", is_system_administrator=True)
    page = opened(browser, site, operator)
    page.goto(f"{site}/operations/")
    look_at(page, "operations")
    follow(page.get_by_role("link", name="Tidy", exact=True))
    follow(page.get_by_role("button", name="Run it now"))
    expect(page.get_by_text("No background worker is at work")).to_be_visible()
    look_at(page, "a job that waits")
    page.goto(f"{site}/audit/?what=job")
    expect(page.get_by_text("Asked for a job")).to_be_visible()
    look_at(page, "who did what")
    auditor = opened(browser, site, PersonFactory(email="audit@example.org", roles=[(BodyFactory(), Role.AUDITOR)]))
    auditor.goto(f"{site}/audit/?who=nobody")
    expect(auditor.get_by_text("Nothing matches")).to_be_visible()
    look_at(auditor, "nothing fits")
    follow(auditor.get_by_role("link", name="Your account"))
    expect(auditor.get_by_role("main").get_by_role("link", name="Who did what")).to_be_visible()


def test_an_indicator_leads_to_a_signal_and_a_signal_to_its_indicator(site, browser):
    page = opened(browser, site, PersonFactory(email="pat@example.org", roles=[(BodyFactory(), Role.ANALYST)]))
    page.goto(f"{site}/indicators/licence-left/")
    follow(page.get_by_role("link", name="What was said and done about it"))
    assert page.url == site + SIGNAL
    follow(page.get_by_role("link", name="How this indicator is defined"))
    assert page.url == f"{site}/indicators/licence-left/"
    assert ORGANISATION in (page.get_by_role("link", name="Quillmoor Care Ltd", exact=True).get_attribute("href") or "")


def test_a_newcomer_reads_in_one_sentence_what_the_site_is_and_finds_a_provider_by_a_slip(site, browser_page):
    browser_page.goto(site)
    lead = "Find out which care providers in England hold a licence to sponsor workers from abroad, which have left the register"
    expect(browser_page.get_by_text(lead)).to_be_visible()
    look_at(browser_page, "the front door")
    browser_page.get_by_label("Find your council, provider or company").fill("Walsal")
    follow(browser_page.get_by_role("button", name="Find"))
    follow(browser_page.get_by_role("main").get_by_role("link", name="Walsall"))
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Walsall")
