"""Every page of the room opens for those for whom it is, and says what is there and what is not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.roles import Role
from irhub.grants.method import method
from irhub.grants.models import Application, Call, Pot
from irhub.grants.queries import councils_of
from tests.factories import Browser, signed_in
from tests.grants.factories import (
    ApplicantFactory,
    ApplicationFactory,
    AssessmentFactory,
    AwardFactory,
    CallFactory,
    FunderFactory,
    GranteeTaskFactory,
    assessor_of,
    member_of,
    officer_of,
    speaker_of,
)
from tests.standing import stand

pytestmark = pytest.mark.django_db


def opened(client: Browser, route: str, *args: object) -> str:
    """The page at an address, which opens."""
    answer = client.get(reverse(route, args=args))
    assert answer.status_code == 200, (route, answer.status_code)
    return answer.content.decode()


def test_of_two_who_change_details_at_once_the_second_is_told_and_keeps_what_they_typed():
    made = ApplicationFactory()
    client, address = signed_in(speaker_of(made.applicant).person), reverse("grant-details", args=[made.pk])
    days = {
        f"{each}-{part}": value
        for each in ("starts_on", "ends_on")
        for part, value in (("day", "1"), ("month", "1"), ("year", "2027"))
    }
    typed = {
        "name": "Quillmoor Care",
        "asked": "600",
        "holder": "Quillmoor",
        "aid": "0",
        **days,
        "version": made.version,
    }
    assert client.post(address, typed | {"title": "By the first"}).status_code == 302
    late = client.post(address, typed | {"title": "By the second"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Somebody else changed this in the meantime" in page
    assert 'value="By the second"' in page, "nothing typed is lost"
    made.refresh_from_db()
    assert made.title == "By the first", "nor what the first saved"
    assert f'name="version" value="{made.version}"' in page
    assert client.post(address, typed | {"title": "By both", "version": made.version}).status_code == 302
    made.refresh_from_db()
    assert made.title == "By both"


def test_an_applicant_opens_its_pages():
    made = ApplicationFactory(answered=True)
    client = signed_in(speaker_of(made.applicant).person)
    assert "What assessors look for" in opened(client, "grant-call", made.call_id)
    assert made.reference in opened(client, "grant-applications")
    assert "Not submitted." in opened(client, "grant-application", made.pk)
    assert "Registered name" in opened(client, "grant-details", made.pk)
    assert "Add files" in opened(client, "grant-page", made.pk, "results")
    assert "Add files" not in opened(client, "grant-page", made.pk, "project")
    assert "as assessors see it" in opened(client, "grant-submit", made.pk)
    other = ApplicantFactory(name="Granted")
    award = AwardFactory(
        application=ApplicationFactory(call=made.call, applicant=other, answered=True, state="decision")
    )
    assert "Sign the agreement" in opened(signed_in(speaker_of(award.applicant).person), "grant-agreement", award.pk)
    assert "Your grant" in opened(
        signed_in(speaker_of(award.applicant).person), "grant-application", award.application_id
    )
    empty = signed_in(speaker_of(ApplicantFactory(name="Nobody yet")).person)
    assert "You have not applied" in opened(empty, "grant-applications")
    assert "Continue" in opened(empty, "grant-apply", made.call_id)


@pytest.mark.parametrize("role", [Role.GRANTS_OFFICER, Role.LEAD, Role.AUDITOR])
def test_a_funder_opens_its_pages(role):
    award = AwardFactory()
    by = officer_of(award.body) if role == Role.GRANTS_OFFICER else member_of(award.body, role, "reader")
    client = signed_in(by.person)
    assert award.call.title in opened(client, "grant-desk")
    assert "Department of Examples" in opened(client, "grant-pot", award.call.pot_id)
    assert award.reference in opened(client, "grant-awards")
    assert "the pot from which it comes" in opened(client, "grant-award", award.pk)
    assert "Well done." in opened(client, "grant-assess", award.application_id)
    if role != Role.AUDITOR:
        waits = ApplicationFactory(
            call=award.call, applicant=ApplicantFactory(name="Another"), answered=True, state="decision"
        )
        assert "Views of the panel" in opened(client, "grant-decide", waits.pk)
    if role == Role.GRANTS_OFFICER:
        assert "Close it for applications" in opened(client, "grant-call-edit", award.call_id)
        assert "Make this pot" in opened(client, "grant-pot-add")
        assert "Title of the call" in opened(client, "grant-call-add")
        checks = ApplicationFactory(
            call=award.call, applicant=ApplicantFactory(name="Third"), answered=True, state="checks"
        )
        assert "Record what you found" in opened(client, "grant-assess", checks.pk)


def test_an_assessor_opens_its_pages_and_sees_no_name_beside_scores():
    work = AssessmentFactory()
    client = signed_in(assessor_of(work.body).person)
    assert f"Assessment {work.pk}" in opened(client, "grant-assessments")
    assert work.told in opened(client, "grant-assessment", work.pk)
    stand(work, state="open")
    assert "Hand in your scores" in opened(client, "grant-assessment", work.pk)
    page = opened(client, "grant-scores", work.pk, "project")
    assert "What to look for" in page
    assert work.told not in page
    assert Application.objects.get().state == "assessment"


def test_everybody_reads_which_calls_there_are():
    call = CallFactory(open=True)
    client = signed_in(officer_of(call.body).person)
    assert call.title in opened(client, "grants")


def test_an_officer_makes_a_pot_puts_money_in_and_opens_a_call_by_the_forms():
    by = officer_of(FunderFactory())
    client, day = signed_in(by.person), localdate()

    def dated(name: str, ahead: int) -> dict[str, str]:
        on = day + timedelta(days=ahead)
        return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}

    def sent(route: str, *args: object, **told: object) -> None:
        answer = client.post(reverse(route, args=args), told)
        assert answer.status_code == 302, (route, answer.content.decode()[:20_000].partition("error-summary")[2][:900])

    limits = {"officer_limit": "5,000", "lead_limit": "£25,000"}
    sent(
        "grant-pot-add",
        name="A pot",
        chain="The department\nThe council",
        **limits,
        **dated("opens_on", -1),
        **dated("closes_on", 300),
    )
    pot = Pot.objects.get()
    sent("grant-pot-in", pot.pk, amount="50,000", reason="Letter 1", version=pot.version)
    assert Pot.objects.get().amount == 5_000_000
    told = {
        "title": "Fair starts", "pot": pot.pk, "purpose": "Fair recruitment.", "shape": "panel", "least": "500", "most": "10,000",
        "kinds": ["provider", "council"], "councils": [councils_of(by.body)[0].code], "eligible": "Training.", "ineligible": "Wages.", "quorum": "2",
        "contact": "grants@example.org", "appeal_to": "The board", "answered": "Can we pay for travel? Yes.",
    }  # fmt: skip
    days = dated("opens_on", 0) | dated("closes_on", 20) | dated("decide_by", 40) | dated("ask_until", 10)
    sent("grant-call-add", **told, **days)
    call = Call.objects.get()
    panel = [officer_of(by.body, name).person_id for name in ("cat", "dan")]
    sent("grant-panel-name", call.pk, panel=panel, version=call.version)
    sent("grant-call-open", call.pk, version=call.version + 1)
    page = opened(client, "grant-call", call.pk)
    assert "Can we pay for travel? Yes." in page
    assert (call.least, call.most, call.ask_until) == (50_000, 1_000_000, day + timedelta(days=10))


def test_what_is_recorded_under_a_check_is_recorded_of_that_check():
    made = ApplicationFactory(answered=True, state="checks")
    page = opened(signed_in(officer_of(made.body).person), "grant-assess", made.pk)
    told = re.findall(r'name="key" value="([^"]+)"', page)
    assert told == [each.key for each in method().checks]


def test_what_registers_tell_of_a_grantee_stands_beside_the_signature_of_the_funder():
    award = AwardFactory(state="signed")
    GranteeTaskFactory(award=award)
    client = signed_in(officer_of(award.body).person)
    page = opened(client, "grant-award", award.pk)
    assert "Look first: It left the sponsor register." in page
    assert page.index("Look first") < page.index("Sign for the funder")
    assert reverse("grant-money", args=[award.pk]) in page
    assert "It left the sponsor register." in opened(client, "grant-money", award.pk)
