"""Approved recruiters in a real browser: an agency applies, is approved, suspended as a register changes, answers, and is back."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Browser, expect

from irhub.accounts.acting import acting_in
from irhub.accounts.row_security import system_access
from irhub.casework import assessing as blind
from irhub.casework.checks import Result
from irhub.registers.models import Edition, RecruiterSpan
from irhub.suppliers import assessing, checking, watching
from irhub.suppliers.method import newest
from irhub.suppliers.models import Application, Entry
from tests.journeys.conftest import check_all, follow, look_at, signed_in_context
from tests.suppliers.factories import (
    NUMBER,
    FrameworkFactory,
    SupplierFactory,
    answer_all,
    assessor_of,
    grades,
    officer_of,
    speaker_of,
)

pytestmark = [pytest.mark.slow, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}}
THEN = date(2026, 11, 2)


def now(made: Application) -> Application:
    return Application.objects.get(pk=made.pk)


def assessed(made: Application, officer: object) -> None:
    """Every check is made by a person, two assessors score alone, and nothing differs."""
    two = [assessor_of(made.body, name) for name in ("anwen", "ashok")]
    with acting_in(officer):  # type: ignore[arg-type]
        for each in checking.standing_of(now(made)):
            checking.record_check(
                now(made), each.check.key, result=Result.CLEAR, says="Looked.", version=now(made).version, by=officer
            )
        works = [
            assessing.name_assessor(now(made), one.person_id, version=now(made).version, by=officer) for one in two
        ]
        assessing.begin_assessment(now(made), version=now(made).version, by=officer)
    for one, work in zip(two, works, strict=True):
        with acting_in(one):
            work = blind.declare(work, version=work.version, by=one)
            work = assessing.keep_scores(work, grades(), version=work.version, by=one)
            assessing.hand_in(work, version=work.version, by=one)
    with acting_in(officer):  # type: ignore[arg-type]
        assessing.end_moderation(now(made), version=now(made).version, by=officer)


def test_an_agency_applies_is_approved_suspended_as_a_register_changes_answers_and_is_back(
    live_server, browser: Browser
):
    site = str(live_server.url)
    with system_access("a journey begins"):
        framework = FrameworkFactory(open=True)
        officer, second = officer_of(framework.body), officer_of(framework.body, "second")
        speaker = speaker_of(SupplierFactory())
        Edition.objects.create(
            register="ethical_recruiters", date=THEN, date_origin="given", sha256="e", file_name="e.csv", size_bytes=1, record_count=1, row_count=1,
            state="accepted", reason="", loaded_at=timezone.now(), cleaner=1,
        )  # fmt: skip
        listed = RecruiterSpan.objects.create(
            recruiter_key="quillmoorstaffingltd", name="Quillmoor Staffing Ltd", website="", since=THEN, line=5
        )
    agency = signed_in_context(browser, site, speaker.person, **PHONE).new_page()
    agency.goto(site + reverse("supplier-apply", args=[framework.pk]))
    agency.get_by_label("A recruitment agency").check()
    agency.get_by_label("Registered name").fill("Quillmoor Staffing Ltd")
    agency.get_by_label("Company number").fill(NUMBER)
    agency.get_by_label("Nurses").check()
    agency.get_by_label("Walsall").check()
    follow(agency.get_by_role("button", name="Continue"))
    look_at(agency, "an application that was begun")
    follow(agency.get_by_role("link", name="Countries and sub-agents"))
    look_at(agency, "countries and sub-agents")
    agency.get_by_label("Name of the sub-agent").fill("Example Overseas")
    agency.get_by_label("Who owns it").fill("Olu Example")
    agency.get_by_label("In which country does it find people?").select_option(label="Kenya")
    follow(agency.get_by_role("button", name="Name this sub-agent"))
    expect(agency.get_by_text("Example Overseas, owned by Olu Example; Kenya")).to_be_visible()
    with system_access("the rest is answered"):
        made = Application.objects.get()
        answer_all(made)
    agency.goto(site + reverse("supplier-submit", args=[made.pk]))
    look_at(agency, "all answers")
    agency.get_by_label("Your name and position").fill("Pat Example, director")
    agency.get_by_label("What we say is true and complete").check()
    follow(agency.get_by_role("button", name="Submit the application"))
    expect(agency.get_by_text("Submitted. Your reference is SA-")).to_be_visible()

    desk = signed_in_context(browser, site, officer.person).new_page()
    check_all(desk, site + reverse("supplier-assess", args=[made.pk]), "an application to check")
    follow(desk.get_by_role("button", name="Begin the checks"))
    expect(desk.get_by_text("Example Overseas: in Kenya (amber list")).to_be_visible()
    expect(desk.get_by_text("is on NHS Employers’ list of ethical recruiters")).to_be_visible()
    look_at(desk, "the checks")
    with system_access("it is assessed"):
        assessed(made, officer)
    decides = signed_in_context(browser, site, second.person).new_page()
    check_all(decides, site + reverse("supplier-decide", args=[made.pk]), "a decision")
    decides.get_by_label("Approved", exact=True).check()
    for page in newest().pages:
        decides.get_by_label(f"Reason: {page.called}").fill("The answers and the evidence agree.")
    decides.get_by_label("I have no interest in this applicant").check()
    decides.get_by_label("Decide and send the letter").check()
    follow(decides.get_by_role("button", name="Continue"))
    agency.goto(site + reverse("supplier-application", args=[made.pk]))
    follow(agency.get_by_role("button", name="Accept the terms"))
    expect(agency.get_by_text("You are on the list.")).to_be_visible()

    with system_access("a register changes"):
        RecruiterSpan.objects.filter(pk=listed.pk).update(until=localdate())
        assert watching.watch(localdate()) == 1
        entry = Entry.objects.get()
    check_all(desk, site + reverse("supplier-entry", args=[entry.pk]), "a supplier with a task")
    expect(desk.get_by_text("left NHS Employers’ list of ethical recruiters by").first).to_be_visible()
    desk.get_by_label("What it is about, with its source").fill("You are not on NHS Employers’ list of today.")
    follow(desk.get_by_role("button", name="Suspend"))
    agency.goto(site + reverse("supplier-application", args=[made.pk]))
    expect(agency.get_by_text("You are not on NHS Employers’ list of today.")).to_be_visible()
    look_at(agency, "a suspension")
    agency.get_by_label("Your answer").fill("We are listed again under our new name since Monday.")
    follow(agency.get_by_role("button", name="Send your answer"))
    desk.reload()
    expect(desk.get_by_text("We are listed again under our new name since Monday.")).to_be_visible()
    desk.get_by_label("Why the suspension ends").fill("The list has it under its new name.")
    follow(desk.get_by_role("button", name="End the suspension"))
    agency.goto(site + reverse("supplier", args=[entry.pk]))
    expect(agency.get_by_text("Approved").first).to_be_visible()
    look_at(agency, "what everybody reads")
    check_all(agency, site + reverse("supplier-confirm", args=[entry.pk]), "the confirmation of each half year")
