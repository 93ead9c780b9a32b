"""The way of an agency through the pages, without JavaScript: from the framework to the list, a suspension and its answer."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from irhub.accounts.acting import acting_in
from irhub.accounts.roles import Role
from irhub.suppliers import entries
from irhub.suppliers.method import method, newest
from irhub.suppliers.models import Application, Assessment, Concern, Entry, Framework
from tests.factories import Browser, MembershipFactory, signed_in
from tests.programmes.factories import SANDWELL, WALSALL
from tests.suppliers.factories import (
    ApplicationFactory,
    EntryFactory,
    OperatorFactory,
    SupplierFactory,
    assessor_of,
    officer_of,
    passing,
    speaker_of,
)

pytestmark = pytest.mark.django_db


def send(client: Browser, route: str, args: list[Any], data: dict[str, Any], says: str = "") -> str:
    """Post a form and read the page to which it leads. `says`: what that tells."""
    answer = client.post(reverse(route, args=args), data, follow=True)
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    assert answer.status_code == 200, (route, re.sub(r"\s+", " ", text)[:2000])
    assert says in text, (route, re.sub(r"\s+", " ", text)[:2000])
    return text


def press(client: Browser, route: str, thing: Any, tells: str, **data: Any) -> str:
    """Press a button that carries the version of a thing."""
    thing.refresh_from_db()
    return send(client, route, [thing.pk], {"version": thing.version} | data, tells)


def test_of_two_who_change_details_at_once_the_second_is_told_and_keeps_what_they_typed():
    made = ApplicationFactory()
    client, address = signed_in(speaker_of(made.supplier).person), reverse("supplier-details", args=[made.pk])
    typed = {
        "kind": "agency",
        "company_number": made.company_number,
        "lots": ["Nurses"],
        "councils": [WALSALL],
        "version": made.version,
    }
    assert client.post(address, typed | {"name": "By the first"}).status_code == 302
    late = client.post(address, typed | {"name": "By the second"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Somebody else changed this in the meantime" in page
    assert 'value="By the second"' in page, "nothing typed is lost"
    made.refresh_from_db()
    assert made.name == "By the first", "nor what the first saved"
    assert client.post(address, typed | {"name": "By both", "version": made.version}).status_code == 302
    made.refresh_from_db()
    assert made.name == "By both"


def framework_described(officer: Browser) -> Framework:
    send(officer, "framework-add", [], {
        "name": "Ethical recruiters", "summary": "Recruiters that were checked.", "basis": "advisory", "lots": "Nurses\nManaged service\nNurses",
        "councils": [WALSALL, SANDWELL], "contact": "frameworks@example.org", "opens_on-day": "1", "opens_on-month": "11", "opens_on-year": "2026",
    }, "Saved as a draft")  # fmt: skip
    made = Framework.objects.get()
    assert made.lots == ["Nurses", "Managed service"]
    press(officer, "framework-open", made, "everybody sees it")
    return made


def applied(agency: Browser, framework: Framework) -> Application:
    assert "Apply" in agency.get(reverse("framework", args=[framework.pk])).content.decode()
    details = {"kind": "agency", "name": "Quillmoor Staffing Ltd", "lots": ["Nurses"], "councils": [WALSALL]}
    send_wrong = agency.post(reverse("supplier-apply", args=[framework.pk]), details | {"company_number": "twelve"})
    assert "Enter the company number as Companies House writes it" in send_wrong.content.decode()
    send(agency, "supplier-apply", [framework.pk], details | {"company_number": "1234567"}, "Not submitted.")
    made = Application.objects.get()
    for page in newest().pages:
        send(
            agency,
            "supplier-page",
            [made.pk, page.key],
            {each.key: passing(each) for each in page.questions} | {"seen": made.sheet.revision},
            "Saved.",
        )
        made.sheet.refresh_from_db()
    file = SimpleUploadedFile("policy.txt", b"Our policy.", content_type="text/plain")
    send(agency, "supplier-evidence-add", [made.pk, "standing"], {"evidence": file}, "The files are added.")
    press(
        agency,
        "supplier-submit",
        made,
        "Submitted. Your reference is SA-",
        signed_by="Pat Example, director",
        true="on",
    )
    return made


def assessed(officer: Browser, made: Application, assessors: list[Any]) -> None:
    press(officer, "supplier-begin-checks", made, "the registers have been asked")
    page = officer.get(reverse("supplier-assess", args=[made.pk])).content.decode()
    told = re.findall(r'name="key" value="([^"]+)"', page)
    assert told == [each.key for each in method().checks], "each form records its own check"
    for check in method().checks:
        press(officer, "supplier-check", made, "Recorded.", key=check.key, result="clear", says="Looked.")
    for one in assessors:
        press(officer, "supplier-assessor", made, "declares interests before", person=one.person_id)
    press(officer, "supplier-begin-assessment", made, "can hand in their scores now")
    for number, one in enumerate(assessors):
        client, work = signed_in(one.person), Assessment.objects.get(assessor=one.person)
        assert made.name in client.get(reverse("supplier-assessment", args=[work.pk])).content.decode()
        press(client, "supplier-declare", work, "The application is open to you.")
        for page in newest().pages:
            work.refresh_from_db()
            data = {each.key: "0" if number and each.key == "q22" else "2" for each in page.questions}
            send(client, "supplier-scores", [work.pk, page.key], data | {"version": work.version}, "Saved: ")
            shown = client.get(reverse("supplier-scores", args=[work.pk, page.key])).content.decode()
            assert made.name not in shown, "whose answers are scored is not shown beside them"
        press(client, "supplier-hand-in", work, "Handed in.")
    assert "Nobody sees a score" not in officer.get(reverse("supplier-assess", args=[made.pk])).content.decode()
    made.refresh_from_db()
    send(
        officer,
        "supplier-agree",
        [made.pk, "q22"],
        {"version": made.version, "grade": "2", "why": "Both packs were looked at."},
        "Kept.",
    )
    press(officer, "supplier-end-moderation", made, "It waits to be decided.")


def test_an_agency_goes_from_the_framework_to_the_list_and_answers_a_suspension():
    body = OperatorFactory()
    officer, second = signed_in(officer_of(body).person), signed_in(officer_of(body, "second").person)
    agency = signed_in(speaker_of(SupplierFactory()).person)
    framework = framework_described(officer)
    made = applied(agency, framework)
    assert made.reference in officer.get(reverse("supplier-desk")).content.decode()
    assessed(officer, made, [assessor_of(body, "ada"), assessor_of(body, "ben")])
    made.refresh_from_db()
    decision = {"version": made.version, "outcome": "with conditions", "conditions": "Publish a fee map.", "due-day": "1", "due-month": "6", "due-year": "2045",
                "no_interest": "on"} | {f"reason-{page.key}": "By the evidence." for page in newest().pages}  # fmt: skip
    looked = send(second, "supplier-decide", [made.pk], decision | {"go": "look"}, "The letter, not sent yet")
    assert "Condition, to be met by 1 June 2045: Publish a fee map." in looked
    assert Application.objects.get(pk=made.pk).state == "decision"
    send(second, "supplier-decide", [made.pk], decision | {"go": "send"}, "The letter is sent")
    entry = Entry.objects.get()
    visitor = Browser(headers={"host": "localhost"})
    assert visitor.get(reverse("supplier", args=[entry.pk])).status_code == 404
    press(agency, "supplier-terms", entry, "You are on the list.")
    public = visitor.get(reverse("supplier", args=[entry.pk])).content.decode()
    assert "Publish a fee map." in public
    assert "advisory list" in public
    listed = visitor.get(reverse("suppliers") + "?q=quillmoor&lot=Nurses").content.decode()
    assert "Quillmoor Staffing Ltd" in listed
    assert "No recruiter fits" in visitor.get(reverse("suppliers") + "?lot=Managed+service").content.decode()
    press(officer, "supplier-suspend", entry, "Suspended.", reason="A register changed.")
    press(agency, "supplier-answer", entry, "Your answer is sent.", text="It is a mistake.")
    assert "It is a mistake." in officer.get(reverse("supplier-entry", args=[entry.pk])).content.decode()
    press(second, "supplier-lift", entry, "The suspension has ended.", reason="It was a mistake.")
    history = visitor.get(reverse("supplier", args=[entry.pk])).content.decode()
    assert history.count("Suspended while something is looked into, from") == 1
    assert "It was a mistake" not in history


def test_two_who_answer_one_page_at_once_lose_nothing():
    framework = framework_described(signed_in(officer_of(OperatorFactory()).person))
    supplier = SupplierFactory()
    agency = signed_in(speaker_of(supplier).person)
    send(
        agency,
        "supplier-apply",
        [framework.pk],
        {"kind": "agency", "name": "Q", "company_number": "01234567", "lots": ["Nurses"], "councils": [WALSALL]},
    )
    made = Application.objects.get()
    send(agency, "supplier-page", [made.pk, "money"], {"q9": "We take nothing.", "seen": 0}, "Saved.")
    answer = agency.post(reverse("supplier-page", args=[made.pk, "money"]), {"q9": "Something else.", "seen": 0})
    text = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "answered “Who pays what” as “We take nothing.”" in text
    assert "Something else." in text


def test_nobody_but_suppliers_is_offered_to_apply_and_whoever_is_told_how():
    framework = framework_described(signed_in(officer_of(OperatorFactory()).person))
    visitor = Browser(headers={"host": "localhost"})
    page = visitor.get(reverse("framework", args=[framework.pk])).content.decode()
    assert "mailto:frameworks@example.org" in page
    assert "40 questions" in page
    asked = visitor.get(reverse("framework-questions", args=[framework.pk])).content.decode()
    assert all(html.escape(each.title, quote=False)[:40] in asked.replace("&#39;", "'") for each in newest().questions)


def test_a_flood_of_concerns_ends_in_a_sentence():
    entry = EntryFactory(listed=True)
    client = signed_in(speaker_of(entry.supplier).person)
    where = reverse("supplier-concern", args=[entry.pk])
    answers = [client.post(where, {"text": f"They asked for £{number}."}) for number in range(11)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [400]
    assert "Too many concerns came from where you are" in answers[-1].content.decode()
    assert Concern.objects.count() == 10


def test_a_supplier_is_told_on_its_day_what_waits_for_it_a_suspension_before_all_else():
    entry = EntryFactory(listed=True)
    by, speaker = officer_of(entry.body), speaker_of(entry.supplier)
    page = signed_in(speaker.person).get(reverse("own"), follow=True).content.decode()
    assert "suspension" not in page
    with acting_in(by):
        entries.suspend(entry, version=entry.version, reason="A report.", by=by)
    site = signed_in(speaker.person)
    assert "1 suspension to answer" in site.get(reverse("own"), follow=True).content.decode()
    page = site.get(reverse("supplier-application", args=[entry.application_id])).content.decode()
    assert "Renew with these answers" not in page, "a new application ends no suspension"


def test_a_lead_who_decides_on_suppliers_finds_them_and_describes_no_framework():
    entry = EntryFactory(listed=True)
    lead = MembershipFactory(body=entry.body, role=Role.LEAD, person__email="lead@partnership.example")
    site = signed_in(lead.person)
    assert entry.name in site.get(reverse("supplier-entries")).content.decode()
    page = site.get(reverse("supplier-desk")).content.decode()
    assert entry.framework.name in page
    assert "Describe a framework" not in page
    assert site.get(reverse("framework-add")).status_code == 403
