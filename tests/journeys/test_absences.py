"""Somebody says on a phone, without scripts, when they are away and who covers; the colleague sees what waits, and it is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from irhub.accounts.roles import Role
from tests.factories import BodyFactory, PersonFactory, TaskFactory
from tests.journeys.conftest import follow, look_at, signed_in_context

pytestmark = [pytest.mark.slow, pytest.mark.journey]
PHONE = {"width": 390, "height": 900}


def test_who_is_away_says_who_covers_and_the_work_waits_for_both(transactional_db, live_server, browser):
    council = BodyFactory()
    amina, sam = (
        PersonFactory(email=f"{name}@example.org", roles=[(council, Role.REVIEWER)]) for name in ("amina", "sam")
    )
    TaskFactory(body=council, owner=amina)
    page = signed_in_context(browser, live_server.url, amina, viewport=PHONE, java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/account/")
    follow(page.get_by_role("link", name="When you are away"))
    follow(page.get_by_role("button", name="Save"))
    assert page.get_by_text("Enter the first day on which you are away").first.is_visible()
    last = localdate() + timedelta(days=7)
    for legend, day in (("First day away", localdate()), ("Last day away", last)):
        group = page.get_by_role("group", name=legend)
        for part in ("Day", "Month", "Year"):
            group.get_by_label(part, exact=True).fill(str(getattr(day, part.lower())))
    page.get_by_label("Sam").check()
    follow(page.get_by_role("button", name="Save"))
    assert page.get_by_text("Sam covers for you from").first.is_visible()

    covers = signed_in_context(browser, live_server.url, sam).new_page()
    covers.goto(f"{live_server.url}/my-work/")
    assert covers.get_by_text("You cover for Amina until").is_visible()
    assert covers.get_by_text("for Amina", exact=False).count() > 1
    look_at(covers, "My work of a cover")
    covers.goto(f"{live_server.url}/account/away/")
    look_at(covers, "When you are away")

    follow(page.get_by_role("button", name="Cancel"))
    assert page.get_by_text("Cancelled. Your work comes to you again.").is_visible()
    covers.reload()
    assert covers.get_by_text("Who you cover for today").count() == 0
