"""A council's list of providers in a real browser: uploaded, checked and taken back, by keyboard, without JavaScript, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from irhub.accounts.models import Person
from irhub.accounts.roles import Role
from irhub.contracts.models import ContractLine
from irhub.registers.models import LocationSpan
from tests.accounts.people import body, person
from tests.journeys.conftest import check_all, press, signed_in_context
from tests.loaded import load_fictional

pytestmark = [pytest.mark.slow, pytest.mark.journey]


@pytest.fixture
def officer(transactional_db, data_folder, tmp_path, settings) -> Person:
    settings.IRHUB_MAX_GAINED_PERCENT = 100
    load_fictional(tmp_path)
    return person("officer@example.org", (body(), Role.VIEWER))


def its_list(providers: list[LocationSpan]) -> dict[str, object]:
    """A file with these providers by their ids, and one line that nobody can match."""
    rows = [f'"{span.provider_name}","{span.postcode}",{span.provider_id}' for span in providers]
    text = "\n".join(["Provider name,Postcode,CQC id", *rows, '"Entirely Unlike Anything Plc",,'])
    return {"name": "contracts.csv", "mimeType": "text/csv", "buffer": text.encode()}


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_officer_uploads_a_list_checks_a_line_and_takes_the_list_back_by_keyboard(
    officer, live_server, browser: Browser, scripts
):
    site = str(live_server.url)
    providers = list(LocationSpan.objects.filter(until=None).order_by("provider_id").distinct("provider_id")[:8])
    page = signed_in_context(browser, site, officer, java_script_enabled=scripts).new_page()
    page.goto(f"{site}/my-providers/")
    expect(page.get_by_text("Upload the list of providers that")).to_be_visible()
    if scripts:
        check_all(page, page.url, "no list yet")
    page.get_by_label("Your list of providers").set_input_files(its_list(providers))  # type: ignore[arg-type]
    page.get_by_label("Your list of providers").focus()
    press(page, "Upload", scripts=scripts)
    expect(page.get_by_text("9 lines were taken in")).to_be_visible()
    expect(page.get_by_role("columnheader", name="What deserves attention")).to_be_visible()
    if scripts:
        check_all(page, page.url, "the list")
    press(page, "Check Entirely Unlike Anything Plc", "link", scripts=scripts)
    expect(page.get_by_role("group", name="Choose the provider")).to_be_visible()
    if scripts:
        check_all(page, page.url, "a line")
    page.get_by_label("Another provider").focus()
    page.keyboard.press("Space")
    page.get_by_label("Its CQC id").focus()
    page.keyboard.type("1-000")
    press(page, "Save and go on", scripts=scripts)
    expect(page.get_by_text("No CQC provider that we hold has the id 1-000")).to_be_visible()
    page.get_by_label("None of these").focus()
    page.keyboard.press("Space")
    press(page, "Save and go on", scripts=scripts)
    expect(page.get_by_text("“Entirely Unlike Anything Plc” is decided")).to_be_visible()
    assert ContractLine.objects.get(name="Entirely Unlike Anything Plc").decided_by == officer.email
    press(page, "Take this list back", scripts=scripts)
    expect(page.get_by_text("The list was taken back")).to_be_visible()
    expect(page.get_by_text("Upload the list of providers that")).to_be_visible()
