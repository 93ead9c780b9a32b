"""A continuity plan in a real browser: opened, worked on and closed, by keyboard, without JavaScript, on a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from irhub.accounts.models import Person
from irhub.accounts.roles import Role
from irhub.continuity.models import Plan
from irhub.continuity.steps import steps
from irhub.organisations.models import Member
from irhub.registers.models import LocationSpan
from tests.factories import BodyFactory, PersonFactory
from tests.journeys.conftest import look_at, press, signed_in_context
from tests.loaded import load_fictional

pytestmark = [pytest.mark.slow, pytest.mark.journey]


@pytest.fixture
def officer(transactional_db, data_folder, tmp_path, settings) -> Person:
    settings.IRHUB_MAX_GAINED_PERCENT = 100
    load_fictional(tmp_path)
    return PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.VIEWER)])


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_officer_opens_a_plan_ticks_notes_and_closes_it_by_keyboard(officer, live_server, browser: Browser, scripts):
    site = str(live_server.url)
    standing = LocationSpan.objects.filter(until=None).exclude(provider_id="").values("provider_id")
    held = Member.objects.filter(register="cqc_locations", entity_key__in=standing).order_by("entity_key")[0]
    page = signed_in_context(browser, site, officer, java_script_enabled=scripts).new_page()
    page.goto(site + reverse("organisation", args=[held.organisation_id]))
    press(page, "What if it lost its sponsor licence", "link", scripts=scripts)
    expect(page.get_by_role("heading", level=1)).to_contain_text("sponsor licence")
    if scripts:
        look_at(page, "what hangs on a licence")
    page.get_by_label("What have you learned").focus()
    page.keyboard.type("The provider called on Monday")
    press(page, "Open a plan", scripts=scripts)
    expect(page.get_by_text(f"0 of {len(steps())} steps done")).to_be_visible()
    first = steps()[0].title
    page.get_by_role("checkbox", name=first).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Spoke to the manager")
    press(page, f"Save: {first}", scripts=scripts)
    expect(page.get_by_text(f"1 of {len(steps())} steps done")).to_be_visible()
    expect(page.locator(f"#note-{Plan.objects.get().steps.order_by('place')[0].pk}")).to_have_value(
        "Spoke to the manager"
    )
    if scripts:
        look_at(page, "a plan")
    page.get_by_label("How it ended").focus()
    page.keyboard.type("It was a rename")
    press(page, "Close this plan", scripts=scripts)
    expect(page.get_by_text("It was a rename")).to_be_visible()
    expect(page.get_by_role("button", name="Reopen this plan")).to_be_visible()
    if scripts:
        look_at(page, "a closed plan")
    plan = Plan.objects.get()
    assert (plan.learned, plan.steps.order_by("place")[0].done_by) == ("It was a rename", officer.email)
