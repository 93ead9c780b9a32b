"""Guidance in a real browser: written, looked at, published by a second person, read without script on a phone, flagged, confirmed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page

from irhub.checker.kinds import Kind
from irhub.guidance.examples import FLAGGED, bring_out
from irhub.guidance.models import Version
from tests.checker.editors import approved, proposed
from tests.checker.editors import editor as rules_editor
from tests.guidance.factories import editor
from tests.journeys.conftest import check_all, follow, look_at, signed_in_context

pytestmark = [pytest.mark.slow, pytest.mark.journey]
PHONE = {"viewport": {"width": 390, "height": 800}, "java_script_enabled": False}


def fill_date(page: Page, legend: str, day: object) -> None:
    group = page.get_by_role("group", name=legend)
    for part in ("day", "month", "year"):
        group.get_by_label(part.capitalize(), exact=True).fill(str(getattr(day, part)))


def test_every_page_is_accessible_and_fits(transactional_db, live_server, browser):
    ada, bo = editor("ada"), editor("bo")
    made = {version.title: version for version in bring_out(writer=ada, second=bo)}
    page = signed_in_context(browser, live_server.url, bo.person).new_page()
    waits = Version.objects.get(state="submitted")
    flagged = made[FLAGGED]
    for address in (
        "/guidance/", "/guidance/?q=unicorn", f"/guidance/{flagged.page.slug}/",
        f"/guidance/{flagged.page.slug}/history/", f"/guidance/{flagged.page.slug}/history/1/", "/what-changed/",
        "/what-changed/?topic=pay&sort=rule", "/guidance-desk/", "/guidance-desk/check/", "/guidance-desk/rules/?q=salary",
        "/guidance-desk/write/", f"/guidance-desk/{waits.pk}/", f"/guidance-desk/{flagged.pk}/",
    ):  # fmt: skip
        check_all(page, live_server.url + address, address)
    page.goto(f"{live_server.url}/guidance-desk/{waits.pk}/")
    follow(page.get_by_role("button", name="Send it back"))
    look_at(page, "a refusal")


def test_a_page_is_written_published_by_a_second_person_read_and_flagged_until_somebody_confirms_it(
    transactional_db, live_server, browser
):
    site = live_server.url
    ada = signed_in_context(browser, site, editor("ada").person, **PHONE).new_page()
    ada.goto(f"{site}/guidance-desk/")
    follow(ada.get_by_role("link", name="Write a page"))
    ada.get_by_label("Title").fill("What a licence costs")
    follow(ada.get_by_role("button", name="Continue"))
    ada.get_by_label("The answer").fill("A small sponsor pays {{ rule: licence_fe/small }}.")
    ada.get_by_label("The page").fill(
        "## Who is small\n\n{{ says: small_sponsor }}\n\n## When it is paid\n\nWith the application."
    )
    ada.get_by_label("Fees, and who pays them").check()
    ada.get_by_label("Care providers").check()
    fill_date(ada, "To be read again by", localdate() + timedelta(days=90))
    follow(ada.get_by_role("button", name="Save and preview"))
    assert "Did you mean “licence_fee”?" in ada.content()
    follow(ada.get_by_role("link", name="Edit this version"))
    ada.get_by_label("The answer").fill("A small sponsor pays {{ rule: licence_fee/small }}.")
    follow(ada.get_by_role("button", name="Save and preview"))
    assert "£611" in ada.content()
    follow(ada.get_by_role("button", name="Submit for approval"))
    version = Version.objects.get()

    bo = signed_in_context(browser, site, editor("bo").person).new_page()
    bo.goto(f"{site}/guidance-desk/")
    follow(bo.get_by_role("link", name="What a licence costs"))
    look_at(bo, "a version that waits")
    follow(bo.get_by_role("button", name="Approve"))
    assert "Approved" in bo.content()

    anybody = browser.new_context(**PHONE).new_page()
    anybody.goto(f"{site}/guidance/?q=licence")
    follow(anybody.get_by_role("link", name="What a licence costs"))
    assert "A small sponsor pays £611 (not settled)." in anybody.locator("main").inner_text()

    change = proposed(
        rules_editor("ada-rules"),
        Kind.CORRECT,
        "FEE-13",
        value="650",
        says="A sponsor licence costs a small sponsor £650.",
    )
    approved(rules_editor("bo-rules"), change)
    anybody.reload()
    told = anybody.locator("main").inner_text()
    assert "A small sponsor pays £650" in told
    assert "A rule on this page changed on" in told

    bo.goto(f"{site}/guidance-desk/check/")
    follow(bo.get_by_role("link", name="What a licence costs"))
    fill_date(bo, "To be read again by", localdate() + timedelta(days=180))
    follow(bo.get_by_role("button", name="It is still right"))
    look_at(bo, "a page that was confirmed")
    anybody.reload()
    assert "A rule on this page changed on" not in anybody.locator("main").inner_text()
    version.refresh_from_db()
    assert version.rules["licence_fee/small"] == "FEE-13 version 3"
