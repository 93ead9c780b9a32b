"""A grant by its pages alone: each button is pressed once, from the answers of an applicant to the agreement that both sign."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.roles import Role
from irhub.grants.method import ready
from irhub.grants.models import Application, Assessment, Award, Call, Pot
from irhub.grants.shapes import Shape
from tests.factories import signed_in
from tests.grants.factories import (
    ApplicantFactory,
    ApplicationFactory,
    CallFactory,
    answer_of,
    assessor_of,
    grades,
    member_of,
    officer_of,
    on_panel,
    speaker_of,
)
from tests.standing import stand

pytestmark = pytest.mark.django_db
CONFIRMED = {"signed_by": "Pat Example, director", "true": "on"}


class Presses:
    """Somebody at a page, who presses buttons: each leads on to a page that tells of no problem."""

    def __init__(self, by) -> None:
        self.client = signed_in(by.person)

    def __call__(self, route: str, row, *more: object, **told: object) -> None:
        row.refresh_from_db()
        told.setdefault("version", getattr(row, "version", ""))
        answer = self.client.post(reverse(route, args=[row.pk, *more]), told, follow=True)
        page = answer.content.decode()
        assert answer.status_code == 200, (route, answer.status_code, page.partition("error-summary")[2][:600])
        assert "There is a problem" not in page, (route, page.partition("There is a problem")[2][:300])


def test_a_grant_goes_from_answers_to_an_agreement_by_the_pages_alone():
    made = ApplicationFactory()
    call = made.call
    speaks = Presses(speaker_of(made.applicant))
    for page in ready("panel").pages:
        given = {each.key: answer_of(each) for each in page.questions}
        made.sheet.refresh_from_db()
        speaks("grant-page", made, page.key, seen=made.sheet.revision, **given)
    speaks("grant-evidence-add", made, "results", evidence=SimpleUploadedFile("plan.txt", b"Steps", "text/plain"))
    evidence = made.evidence.get()
    assert (
        b"Steps"
        in signed_in(speaker_of(made.applicant).person).get(reverse("grant-evidence", args=[evidence.pk])).content
    )
    speaks("grant-evidence-remove", evidence)
    assert not made.evidence.exists()
    speaks("grant-submit", made, **CONFIRMED)
    stand(made, readable_on=localdate())
    people = [officer_of(made.body, name) for name in ("officer", "cat", "dan")]
    on_panel(call, *people[1:])
    grace, cat, dan = map(Presses, people)
    grace("grant-begin-checks", made)
    grace("grant-registers", made)
    for key in ("area", "company", "interests", "risk"):
        grace("grant-check", made, key=key, result="clear", says="Looked.")
    assessors = [assessor_of(made.body, name) for name in ("ada", "ben", "eve")]
    for one in assessors[:2]:
        grace("grant-assessor", made, person=one.person_id)
    works = {one: Assessment.objects.get(assessor=one.person) for one in assessors[:2]}
    down = assessors[0]
    Presses(down)("grant-stand-down", works.pop(down), reason="I know them.")
    grace("grant-assessor", made, person=assessors[2].person_id)
    works[assessors[2]] = Assessment.objects.get(assessor=assessors[2].person)
    for one, work in works.items():
        Presses(one)("grant-declare", work)
    grace("grant-begin-assessment", made)
    for one, work in works.items():
        press = Presses(one)
        for page in ready("panel").pages:
            mine = {key: told for key, told in grades().items() if key in {each.key for each in page.questions}}
            press(
                "grant-scores",
                work,
                page.key,
                **{key: str(grade) for key, (grade, _) in mine.items()},
                **{f"{key}-why": why for key, (_, why) in mine.items()},
            )
        press("grant-hand-in", work)
    Presses(member_of(made.body, Role.LEAD, "near"))("grant-interest", made, note="My brother works there.")
    for press in (cat, dan):
        press("grant-view", made, award="yes", note="By the sheet.", no_interest="on")
    told = {"outcome": "awarded", "amount": "2,000", "feedback": "Clear and sound.", "no_interest": "on"}
    dan("grant-decide", made, go="send", **told)
    award = Award.objects.get(application=made)
    speaks("grant-agreement-sign", award, **CONFIRMED)
    cat("grant-award-sign", award)
    award.refresh_from_db()
    assert (award.state, award.granted) == ("active", 200_000)
    cat("grant-call-close", call)
    grace("grant-call-end", call, reason="Short courses worked.")
    cat("grant-pot-close", Pot.objects.get(), reason="Given back.")
    assert Call.objects.get(pk=call.pk).lessons == "Short courses worked."


def test_a_claim_is_refused_appealed_against_awarded_and_declined_and_another_withdrawn():
    call = CallFactory(open=True, shape=Shape.CLAIM, quorum=1)
    made = ApplicationFactory(call=call, applicant=ApplicantFactory(), answered=True)
    other = ApplicationFactory(call=call, applicant=ApplicantFactory(name="Another"), answered=True)
    speaks = Presses(speaker_of(made.applicant))
    speaks("grant-submit", made, **CONFIRMED)
    Presses(speaker_of(other.applicant))("grant-withdraw", other)
    grace, cat, dan, eve = (Presses(officer_of(made.body, name)) for name in ("officer", "cat", "dan", "eve"))
    grace("grant-work-begin", call)
    for key in ("area", "company", "interests", "risk"):
        grace("grant-work", call, key=key, result="clear", says="Looked.", chosen=[made.pk])
    grace("grant-work-on", call)
    cat("grant-view", made, award="no", note="No receipt.", no_interest="on")
    cat("grant-decide", made, go="look", outcome="refused", feedback="Send the receipt.", no_interest="on")
    cat(
        "grant-decide",
        made,
        go="send",
        outcome="refused",
        feedback="Send the receipt.",
        against="It is not paid.",
        no_interest="on",
    )
    speaks("grant-appeal", made, reason="The receipt was there.")
    for press in (dan, eve):
        press("grant-view", made, award="yes", note="It was there.", no_interest="on")
    dan("grant-decide", made, go="send", outcome="awarded", amount="1500", feedback="Thank you.", no_interest="on")
    speaks("grant-agreement-decline", Award.objects.get())
    assert Application.objects.get(pk=made.pk).state == "awarded"
    assert (Award.objects.get().state, Award.objects.get().amount, Pot.objects.get().amount) == (
        "declined",
        0,
        5_000_000,
    )
