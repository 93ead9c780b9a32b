"""A council's list of providers in a real browser: uploaded, checked and taken back, by keyboard, without JavaScript, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from irhub.accounts.models import Person
from irhub.accounts.roles import Role
from irhub.contracts.models import ContractLine
from irhub.registers.models import LocationSpan
from tests.factories import BodyFactory, PersonFactory
from tests.files.workbooks import cell, xlsx
from tests.journeys.conftest import follow, look_at, press, signed_in_context
from tests.loaded import load_fictional

pytestmark = [pytest.mark.slow, pytest.mark.journey]


@pytest.fixture
def officer(transactional_db, data_folder, tmp_path, settings) -> Person:
    settings.IRHUB_MAX_GAINED_PERCENT = 100
    load_fictional(tmp_path)
    return PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.VIEWER)])


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
        look_at(page, "no list yet")
    page.get_by_label("Your list of providers").set_input_files(its_list(providers))  # type: ignore[arg-type]
    page.get_by_label("Your list of providers").focus()
    press(page, "Upload", scripts=scripts)
    expect(page.get_by_text("9 lines were taken in")).to_be_visible()
    expect(page.get_by_role("columnheader", name="What deserves attention")).to_be_visible()
    if scripts:
        look_at(page, "the list")
    press(page, "Check Entirely Unlike Anything Plc", "link", scripts=scripts)
    expect(page.get_by_role("group", name="Choose the provider")).to_be_visible()
    if scripts:
        look_at(page, "a line")
    page.get_by_label("Another provider").focus()
    page.keyboard.press("Space")
    page.get_by_label("Its CQC id").focus()
    page.keyboard.type("1-000")
    press(page, "Save and go on", scripts=scripts)
    expect(page.locator("#other-error")).to_contain_text("No CQC provider that we hold has the id 1-000")
    expect(page.get_by_label("Its CQC id")).to_have_value("1-000")
    if scripts:
        look_at(page, "an id that nobody has")
    page.get_by_label("None of these").focus()
    page.keyboard.press("Space")
    press(page, "Save and go on", scripts=scripts)
    expect(page.get_by_text("“Entirely Unlike Anything Plc” is decided")).to_be_visible()
    assert ContractLine.objects.get(name="Entirely Unlike Anything Plc").decided_by == officer.email
    press(page, "Take this list back", scripts=scripts)
    expect(page.get_by_text("The list was taken back")).to_be_visible()
    expect(page.get_by_text("Upload the list of providers that")).to_be_visible()
    if scripts:
        look_at(page, "a list that was taken back")
    press(page, "Bring it back", scripts=scripts)
    expect(page.get_by_text("The list is your list again")).to_be_visible()
    page.get_by_label("How often").select_option("week")
    press(page, "Save", scripts=scripts)
    expect(page.get_by_text("E-mails will go to officer@example.org")).to_be_visible()


def test_an_officer_hands_in_wrong_files_then_a_workbook_with_a_misspelt_name(officer, live_server, browser: Browser):
    site = str(live_server.url)
    page = signed_in_context(browser, site, officer).new_page()
    page.goto(f"{site}/my-providers/")
    wrong = (
        ("contracts.pdf", b"%PDF-1.4", "is not a CSV, XLSX or ODS file"),
        ("contracts.xlsx", b"not a workbook", "is damaged, or is not a workbook"),
        ("budget.csv", b"Budget,Spend\n1,2\n", "No column is called"),
    )
    for name, data, why in wrong:
        page.get_by_label("Your list of providers").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        )
        follow(page.get_by_role("button", name="Upload"))
        expect(page.locator("#file-error")).to_contain_text(why)
    look_at(page, "a wrong file")
    span = LocationSpan.objects.filter(until=None).order_by("provider_id")[0]
    misspelt = span.provider_name[:3] + span.provider_name[4:]
    cells = "".join(
        f'<row r="{number}">{cell(f"A{number}", name)}{cell(f"B{number}", postcode)}</row>'
        for number, (name, postcode) in enumerate([("Provider name", "Postcode"), (misspelt, span.postcode)], 1)
    )
    page.get_by_label("Your list of providers").set_input_files(
        {"name": "contracts.xlsx", "mimeType": "application/octet-stream", "buffer": xlsx(cells)}
    )
    follow(page.get_by_role("button", name="Upload"))
    expect(page.get_by_role("status")).to_contain_text("1 line was taken in")
    line = ContractLine.objects.get()
    assert (line.number, line.provider_id) == (2, span.provider_id)
    page.goto(f"{site}/my-providers/lines/{line.pk}/")
    follow(page.get_by_role("button", name="Save and go on"))
    expect(page.locator("#provider-error")).to_contain_text("Choose a provider")
    look_at(page, "a line without a choice")
    page.get_by_label(span.provider_name, exact=True).check()
    follow(page.get_by_role("button", name="Save and go on"))
    expect(page.get_by_role("status")).to_contain_text("is decided")
    assert ContractLine.objects.get().match == "accepted"
