"""Contacts, notes and complaints of a case are changed on pages, and nothing that was written is lost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.absences import say_away
from irhub.accounts.roles import Role
from irhub.accounts.row_security import system_access
from irhub.casework.complaints import complain
from irhub.casework.notebook import write_note
from irhub.files.handed_in import HandedIn
from irhub.notify.models import Message as Mail
from irhub.notify.sealing import unseal
from irhub.support import actions
from irhub.support.case_files import keep_files
from irhub.support.models import Case, CaseLink, Party
from irhub.support.parties import key_of
from irhub.support.retention import over
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day
from irhub.web.retention_rules import removes
from irhub.web.working_days import working_days_after
from tests.factories import PROVIDER, OrganisationFactory, signed_in
from tests.standing import stand
from tests.support.factories import PAT, CaseFactory, adviser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    OrganisationFactory()
    return CaseFactory(contact=PAT)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def part(case: Case, kind: str, what: str, nth: int = 1) -> str:
    return reverse("support-part", args=[case.reference, kind, nth, what])


def test_a_contact_is_changed_retired_and_brought_back_and_who_was_slower_is_refused(case):
    ada = signed_in(adviser_of(case.body).person)
    page = text_of(ada.get(reverse("support-case", args=[case.reference])))
    assert part(case, "contact", "change") in page
    assert part(case, "contact", "bring-back") not in page
    pat = case.contacts.get()
    form = text_of(ada.get(part(case, "contact", "change")))
    assert PAT["email"] in form
    told = {
        **PAT,
        "firm": "",
        "calls": "no message",
        "announce": "yes",
        "pass_phrase": "",
        "adaptations": "",
        "version": pat.version,
    }
    assert ada.post(part(case, "contact", "change"), told).status_code == 302
    assert ada.post(part(case, "contact", "change"), told | {"name": "Kim"}).status_code == 409
    pat.refresh_from_db()
    assert (pat.calls, pat.name) == ("no message", "Pat Example")
    assert ada.post(part(case, "contact", "retire"), {"version": pat.version}).status_code == 302
    assert "No longer speaks for the client" in text_of(ada.get(reverse("support-case", args=[case.reference])))
    assert ada.post(part(case, "contact", "bring-back"), {"version": pat.version + 1}).status_code == 302
    assert ada.get(part(case, "contact", "change", 2)).status_code == 404
    assert ada.get(part(case, "contact", "dance")).status_code == 404


def test_mail_that_came_back_is_told_with_the_contact_and_where_a_reply_is_written_until_the_address_changes(case):
    ada = signed_in(adviser_of(case.body).person)
    case.contacts.update(bounced_at=timezone.now())
    pat = case.contacts.get()
    told = f"came back on {day(localdate())}"
    assert text_of(ada.get(reverse("support-case", args=[case.reference]))).count(told) == 2
    reply = reverse("support-do", args=[case.reference, "reply"])
    assert f"Mail to Pat Example at {PAT['email']} {told}" in text_of(ada.get(reply))
    fresh = {**PAT, "calls": "any", "announce": "yes", "version": pat.version, "email": "pat@elsewhere.example"}
    assert ada.post(part(case, "contact", "change"), fresh).status_code == 302
    assert told not in text_of(ada.get(reply))


def test_a_firm_that_is_named_later_enters_the_register_of_parties(case):
    ada = signed_in(adviser_of(case.body).person)
    kim = {
        "name": "Kim Example",
        "relation": "acts",
        "authority": "said",
        "email": "kim@mockford.example",
        "calls": "any",
        "announce": "yes",
    }
    add = reverse("support-do", args=[case.reference, "contact"])
    assert ada.post(add, kim | {"firm": "Mockford Advice Ltd"}).status_code == 302
    spoke = Party.objects.filter(side="speaks", for_key=key_of("provider", PROVIDER))
    assert [one.name for one in spoke] == ["Mockford Advice Ltd"]
    assert ada.post(part(case, "contact", "change", 2), kim | {"firm": "Tallowby Law", "version": 1}).status_code == 302
    assert {one.name for one in spoke.all()} == {"Mockford Advice Ltd", "Tallowby Law"}, "who spoke before stays known"


def test_a_corrected_note_shows_what_it_said_before(case):
    by = adviser_of(case.body)
    write_note(case, text="They rang on Tuesday.", by=by)
    ada = signed_in(by.person)
    assert "They rang on Tuesday." in text_of(ada.get(part(case, "note", "correct")))
    assert ada.post(part(case, "note", "correct"), {"text": "They rang on Monday."}).status_code == 302
    page = text_of(ada.get(reverse("support-case", args=[case.reference])))
    assert page.index("They rang on Monday.") < page.index("What it said before") < page.index("They rang on Tuesday.")
    assert ada.post(part(case, "note", "correct"), {"text": "They rang on Sunday."}).status_code == 409


def test_a_complaint_is_moved_from_the_pages_and_the_lead_answers_it(case):
    by, lead = adviser_of(case.body), adviser_of(case.body, "leigh", Role.HELPLINE_LEAD)
    made = complain(case, complainant="Pat Example", text="Nobody rang.", level="minor", owner=lead.person_id, by=by)
    ada, leigh = signed_in(by.person), signed_in(lead.person)
    queue = text_of(ada.get(reverse("support")))
    letter = working_days_after(localdate(), 1)[0]
    assert f"holding letter due by {letter.day} " in queue
    assert "15 working days" in text_of(ada.get(part(case, "complaint", "letter")))
    ada.post(part(case, "complaint", "letter"), {"version": made.version})
    ada.post(part(case, "complaint", "ask"), {"version": made.version + 1, "text": "When was it?"})
    ada.post(part(case, "complaint", "hear"), {"version": made.version + 2, "text": "On Tuesday."})
    answer = {"version": made.version + 3, "justified": "yes", "text": "You were right, and we are sorry."}
    assert part(case, "complaint", "answer") not in text_of(ada.get(reverse("support-case", args=[case.reference])))
    assert ada.post(part(case, "complaint", "answer"), answer).status_code == 400
    assert leigh.post(part(case, "complaint", "answer"), answer).status_code == 302
    leigh.post(part(case, "complaint", "settle"), {"version": made.version + 4, "resolved": "no"})
    leigh.post(part(case, "complaint", "reopen"), {"version": made.version + 5, "text": "They rang again."})
    made.refresh_from_db()
    assert made.state == "looked into"
    assert made.events.filter(text="You were right, and we are sorry.").exists()


def test_a_second_question_becomes_a_case_of_its_own_with_who_speaks_and_a_link(case):
    by = adviser_of(case.body)
    said = case.messages.get()
    theme = case.programme.themes.get(code="salary")
    keep_files(said, [HandedIn("list.pdf", "application/pdf", b"%PDF-", "0" * 64)], by=by)
    split = {"message": said.pk, "theme": theme, "subject": "And the salary?", "by": by}
    made = actions.split_case(case=case, version=case.version, **split)
    assert (made.state, made.theme, made.opened_at) == ("new", theme, said.at)
    assert [one.email for one in made.contacts.all()] == [PAT["email"]]
    assert made.contacts.get().key != case.contacts.get().key
    assert made.messages.get().text == said.text
    assert [one.message.case for one in made.files.all()] == [made], "the files of what moves go along"
    assert not case.files.exists()
    assert CaseLink.objects.get().other == made
    with pytest.raises(ActionRefused, match="in which they ask it"):
        actions.split_case(case=case, version=case.version, **split | {"message": 0})
    stand(case, state="closed", outcome="answered", closed_at=timezone.now() - timedelta(days=1))
    with system_access("the time of the first case is over"):
        assert removes(Case, over)(timezone.now()) == 1
    assert (made.messages.get().text, made.files.count()) == (said.text, 1), "each case has a time of its own"


def test_a_reply_can_end_the_case_in_the_same_step(case):
    ada = signed_in(adviser_of(case.body).person)
    told = {"version": case.version, "text": "Ten of them.", "channel": "mail", "then": "close"}
    assert ada.post(reverse("support-do", args=[case.reference, "reply"]), told).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "answered")


def test_whom_a_case_is_given_or_escalated_to_is_written_to_or_their_cover_without_a_word_of_the_client(case):
    by, ben = adviser_of(case.body), adviser_of(case.body, "ben")
    adviser_of(case.body, "leigh", Role.HELPLINE_LEAD)
    say_away(first=localdate(), last=localdate(), cover=adviser_of(case.body, "kim").pk, by=ben)
    actions.hand_over(case=case, version=case.version, owner=ben.person_id, by=by)
    actions.escalate(case=case, version=case.version, reason="They want it in writing.", by=by)
    letters = [
        unseal(bytes(mail.sealed)) for mail in Mail.objects.filter(kind="helpline-yours").order_by("posted_at", "pk")
    ]
    assert [one.to for one in letters] == ["kim@hub.example", "leigh@hub.example"]
    for one in letters:
        assert case.reference in one.subject
        assert case.client_name not in one.text + one.subject
