"""A council's list of providers in a real browser: a messy workbook uploaded, its columns corrected, its lines settled where they stand,
by keyboard, without JavaScript, on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from irhub.accounts.models import Person
from irhub.accounts.roles import Role
from irhub.contracts.models import ContractLine
from irhub.registers.models import LocationSpan
from tests.contracts.lists import workbook
from tests.contracts.uploading import providers, with_licence
from tests.factories import BodyFactory, PersonFactory
from tests.journeys.conftest import enter, follow, look_at, press, signed_in_context
from tests.loaded import load_fictional

pytestmark = [pytest.mark.slow, pytest.mark.journey]
UNKNOWN = ("Entirely Unlike Anything Plc", "Nobody Anywhere Ltd", "Wholly Unheard Of Ltd")


@pytest.fixture
def officer(transactional_db, data_folder, tmp_path, settings) -> Person:
    settings.IRHUB_MAX_GAINED_PERCENT = 100
    load_fictional(tmp_path)
    return PersonFactory(email="officer@example.org", roles=[(BodyFactory(), Role.VIEWER)])


def messy(left: LocationSpan, others: list[LocationSpan]) -> bytes:
    """A workbook as an office keeps it: a cover, a title, headings in two rows, parts, totals, an old hidden sheet; suppliers are brands,
    and the firms that run them stand in a column whose heading nobody knows."""
    firms = [(span.provider_name, span.postcode) for span in others] + [(name, "TBC") for name in UNKNOWN]
    return workbook(
        Cover=[["Care providers 2026/27"], ["Owner", "Adult Social Care"]],
        hidden_2019=[["Provider name"], ["Longgone Care Ltd"]],
        Providers=[
            ["Care providers that we commission, 2026/27"],
            [],
            ["", "Supplier", "", "", "Contract"],
            ["Code", "Name", "Run by", "Postcode", "Number"],
            *([str(10_000 + at), f"Brand {at} Care Ltd", *firm, f"C{at}"] for at, firm in enumerate(firms)),
            ["RESIDENTIAL CARE"],
            ["10900", "Brand X Care Ltd", left.provider_name, left.postcode, "C900"],
            ["Total", "", "", "", "8"],
        ],
    )


def hand_in(page: Page, name: str, data: bytes, *, scripts: bool = True) -> None:
    """Give a file, and upload it by keyboard."""
    field = page.get_by_label("Your list of providers")
    field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
    field.focus()
    press(page, "Upload", scripts=scripts)


def choose(page: Page, radio: Locator, *, scripts: bool) -> None:
    """Choose a provider by keyboard, and save."""
    radio.focus()
    page.keyboard.press("Space")
    save = page.locator(".irhub-settle").get_by_role("button", name="Save")
    save.focus()
    enter(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_officer_uploads_a_messy_workbook_corrects_a_column_and_settles_three_lines(
    officer, live_server, browser: Browser, scripts
):
    site = str(live_server.url)
    (left,), others = with_licence("formerly"), with_licence("licensed", 4)
    page = signed_in_context(browser, site, officer, java_script_enabled=scripts).new_page()

    def look(what: str) -> None:
        if scripts:
            look_at(page, what)

    page.goto(f"{site}/my-providers/")
    expect(page.get_by_text("Upload the list of providers that")).to_be_visible()
    look("no list yet")
    hand_in(page, "contracts.xlsx", messy(left, others), scripts=scripts)
    expect(page.get_by_role("status")).to_contain_text("8 rows name a provider")
    page.get_by_text("What we read").click()
    for said in (
        "The sheet Cover.", "The sheet hidden 2019. It is hidden", "headings are in rows 3 to 4", "is a total",
        "is the title of a part", "Provider’s name: column B: Supplier Name",
    ):  # fmt: skip
        expect(page.locator("#read")).to_contain_text(said)
    look("what was read")
    follow(page.get_by_role("link", name="Choose other columns or sheets"))
    look("columns")
    names = page.get_by_label("Provider’s name").first
    names.select_option(label=f"C: Run by ({others[0].provider_name})")
    names.focus()
    press(page, "Read again", scripts=scripts)
    expect(page.get_by_role("status")).to_contain_text("8 rows name a provider: 5 matched")
    expect(page.get_by_text("1 of your 5 providers left the register of licensed sponsors")).to_be_visible()
    expect(page.locator("tbody th").first).to_contain_text(left.provider_name)
    look("the list, the licence that left first")

    press(page, "Settle the lines, one by one", scripts=scripts)
    expect(page.get_by_role("heading", name=f"Which provider is {UNKNOWN[0]}?")).to_be_visible()
    (another, third) = providers(40)[-2:]
    page.get_by_label("Find the provider").fill(another.location_id)
    enter(page)
    look("what was found by an id")
    choose(page, page.get_by_label(another.provider_name, exact=True), scripts=scripts)
    note = page.locator(".irhub-told--success")
    expect(note).to_contain_text(f"Saved: {UNKNOWN[0]} is {another.provider_name}")
    look("a line that is settled")
    follow(note.get_by_role("button", name="Undo"))
    expect(note).to_contain_text(f"Undone: {UNKNOWN[0]}")
    assert not ContractLine.objects.exclude(decided_by="").exists()
    follow(page.get_by_role("link", name=f"Settle {UNKNOWN[0]}"))
    choose(page, page.get_by_label("None of these"), scripts=scripts)
    expect(note).to_contain_text("is none of the CQC’s providers")

    follow(note.get_by_role("link", name=f"Next: {UNKNOWN[1]}"))
    page.get_by_label("Find the provider").fill(another.provider_name)
    enter(page)
    choose(page, page.get_by_label(another.provider_name, exact=True), scripts=scripts)
    follow(note.get_by_role("link", name=f"Next: {UNKNOWN[2]}"))
    page.get_by_label("Find the provider").fill(third.postcode.lower())
    enter(page)
    choose(page, page.get_by_label(third.provider_name, exact=True), scripts=scripts)
    expect(note).to_contain_text("Every line is settled")
    assert ContractLine.objects.filter(decided_by=officer.email).count() == 3
    page.goto(f"{site}/my-providers/")
    expect(page.locator("tbody th").first).to_contain_text(left.provider_name)
    expect(page.get_by_text("1 line of your list is not matched")).to_be_visible()

    press(page, "Remove this list", scripts=scripts)
    expect(page.get_by_text("The list was removed")).to_be_visible()
    look("a list that was taken back")
    press(page, "Bring it back", scripts=scripts)
    expect(page.get_by_text("The list is your list again")).to_be_visible()
    page.get_by_label("How often").select_option("week")
    press(page, "Save", scripts=scripts)
    expect(page.get_by_text("E-mails will go to officer@example.org")).to_be_visible()


def test_an_officer_hands_in_wrong_files_then_a_list_with_a_misspelt_name(officer, live_server, browser: Browser):
    site = str(live_server.url)
    page = signed_in_context(browser, site, officer).new_page()
    page.goto(f"{site}/my-providers/")
    wrong = (
        ("contracts.pdf", b"%PDF-1.4", "is not a CSV, ODS or XLSX file"),
        ("contracts.xlsx", b"not a workbook", "is damaged, or is not a workbook"),
        ("budget.csv", b"Budget,Spend\n1,2\n", "No column is called"),
    )
    for name, data, why in wrong:
        hand_in(page, name, data)
        expect(page.locator("#file-error")).to_contain_text(why)
    look_at(page, "a wrong file")
    span = LocationSpan.objects.filter(until=None).order_by("provider_id")[0]
    misspelt = span.provider_name[:3] + span.provider_name[4:]
    hand_in(page, "contracts.xlsx", workbook(List=[["Provider name", "Postcode"], [misspelt, span.postcode]]))
    expect(page.get_by_role("status")).to_contain_text("1 row names a provider")
    line = ContractLine.objects.get()
    assert (line.number, line.provider_id) == (2, span.provider_id)
    follow(page.get_by_role("link", name=re.compile("^(Change the match of|Settle) ")))
    choose(page, page.get_by_label("None of these"), scripts=True)
    follow(page.get_by_role("link", name=re.compile("^Settle ")))
    page.goto(page.url.replace("#", "&find=nobody-at-all#"))
    follow(page.get_by_role("button", name="Save which provider"))
    expect(page.locator("#provider-error")).to_contain_text("Choose a provider")
    look_at(page, "a line without a choice")
    follow(page.get_by_role("link", name="Leave it"))
    follow(page.get_by_role("link", name=re.compile("^Settle ")))
    follow(page.get_by_role("button", name="Undo"))
    expect(page.locator(".irhub-told--success")).to_contain_text("Undone")
