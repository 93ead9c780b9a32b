"""The wall around the helpline: who reads a row of a case, told by the database alone."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.accounts.roles import NEVER_TOGETHER, ROLES_OF, Kind, Role, Side, side_of
from irhub.accounts.row_security import Acting, acting
from irhub.casework.complaints import complain
from irhub.casework.contacts import add_contact
from irhub.casework.notebook import write_note
from irhub.files.handed_in import HandedIn
from irhub.programmes.actions import add_contact_point
from irhub.programmes.models import ContactPoint
from irhub.support import actions, neutral
from irhub.support.enquiries import enquire
from irhub.support.models import BegunReading, Case, CaseFile, CaseLink, Feedback, Message, Question, SafeguardingLead
from irhub.support.safeguarding import name_lead, raise_concern
from irhub.support.workers import hand_over, withdraw
from tests.factories import NAME, PROVIDER, BodyFactory, MembershipFactory, signed_in
from tests.guidance.factories import VersionFactory
from tests.programmes.factories import HubFactory, manager_of
from tests.support.factories import PAT, CaseFactory, MailFactory, adviser_of, provider_of
from tests.support.mail.letters import letter

pytestmark = pytest.mark.django_db
MODELS = [pytest.param(model, id=model.__name__) for model in apps.get_app_config("support").get_models()]


def state_of(membership: Membership) -> Acting:
    role, kind = Role(membership.role), Kind(membership.body.kind)
    return Acting(person=membership.person_id, body=membership.body_id, role=role, side=str(side_of(kind, role) or ""))


def filled(**told: Any) -> Case:
    """A case with a row in each table of the room. `told`: as of `CaseFactory`."""
    case, other = CaseFactory(**told), CaseFactory(**told)
    ada = adviser_of(case.body)
    actions.link_case(case=case, version=case.version, to=other.reference, by=ada)
    make_the_rest(case, ada)
    return case


def make_the_rest(case: Case, by: Membership) -> None:
    add_contact(case, by=by, **PAT)
    write_note(case, text="Rang them.", by=by)
    told = {
        "client_type": "provider", "client_key": PROVIDER, "client_name": NAME, "name": "Kim Example", "theme": case.theme_id,
        "subject": "A visit", "text": "They come on Monday.",
    }  # fmt: skip
    enquire(case.programme, email="kim@quillmoor.example", told=told)
    BegunReading.objects.create(body=case.body, programme=case.programme, uid=f"1/{case.pk}")
    name_lead(programme=case.programme, person=by.person_id, by=by)
    raise_concern(case, ground="adult", text="Residents are alone at night.", by=by)
    to = ContactPoint.objects.filter(programme=case.programme, audience="worker").first() or add_contact_point(
        programme=case.programme, version=case.programme.version, audience="worker", name="Workers’ line", phone="", email="w@line.example",
        web="", words="", by=manager_of(case.body),
    )  # fmt: skip
    kept = hand_over(
        case.programme, {"to": to.pk, "name": "Kim", "reach": "0121 496 0003", "safe": "", "language": "", "text": ""}
    )
    withdraw(consent=kept, said_on=localdate(), how="By telephone", by=by)
    MailFactory(body=case.body, data=letter(sender=f"x@case-{case.pk}.example", number=str(case.pk)))
    CaseFile.keep(
        HandedIn("list.pdf", "application/pdf", b"%PDF", "0" * 64), by=by, case=case, message=case.messages.first()
    )
    page = VersionFactory(body=case.body, state="published")
    said = actions.reply(
        case=case, version=case.version, text="At least so much.", then="reply", guidance=[page.pk], by=by
    )
    assert said.messages.last().used_guidance.exists()
    neutral.decline(case=case, version=case.version, reason="conflict", by=by)
    sheet = Feedback.objects.create(case=case, body=case.body, questionnaire="feedback", version=1)
    sheet.given.create(body=case.body, question="satisfied", answer="yes", version=1, revision=1, who="the client")
    complain(case, complainant="Pat Example", text="Nobody rang back.", level="minor", by=by)


def everybody(hub) -> list[Membership]:
    """Somebody in each role of each kind of body, and of the hub itself; the provider that asks among them."""
    found = []
    for kind in Kind:
        place = PROVIDER if kind is Kind.PROVIDER else "E08000030" if kind is Kind.COUNCIL else ""
        bodies = [BodyFactory(kind=kind, name=NAME if kind is Kind.PROVIDER else f"Example {kind}", place_code=place)]
        bodies += [hub] if kind is Kind.DELIVERY_PARTNER else []
        for number, body in enumerate(bodies):
            for role in sorted(ROLES_OF[kind]):
                mail = f"{role}-{kind}-{number}@example.org".replace(" ", "-")
                found.append(MembershipFactory(person__email=mail, body=body, role=role))
    return found


def removed(model: type[Model]) -> int:
    """How many rows whoever acts takes away: none where the database gives them no right to."""
    with suppress(ProgrammingError), transaction.atomic():
        return int(model._default_manager.all()._raw_delete("default"))
    return 0


@pytest.mark.parametrize("model", MODELS)
def test_the_database_gives_a_row_to_advisers_of_the_hub_and_the_question_alone_to_the_client(model):
    provider_of()
    case = filled()
    assert model is Question or model.objects.exists(), "filled() makes one"
    tried = 0
    for one in everybody(case.body):
        advises = one.body_id == case.body_id and one.role in (Role.ADVISER, Role.HELPLINE_LEAD)
        its_own = one.body.place_code == PROVIDER and model is Question
        with acting(state_of(one)):
            assert model.objects.exists() is (its_own or (advises and model is not Question)), (one.role, one.body.kind)
            assert not (its_own and removed(model)), "a client removes nothing"
        tried += 1
    assert tried > 60
    with acting(Acting()):
        assert not model.objects.exists()
    assert {Side.OVERSIGHT, Side.ADVICE} == NEVER_TOGETHER


def test_a_client_reads_in_the_database_what_its_page_shows_of_a_case_and_nothing_else_of_it():
    pat = provider_of()
    case = filled()
    with acting(state_of(pat)), connection.cursor() as cursor:
        assert not any(model.objects.exists() for model in (Case, Message, CaseFile))
        cursor.execute("SELECT * FROM support_question WHERE id = %s", [case.pk])
        told = dict(zip((column.name for column in cursor.description), cursor.fetchone(), strict=True))
        assert told == {
            "id": case.pk, "reference": case.reference, "body_id": case.body_id, "client_body_id": pat.body_id,
            "client_key": case.client_key, "subject": case.subject, "opened_at": case.opened_at,
        }  # fmt: skip
        for change in (
            "UPDATE support_question SET subject = 'x'",
            "INSERT INTO support_question (subject) VALUES ('x')",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(change)
    browser = signed_in(pat.person)
    for page in ("help-questions", "help-question"):
        answer = browser.get(reverse(page, args=[case.reference] if page == "help-question" else []))
        assert case.subject in answer.content.decode()
    file = case.files.get()
    assert browser.get(reverse("help-question-file", args=[case.reference, file.pk])).content == b"%PDF"
    assert browser.get(reverse("support-file", args=[case.reference, file.pk])).status_code in (403, 404)


def test_an_adviser_hangs_nothing_on_a_case_of_another_helpline_nor_links_to_it():
    own, other = CaseFactory(), CaseFactory(body=HubFactory(name="Mockshire Employers"))
    ada = adviser_of(own.body)
    file = CaseFile.keep(
        HandedIn("list.pdf", "application/pdf", b"%PDF", "0" * 64), by=ada, case=own, message=own.messages.first()
    )
    first, second = sorted((own, other), key=lambda one: one.pk)
    said = {"body": own.body, "inbound": False, "channel": "page", "who": "Ada", "text": "Ring us on 0121 496 0009."}
    with acting(state_of(ada)):
        for add in (
            lambda: Message.objects.create(case=other, **said),
            lambda: CaseFile.objects.filter(pk=file.pk).update(case=other),
            lambda: CaseLink.objects.create(body=own.body, case=first, other=second),
        ):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                add()
        assert Message.objects.create(case=own, **said).pk


def test_the_helpline_lead_alone_names_who_decides_of_concerns():
    case = CaseFactory()
    ada, leigh = adviser_of(case.body), adviser_of(case.body, "leigh", Role.HELPLINE_LEAD)
    name_lead(programme=case.programme, person=leigh.person_id, by=leigh)
    for who, changed in ((ada, 0), (leigh, 1)):
        with acting(state_of(who)):
            assert SafeguardingLead.objects.update(person=ada.person) == changed
