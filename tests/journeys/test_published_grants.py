"""Grants after the decision in a real browser: an officer publishes, everybody reads and takes away; past grants come in; both sides tell what a grant came to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from irhub.accounts.row_security import system_access
from irhub.grants.giving360.schema import schema_faults
from tests.grants.factories import ApplicationFactory, AwardFactory, officer_of
from tests.grants.record_factories import PAST, PastImportFactory, PastRecipientFactory
from tests.journeys.conftest import follow, look_at, signed_in_context

pytestmark = [pytest.mark.slow, pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_an_officer_publishes_and_everybody_reads_and_takes_away(live_server, browser: Browser, settings):
    settings.IRHUB_PUBLIC = True
    site = str(live_server.url)
    with system_access("a journey begins"):
        award = AwardFactory(
            state="active", application=ApplicationFactory(answered=True, state="decision", charity_number="1093865")
        )
        by = officer_of(award.body)
    page = signed_in_context(browser, site, by.person).new_page()
    page.goto(site + reverse("grant-desk"))
    follow(page.get_by_role("link", name="publish grants"))
    look_at(page, "nothing said yet")
    follow(page.get_by_role("link", name="Say as whom you publish"))
    page.get_by_label("Name of the organisation that gives the grants").fill("Walsall Metropolitan Borough Council")
    page.get_by_label("Its identifier").fill("GB-LAE-WLL")
    page.get_by_label("Prefix of 360Giving").fill("360G-walsall")
    page.get_by_label("Web site").fill("https://walsall.example")
    follow(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("You can publish version 1 now.")).to_be_visible()
    look_at(page, "what would be published")
    follow(page.get_by_role("button", name="Publish this version"))
    expect(page.get_by_text("Version 1 is published.")).to_be_visible()
    anybody = browser.new_context().new_page()
    anybody.goto(site + reverse("grants"))
    follow(anybody.get_by_role("link", name="Grants that were awarded"))
    look_at(anybody, "who published")
    follow(anybody.get_by_role("link", name="Walsall Metropolitan Borough Council"))
    expect(anybody.get_by_role("img", name="Map: grants by council")).to_be_visible()
    look_at(anybody, "published grants")
    with anybody.expect_download() as saved:
        anybody.get_by_role("link", name="JSON of version 1").first.click()
    assert schema_faults(json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))) == []


def test_past_grants_come_in_and_results_are_told(live_server, browser: Browser, tmp_path: Path):
    site = str(live_server.url)
    with system_access("a journey begins"):
        award = AwardFactory(state="active")
        by = officer_of(award.body)
        doubtful = PastRecipientFactory(
            past_import=PastImportFactory(body=award.body, text=PAST + "Third,,£5,15/02/2025,A cup,P-9\n")
        )
    file = tmp_path / "past.csv"
    file.write_text(PAST, encoding="utf-8")
    page = signed_in_context(browser, site, by.person).new_page()
    page.goto(site + reverse("grant-past"))
    page.get_by_label("File", exact=True).set_input_files(str(file))
    follow(page.get_by_role("button", name="Read this file"))
    look_at(page, "what came of a file")
    page.goto(site + reverse("grant-past-recipient", args=[doubtful.pk]))
    look_at(page, "a recipient to check")
    page.get_by_label("None of these").check()
    follow(page.get_by_role("button", name="Decide"))
    page.goto(site + reverse("grant-results", args=[award.pk]))
    page.get_by_label("What do you count?").select_option("workers")
    page.get_by_label("How many?", exact=True).fill("12")
    page.get_by_label("C: the grantee says so").check()
    follow(page.get_by_role("button", name="Save this result"))
    expect(page.get_by_text("£2,000 awarded for 12 workers").first).to_be_visible()
    look_at(page, "what a grant came to")
    page.goto(site + reverse("grant-learning", args=[award.call_id]))
    look_at(page, "what a call came to")
