"""A body is added, its provider asks to take part, a council lets it in, and auditors see who looked: in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from irhub.accounts.models import Person
from irhub.accounts.roles import Role
from irhub.organisations.models import ProviderInCouncil
from irhub.places import council_of
from tests.factories import (
    ORGANISATION,
    PASSWORD,
    SIGNAL,
    BodyFactory,
    MemberFactory,
    PersonFactory,
    SignalFactory,
    signed_in,
)
from tests.journeys.conftest import check, enter, follow
from tests.journeys.test_accounts import sets_up_a_second_step
from tests.post import delivered

pytestmark = [pytest.mark.slow, pytest.mark.journey]
NUMBER = "1-1001"


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
    chief = PersonFactory(email="chief@example.org", is_system_administrator=True)
    page = on_a_phone(browser, live_server, chief)
    page.goto(f"{live_server.url}/bodies/")
    seen(page, "Bodies that take part")
    page.get_by_label("Council", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Sampleham Council")
    enter(page)
    seen(page, "Sampleham Council")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("boss@example.org")
    page.get_by_label("Administrator").focus()
    page.keyboard.press("Space")
    enter(page)
    page.get_by_text("The invitation is on its way").wait_for()
    seen(page, "Sampleham Council")


def test_a_provider_asks_its_council_approves_and_it_sees_its_own_record_alone(transactional_db, live_server, browser):
    SignalFactory()
    MemberFactory(organisation_id=ORGANISATION, register="cqc_locations", entity_key=NUMBER)
    place = council_of("dudley")
    assert place
    ProviderInCouncil.objects.create(
        council_code=place.code, organisation_id=ORGANISATION, provider_id=NUMBER, name="Quillmoor Care Ltd",
        locations=1, dormant=0, beds=9, adult_social_care=True, home_care=0, service_types="", lowest_rating="", licence="none",
    )  # fmt: skip
    council = BodyFactory(name=place.name, place_code=place.code)
    page = on_a_phone(browser, live_server)
    page.goto(f"{live_server.url}/providers/join/")
    seen(page, "Act for a care provider")
    for label, told in (
        ("Your CQC provider number", NUMBER),
        ("Your name", "Pat Quill"),
        ("Your work e-mail address", "pat@quillmoor.example"),
        ("Your position", "registered manager"),
    ):
        page.get_by_label(label).fill(told)
    follow(page.get_by_role("button", name="Ask"))
    page.get_by_text("checks that you speak for").first.wait_for()

    boss = on_a_phone(
        browser, live_server, PersonFactory(email="boss@example.org", roles=[(council, Role.ADMINISTRATOR)])
    )
    boss.goto(f"{live_server.url}/people/providers/")
    seen(boss, "Providers who ask to take part")
    follow(boss.get_by_role("button", name="Approve Pat Quill"))
    boss.get_by_text("may act for Quillmoor Care Ltd").wait_for()
    seen(boss, "Providers who ask to take part")
    link = next(word for word in delivered()[-1].body.split() if "/invitations/" in word)
    page.goto(live_server.url + link[link.index("/invitations/") :])
    seen(page, f"Join Quillmoor Care Ltd ({NUMBER})")
    page.get_by_label("Your name").fill("Pat Quill")
    page.get_by_label("Choose a password").fill("lantern orchard sixteen")
    follow(page.get_by_role("button", name="Join"))
    seen(page, "Your second step at sign-in")
    sets_up_a_second_step(page)
    page.goto(live_server.url + SIGNAL)
    follow(page.get_by_role("link", name="Reply to this"))
    seen(page, "Your reply")
    for closed in ("my-work/", "challenges/", "people/providers/", "bodies/", "audit/"):
        answer = page.goto(f"{live_server.url}/{closed}")
        assert answer
        assert answer.status in (403, 404), closed


def test_an_officer_says_why_and_the_auditor_sees_who_looked_and_what_is_held(
    transactional_db, live_server, browser, tmp_path
):
    officer = on_a_phone(
        browser, live_server, PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.ANALYST)])
    )
    officer.goto(f"{live_server.url}/search/people/?q=example")
    seen(officer, "Why do you need to see people’s data?")
    officer.get_by_label("To prepare a visit to a provider or a meeting with one").focus()
    officer.keyboard.press("Space")
    enter(officer)
    seen(officer, "Search for a person named in a register")
    auditor = on_a_phone(
        browser, live_server, PersonFactory(email="auditor@example.org", roles=[(BodyFactory(), Role.AUDITOR)])
    )
    auditor.goto(f"{live_server.url}/audit/?what=looked")
    seen(auditor, "Who did what")
    told = auditor.locator("main").inner_text()
    assert "officer@example.org" in told
    assert "To prepare a visit to a provider" in told
    auditor.goto(f"{live_server.url}/audit/person/")
    seen(auditor, "Confirm that it is you")
    auditor.get_by_label("Password").fill(PASSWORD)
    follow(auditor.get_by_role("button", name="Confirm"))
    seen(auditor, "What is held about a person")
    auditor.get_by_label("E-mail address").fill("officer@example.org")
    with auditor.expect_download() as saved:
        auditor.get_by_role("button", name="Download it").click()
    assert saved.value.suggested_filename == "everything-held.html"
    saved.value.save_as(tmp_path / "held.html")
    auditor.goto((tmp_path / "held.html").as_uri())
    seen(auditor, "What the International Recruitment Hub holds about officer@example.org")
    assert auditor.get_by_role("heading", name="Roles held (1)").is_visible()
    assert auditor.get_by_text("purpose: To prepare a visit to a provider").first.is_visible()


def test_ending_a_role_is_in_sight_on_a_phone(transactional_db, live_server, browser):
    boss = PersonFactory(email="boss@example.org", roles=[(BodyFactory(), Role.ADMINISTRATOR)])
    PersonFactory(email="sam.with.a.long.address@department.example.org", roles=[(BodyFactory(), Role.VIEWER)])
    page = on_a_phone(browser, live_server, boss)
    page.goto(f"{live_server.url}/people/")
    seen(page, "People of Sampleham Council")
    for button in page.get_by_role("button", name="End").all():
        box = button.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
