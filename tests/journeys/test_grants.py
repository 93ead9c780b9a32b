"""Small grants in a real browser: a charity applies on a phone without scripts; officers take a call of 120 applications to decisions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Browser, expect

from irhub.accounts.row_security import system_access
from irhub.grants.method import criteria, ready
from irhub.grants.models import Application, Award, Call, Decision, Pot, Score
from irhub.notify.models import Message
from tests.factories import BodyFactory
from tests.grants.factories import (
    ApplicantFactory,
    CallFactory,
    PotFactory,
    answer_all,
    assessor_of,
    details,
    officer_of,
    on_panel,
    speaker_of,
)
from tests.journeys.conftest import check_all, follow, look_at, signed_in_context
from tests.journeys.hand import Hand
from tests.standing import stand

pytestmark = [pytest.mark.slow, pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PHONE = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False}
NEED = "Of forty nurses whom we asked, twelve did not know whom to ask about a wrong deduction from their pay, and nine left within a year. "
TYPED_IN = 15 * 60
"""Seconds of typing and pointing within which a small provider applies."""


def test_a_charity_applies_on_a_phone_without_scripts_within_a_quarter_of_an_hour_of_typing(
    live_server, browser: Browser, record_property
):
    site, hand = str(live_server.url), Hand()
    with system_access("a journey begins"):
        call = CallFactory(open=True)
        by = speaker_of(ApplicantFactory())
    page = signed_in_context(browser, site, by.person, **PHONE).new_page()
    page.goto(site + reverse("grants"))
    hand.follow(page.get_by_role("link", name=call.title))
    hand.follow(page.get_by_role("link", name="Apply"))
    hand.write(page.get_by_label("Charity number (optional)"), "1234567")
    hand.write(page.get_by_label("Title of your project"), "A welcome for nurses")
    hand.write(page.get_by_label("How much do you ask for?"), "2000")
    for group, ahead in (("First day of the project", 30), ("Last day of the project", 120)):
        day = localdate() + timedelta(days=ahead)
        parts = page.get_by_role("group", name=group)
        for part in ("Day", "Month", "Year"):
            hand.write(parts.get_by_label(part), str(getattr(day, part.lower())))
    hand.write(page.get_by_label("Name of the bank account’s holder"), "Quillmoor Care")
    hand.write(page.get_by_label("Other public support of your group"), "0")
    hand.follow(page.get_by_role("button", name="Continue"))
    expect(page.get_by_text("Not submitted.")).to_be_visible()
    hand.follow(page.get_by_role("link", name="Your project"))
    for part in ready("panel").pages:
        for question in part.questions:
            words = NEED if question.most_words else "2000" if question.key == "services" else "0"
            hand.write(page.get_by_label(question.title), words)
        hand.follow(page.get_by_role("button", name="Save and continue"))
    hand.follow(page.get_by_role("link", name="Read it as assessors see it, and submit"))
    expect(page.get_by_text(NEED.strip()).first).to_be_visible()
    hand.write(page.get_by_label("Your name and position"), "Pat Example, director")
    hand.click(page.get_by_label("What we say is true and complete"))
    hand.follow(page.get_by_role("button", name="Submit the application"))
    expect(page.get_by_text("Submitted. Your reference is GA-")).to_be_visible()
    told = f"an application: {hand.clicks} clicks, {hand.fields} fields, {hand.keys} keys, {hand.pages} pages, {hand.seconds:.0f} seconds"
    record_property("measured", told)
    assert hand.seconds < TYPED_IN, told
    with system_access("a journey looks"):
        made = Application.objects.get()
    desk = signed_in_context(browser, site, by.person).new_page()
    for address, what in (
        (reverse("grants"), "calls"), (reverse("grant-call", args=[call.pk]), "a call"), (reverse("grant-applications"), "applications"),
        (reverse("grant-application", args=[made.pk]), "an application"),
    ):  # fmt: skip
        check_all(desk, site + address, what)


def hundred_and_twenty() -> Call:
    """A call with a panel that took 120 applications, and can open them today."""
    call = CallFactory(open=True, pot=PotFactory(inside=5_000_000, officer_limit=500_000))
    asked, now = details(), timezone.now()
    for number in range(120):
        made = Application(
            body_id=call.body_id, call=call, applicant=BodyFactory(kind="community partner", name=f"Charity {number:03}"), begun_by="x",
            reference=f"GA-2026-{number:09}", state="submitted", submitted_at=now - timedelta(hours=number), readable_on=localdate(),
            signed_by="Pat Example", **asked | {"name": f"Charity {number:03}", "holder": f"Charity {number:03}", "charity_number": f"{2_000_000 + number}"},
        )  # fmt: skip
        Application._base_manager.bulk_create([made])
        sheet = Application._meta.get_field("sheet").related_model
        sheet.objects.create(body_id=call.body_id, application=made, questionnaire="panel", version=1)
        answer_all(made)
    return call


def score_all(call: Call) -> None:
    """Both assessors hand in, past their pages: a hundred and twenty times is no journey."""
    keys = [each.key for each in criteria(ready("panel").questions)]
    for place, made in enumerate(Application.objects.filter(call=call, state="assessment").order_by("pk")):
        for work in made.assessments.all():
            Score.objects.bulk_create(
                Score(body_id=call.body_id, assessment=work, application=made, assessor=work.assessor, question=key, grade=2 + place % 3, why="So.")
                for key in keys
            )  # fmt: skip
            stand(work, state="in")
        stand(made, state="decision")


def test_officers_take_a_call_of_120_applications_to_decisions_that_all_applicants_read(live_server, browser: Browser):
    site = str(live_server.url)
    with system_access("a journey begins"):
        call = hundred_and_twenty()
        grace, cat, dan = (officer_of(call.body, name) for name in ("officer", "cat", "dan"))
        on_panel(call, cat, dan)
        for name in ("ada", "ben", "eve"):
            assessor_of(call.body, name)
    at = {name: site + reverse(f"grant-{name}", args=[call.pk]) for name in ("work", "sheet", "letters")}
    page = signed_in_context(browser, site, grace.person).new_page()
    check_all(page, site + reverse("grant-desk"), "the desk")
    page.goto(at["work"])
    while page.get_by_role("button", name="Begin their checks").count():
        follow(page.get_by_role("button", name="Begin their checks"))
    look_at(page, "the work of a call")
    for check in ("In the area of the call", "Status of the company", "Interests of people of the funder", "Risk of fraud, by identity, accounts and bank account"):  # fmt: skip
        page.get_by_label(check).check()
        page.get_by_label("Nothing found").check()
        page.get_by_label("What you looked at, and what you found").fill("Its papers.")
        follow(page.get_by_role("button", name="Record it for each"))
    while page.get_by_role("button", name="Send on those whose checks are made").count():
        follow(page.get_by_role("button", name="Send on those whose checks are made"))
    expect(page.get_by_text("With their assessors: 40 applications")).to_be_visible()
    with system_access("assessors score"):
        score_all(call)
    for one in (cat, dan):
        page = signed_in_context(browser, site, one.person).new_page()
        page.goto(at["sheet"])
        page.get_by_label("Why, in a few words").fill("By the scores.")
        page.get_by_label("I have no interest in any of these applicants").check()
        follow(page.get_by_role("button", name="Give these views"))
    look_at(page, "the sheet of a call")
    for _ in range(3):
        page.goto(at["letters"])
        page.get_by_label("I have no interest in any of these applicants").check()
        follow(page.get_by_role("button", name="Decide, and send these letters"))
    with system_access("a journey looks"):
        states = [*Application.objects.values_list("state", flat=True)]
        assert {state: states.count(state) for state in states} == {"awarded": 25, "reserve": 55, "refused": 40}
        assert (Decision.objects.count(), Award.objects.count(), Pot.objects.get().amount) == (120, 25, 0)
        first = Award.objects.order_by("pk")[0]
        speaker = speaker_of(first.applicant)
        decision = first.application.decisions.get()
    assert Message.objects.filter(key=f"grant-decision/{decision.pk}").count() == 0, "nobody spoke for it yet"
    reads = signed_in_context(browser, site, speaker.person).new_page()
    check_all(reads, site + reverse("grant-application", args=[first.application_id]), "a decision")
    expect(reads.get_by_text("We award you a grant of £2,000.")).to_be_visible()
