"""Whoever asks what is held about them is found however they are known, and is told nothing of anybody else."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.db.models import CharField, EmailField, ForeignKey, JSONField, TextField
from django.urls import reverse
from django.utils import timezone

from irhub.accounts.models import Membership, Person
from irhub.accounts.roles import Kind, Role
from irhub.accounts.row_security import system_access
from irhub.accounts.subject_access import everything_about
from irhub.casework.contacts import add_contact
from irhub.casework.notebook import write_note
from irhub.cli.commands import irhub
from irhub.files.handed_in import HandedIn
from irhub.support import actions, neutral, safeguarding
from irhub.support.case_files import keep_files
from irhub.support.models import Case, CaseContact, Feedback, FeedbackAnswer, Party, WorkerConsent
from irhub.web.held_tables import Whom, held, nobody
from tests.accounts.test_keeping import confirmed
from tests.factories import (
    BodyFactory,
    ChallengeFactory,
    PersonFactory,
    StatementFactory,
    TaskFactory,
    signed_in,
)
from tests.legal_advice.factories import AppointmentFactory
from tests.programmes.factories import HubFactory
from tests.standing import stand
from tests.support.factories import PAT, CaseFactory, MailFactory, adviser_of, provider_of
from tests.webinars.factories import BookingFactory

NAMES_PEOPLE = re.compile(r"who|email|phone|complainant|sender_name|lawyer_name|\w+_by")
SECRET = re.compile(
    r"(?:\w+__)?(pass_phrase|password|key|digest|secret|token\w*|sealed|data|eml|link|session_key|lot|hash|hash_before|session_data)"
)
NOT_OF_PEOPLE = {"organisations.Link.decided_by", "programmes.Programme.commissioned_by", "indicators.Owned.owner_name"}
"""Columns that are named as if they named somebody: what decided, and who pays."""


def test_of_each_table_it_is_decided_whether_it_holds_something_about_people():
    holds, tells_nothing = {one.model for one in held()}, nobody()
    every = {model for model in apps.get_models(include_auto_created=True) if model._meta.managed or model in holds}
    undecided = {model._meta.label for model in every - holds - set(tells_nothing) if not model._meta.auto_created}
    assert not undecided, (
        "name these tables in the module `held` of their room: what they hold, or why they tell of nobody"
    )
    assert not {model._meta.label for model in holds & set(tells_nothing)}


def test_every_column_that_names_a_person_finds_them_and_none_that_keeps_a_secret_is_told():
    looked_up: dict[str, set[str]] = {}
    for one in held():
        columns = (*one.emails, *one.names, *one.phones, *one.texts)
        looked_up.setdefault(one.model._meta.label, set()).update(name.partition("__")[0] for name in columns)
        assert not [name for name in one.columns if SECRET.fullmatch(name)], one.model
        assert one.columns, one.model
    missed = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            points = isinstance(field, ForeignKey) and field.related_model in (Person, Membership)
            texts = isinstance(field, CharField | TextField | EmailField | JSONField)
            name = f"{model._meta.label}.{field.name}"
            if (points or (texts and NAMES_PEOPLE.fullmatch(field.name))) and name not in NOT_OF_PEOPLE:
                missed += [] if field.name in looked_up.get(model._meta.label, set()) else [name]
    assert not missed


@pytest.mark.django_db
def test_somebody_is_found_by_address_by_name_and_by_telephone_and_told_nothing_of_others():
    case = CaseFactory(contact=PAT | {"pass_phrase": "blue heron", "email": "", "phone": "+44 (0)121 496-0001"})
    ada = adviser_of(case.body)
    add_contact(case, by=ada, **PAT | {"name": "Sam Mockley", "email": "sam@quillmoor.example", "phone": ""})
    write_note(case, text="Rang Pat Example, who sounds worried: ask Sam@quillmoor.example.", by=ada)
    safeguarding.raise_concern(case, ground="adult", text="Pat Example fears for a resident.", by=ada)
    AppointmentFactory()
    BookingFactory(name="Pat Example", email="other@example.org")
    WorkerConsent.objects.create(
        body=case.body,
        programme=case.programme,
        to="Line",
        words="I agree",
        passed_on="Name: Pat Example\nReach: 0121 4960001",
    )
    Party.objects.create(
        body=case.body,
        key="firm:pat example",
        side="speaks",
        name="Pat Example",
        first_on="2026-01-01",
        last_on="2026-01-02",
    )
    Party.objects.create(body=case.body, key="provider:9", side="about", for_key="council:1", name="Pat Example", first_on="2026-01-01", last_on="2026-01-02")  # fmt: skip
    told = everything_about(Whom(name="pat  EXAMPLE"), by="test").sections
    assert {
        "case contacts",
        "case notes",
        "messages of cases",
        "callers",
        "bookings",
        "consents of workers",
        "parties",
    } <= set(told)
    assert "concerns" not in told, "its lead decides what is told of a concern"
    assert [row["side"] for row in told["parties"]] == ["speaks"], "that somebody was asked about is told in confidence"
    assert {row["found by"] for rows in told.values() for row in rows} == {"name"}
    for other in (
        "sam@quillmoor.example",
        "Sam Mockley",
        "blue heron",
        ada.person.email,
        CaseContact.objects.first().key,
    ):
        assert other.lower() not in str(told).lower()
    by_phone = everything_about(Whom(phone="0121 496 0001"), by="test").sections
    assert by_phone["case contacts"][0]["name"] == "Pat Example"
    assert by_phone["consents of workers"][0]["found by"] == "telephone"
    of_ada = everything_about(Whom(ada.person.email), by="test").sections
    assert of_ada["case contacts"][0].keys() == {"case__reference", "added_at", "added_by"}, (
        "that she added them, not whom"
    )


@pytest.mark.django_db
def test_a_refusal_that_is_not_told_yet_is_not_told_by_what_is_held_either():
    case = CaseFactory(client_name="Pat Example", contact=PAT)
    neutral.decline(case=case, version=case.version, reason="conflict", by=adviser_of(case.body))
    told = str(everything_about(Whom(PAT["email"], "Pat Example"), by="test").sections).lower()
    assert "conflict" not in told
    assert "could not act" not in told


@pytest.mark.django_db
def test_files_and_mails_come_beside_what_is_held_and_no_page_breaks(tmp_path):
    case = CaseFactory(contact=PAT)
    MailFactory(body=case.body)
    file = HandedIn("the list?.pdf", "application/pdf", b"%PDF-1.7", "0" * 64)
    with system_access("a client writes"):
        actions.hear(case=case, text="Here it is.", who=PAT["name"], channel="page", by="a link", files=[file])
    asks = ["subject-access", PAT["email"], "--files", str(tmp_path)]
    (row,) = json.loads(CliRunner().invoke(irhub, asks).stdout)["files of cases"]
    assert (tmp_path / row["file"]).read_bytes() == b"%PDF-1.7"
    assert (row["name"], row["media_type"], row["size"]) == ("the list?.pdf", "application/pdf", 8)
    boss = signed_in(PersonFactory(email="boss@example.org", is_system_administrator=True))
    page = reverse("subject-access")
    for kind in ("json", "csv", "html"):
        answer = confirmed(boss, page).post(page, {"email": PAT["email"], "kind": kind})
        packed = zipfile.ZipFile(io.BytesIO(answer.content))
        assert packed.namelist() == [f"everything-held.{kind}", row["file"]]
    sender = everything_about(Whom("pat@quillmoor.example"), by="test").sections
    assert "data" not in str(sender.keys())
    ada = adviser_of(case.body)
    keep_files(case.messages.last(), [HandedIn("rota.pdf", "application/pdf", b"%PDF-1.7", "0" * 64)], by=ada)
    of_ada = everything_about(Whom(ada.person.email), by="test")
    assert not of_ada.files, "whoever keeps a client’s file is not handed it"
    assert [set(row) for row in of_ada.sections["files of cases"]] == [{"case__reference", "kept_at", "kept_by"}]
    of_pat = everything_about(Whom(PAT["email"]), by="test")
    assert len(of_pat.files) == 2
    assert ada.person.email not in str(of_pat.sections["files of cases"])
    for given, said in (
        ({"phone": "12"}, "Enter the whole telephone number"),
        ({}, "Enter an e-mail address, a name or a telephone number"),
    ):
        assert said in boss.post(page, given | {"kind": "json"}).content.decode()
    assert CliRunner().invoke(irhub, ["subject-access"]).exit_code == 2


@pytest.mark.django_db
def test_an_auditor_of_a_council_finds_nobody_at_the_helpline():
    CaseFactory(contact=PAT)
    council = BodyFactory()
    client = signed_in(PersonFactory(email="auditor@example.org", roles=[(council, Role.AUDITOR)]))
    page = reverse("subject-access")
    answer = confirmed(client, page).post(
        page, {"email": PAT["email"], "name": PAT["name"], "phone": PAT["phone"], "kind": "json"}
    )
    assert council.kind == Kind.COUNCIL
    assert "Nothing is held" in answer.content.decode()
    assert "the helpline: the body that runs it" in answer.content.decode(), (
        "it says who answers for what was not looked in"
    )
    assert Case.objects.exists()


@pytest.mark.django_db
def test_an_auditor_is_told_what_concerns_the_own_body_and_nothing_of_another():
    leeds, york = BodyFactory(name="Leeds"), BodyFactory(name="York")
    officer = PersonFactory(email="officer@example.org", roles=[(york, Role.REVIEWER)])
    StatementFactory(written_by="boss@quillmoor.example")
    ChallengeFactory(opened_by="boss@quillmoor.example", state="agreed", answered_by=officer.email, answer="It was.",
                     answered_at=timezone.now())  # fmt: skip
    ChallengeFactory(opened_by=officer.email, body=york, text="York says so.")
    TaskFactory(body=york, owner=officer)
    told = {}
    for place in (leeds, york):
        auditor = signed_in(PersonFactory(email=f"auditor@{place.name}.example", roles=[(place, Role.AUDITOR)]))
        page = reverse("subject-access")
        client = confirmed(auditor, page)
        for email in ("boss@quillmoor.example", officer.email):
            answer = client.post(page, {"email": email, "kind": "json"})
            told[place.name, email] = {} if answer.headers["Content-Type"].startswith("text/html") else answer.json()
    about = {"statements", "challenges", "tasks"}
    for place in ("Leeds", "York"):
        assert not about & set(told[place, "boss@quillmoor.example"])
    assert not about & set(told["Leeds", officer.email])
    assert [row["text"] for row in told["York", officer.email]["challenges"] if "text" in row] == ["York says so."]
    assert "It was." in str(told["York", officer.email]["challenges"])
    assert "tasks" in told["York", officer.email]


@pytest.mark.django_db
def test_the_auditor_of_the_body_that_helps_answers_for_what_it_was_told_and_for_no_other_bodys():
    case, other = CaseFactory(contact=PAT), CaseFactory(contact=PAT, body=HubFactory(name="Exampleton hub"))
    AppointmentFactory()
    client = signed_in(PersonFactory(email="auditor@example.org", roles=[(case.body, Role.AUDITOR)]))
    page = reverse("subject-access")
    told = confirmed(client, page).post(page, {"email": PAT["email"], "kind": "json"}).json()
    assert {row["case__reference"] for row in told["case contacts"]} == {case.reference}
    assert case.body != other.body
    assert "not looked in" not in told


@pytest.mark.django_db
def test_a_system_administrator_who_oversees_gets_nothing_that_was_told_in_confidence():
    case = CaseFactory(contact=PAT)
    boss = PersonFactory(email="boss@example.org", is_system_administrator=True, roles=[(BodyFactory(), Role.VIEWER)])
    page = reverse("subject-access")
    ada = adviser_of(case.body).person
    told = confirmed(signed_in(boss), page).post(page, {"email": ada.email, "kind": "json"}).json()
    assert "case contacts" not in told
    assert told["people"][0]["email"] == ada.email
    assert {"what": "the helpline", "who answers for it": "the body that runs it"} in told["not looked in"]


@pytest.mark.django_db
def test_that_an_organisation_asked_is_not_found_by_its_name_and_that_a_worker_did_is():
    case = CaseFactory(contact=PAT)
    booked = AppointmentFactory()
    for name in (case.client_name, booked.client_name):
        assert not everything_about(Whom(name=name), by="test").sections
    stand(case, client_type="worker", client_name="Kim Example")
    assert everything_about(Whom(name="Kim Example"), by="test").sections["cases"][0]["reference"] == case.reference


@pytest.mark.django_db
def test_a_client_finds_what_they_said_of_the_helpline_and_a_colleague_what_they_wrote_signed_in():
    case = stand(CaseFactory(contact=PAT), state="closed", outcome="answered", closed_at=timezone.now())
    sheet = Feedback.objects.create(
        body=case.body, case=case, contact=case.contacts.get(), questionnaire="feedback", version=1
    )
    FeedbackAnswer.objects.create(
        body=case.body,
        sheet=sheet,
        question="words",
        answer="Ring back",
        who="the client, by the link",
        revision=1,
        version=1,
    )
    for whom in (Whom(PAT["email"]), Whom(name=PAT["name"])):
        assert everything_about(whom, by="test").sections["feedback answers"][0]["answer"] == "Ring back"
    sam = provider_of()
    asked = CaseFactory(contact=PAT)
    with system_access("a colleague writes"):
        actions.hear(case=asked, text="We found two more.", who=sam.person.name, channel="page", by=sam)
    (row,) = everything_about(Whom(sam.person.email), by="test").sections["messages of cases"]
    assert (row["text"], row["found by"]) == ("We found two more.", "name")
