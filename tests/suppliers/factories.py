"""Frameworks, applications and suppliers, each on the fewest other things that it needs. Every name is invented."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from django.utils.timezone import localdate
from factory.django import DjangoModelFactory

from irhub.accounts.models import Body, Membership
from irhub.accounts.moving import begin
from irhub.accounts.roles import OVERSIGHT, Kind, Role
from irhub.suppliers import applying, concerns, frameworks, registering
from irhub.suppliers.method import Asked, Weight, newest
from irhub.suppliers.models import Application, Assessment, Basis, Concern, Entry, Evidence, Framework, Task
from irhub.suppliers.workflows import ApplicationState, EntryState
from tests.factories import BodyFactory, MembershipFactory
from tests.programmes.factories import SANDWELL, WALSALL
from tests.standing import stand

NUMBER = "01234567"
APPLICANT = "Quillmoor Staffing Ltd"


def officer_of(body: Body, name: str = "officer") -> Membership:
    """Somebody who runs the frameworks of a body."""
    made: Membership = MembershipFactory(
        body=body, role=Role.FRAMEWORK_OFFICER, person__email=f"{name}-of-{body.pk}@example.org"
    )
    return made


def assessor_of(body: Body, name: str = "assessor") -> Membership:
    """Somebody who scores for a body."""
    made: Membership = MembershipFactory(
        body=body, role=Role.ASSESSOR, person__email=f"{name}-of-{body.pk}@example.org"
    )
    return made


def speaker_of(supplier: Body) -> Membership:
    """Somebody who speaks for a supplier."""
    made: Membership = MembershipFactory(
        body=supplier, role=Role.ADMINISTRATOR, person__email=f"speaker-of-{supplier.pk}@agency.example"
    )
    return made


class OperatorFactory(BodyFactory):
    """A partnership that runs a framework."""

    kind = Kind.PARTNERSHIP
    name = "Sampleshire Partnership"


class SupplierFactory(BodyFactory):
    """A recruitment agency that signs in."""

    kind = Kind.SUPPLIER
    name = APPLICANT


def operator(body: Body) -> Body:
    """The body itself if it can run a framework, else a partnership."""
    return body if body.kind in OVERSIGHT else OperatorFactory()


class FrameworkFactory(DjangoModelFactory[Framework]):
    """A draft of an advisory list with two lots and two councils; `open=True`: one to which anybody can apply."""

    class Meta:
        model = Framework

    body = factory.SubFactory(OperatorFactory)
    open = False

    @classmethod
    def _create(cls, model_class: type[Framework], *_: Any, body: Body, open: bool, **more: Any) -> Framework:
        body = operator(body)
        by = officer_of(body)
        usual: dict[str, Any] = {
            "name": f"Ethical recruiters of {body.name}", "summary": "Recruiters that were checked and assessed.", "basis": Basis.ADVISORY,
            "lots": ["Nurses", "Care workers who are here already"], "councils": [WALSALL, SANDWELL], "contact": "frameworks@example.org",
            "opens_on": localdate() - timedelta(days=30), "closes_on": None, "ends_on": None, "notice": "",
        }  # fmt: skip
        told = usual | more
        made = model_class.objects.filter(name=told["name"]).first() or frameworks.add_framework(by=by, **told)
        if open and made.state == "draft":
            frameworks.open_framework(made, version=made.version, by=by)
        return made


class ApplicationFactory(DjangoModelFactory[Application]):
    """An application that was begun. `answered=True`: with every answer one that passes; `state`: put there past the table."""

    class Meta:
        model = Application

    body = factory.SubFactory(OperatorFactory)
    answered = False
    state = ApplicationState.DRAFT

    @classmethod
    def _create(
        cls, model_class: type[Application], *_: Any, body: Body, answered: bool, state: str, **more: Any
    ) -> Application:
        supplier = more.pop("supplier", None) or (body if body.kind == Kind.SUPPLIER else SupplierFactory())
        framework = more.pop("framework", None) or FrameworkFactory(body=body, open=True)
        told = {
            "kind": "agency", "name": supplier.name, "company_number": NUMBER, "lots": ["Nurses"], "councils": [WALSALL], "interests": "",
            "changed": "",
        }  # fmt: skip
        made = applying.begin_application(framework, by=speaker_of(supplier), **(told | more))
        if answered:
            answer_all(made)
        if state != ApplicationState.DRAFT:
            now = timezone.now()
            stand(
                made, state=state, submitted_at=now, readable_on=localdate(), signed_by="Pat Example, director",
                decided_at=now if state in ("refused", "approved") else None,
            )  # fmt: skip
        return made


def passing(question: Asked) -> str:
    """An answer with which a question is passed."""
    if question.options:
        return (question.passes or tuple(question.options))[0]
    return "We keep a log, and show it to hirers."


def answer_all(application: Application, **otherwise: str) -> None:
    """Give every question an answer that passes, but those that are said otherwise."""
    sheet = application.sheet
    sheet.given.model.objects.bulk_create(
        sheet.given.model(
            sheet=sheet, body_id=sheet.body_id, question=each.key, answer=otherwise.get(each.key, passing(each)), version=sheet.version,
            revision=sheet.revision + 1, who="speaker@agency.example",
        )
        for each in newest().questions
    )  # fmt: skip
    sheet.revision += 1
    sheet.save(update_fields=["revision"])


def grades(grade: int = 2, **otherwise: int) -> dict[str, tuple[int, str]]:
    """A grade for every question, with why."""
    return {each.key: (otherwise.get(each.key, grade), "By the evidence.") for each in newest().questions}


GATES = [each.key for each in newest().questions if each.weight is Weight.GATE]


class AssessmentFactory(DjangoModelFactory[Assessment]):
    """Somebody who was asked to assess an application that is being assessed."""

    class Meta:
        model = Assessment

    body = factory.SubFactory(OperatorFactory)

    @classmethod
    def _create(cls, model_class: type[Assessment], *_: Any, body: Body, **more: Any) -> Assessment:
        application = more.pop("application", None)
        if application is None:
            application = ApplicationFactory(body=body, answered=True, state=ApplicationState.ASSESSMENT)
        person = more.pop("person", None) or assessor_of(application.body).person
        made = Assessment(
            body_id=application.body_id, application=application, assessor=person, email=person.email, told=application.name
        )  # fmt: skip
        return begin(made, by="test", told="asked somebody to assess an application")


class EntryFactory(DjangoModelFactory[Entry]):
    """A supplier that was approved and has not accepted the terms; `listed=True`: one on the list."""

    class Meta:
        model = Entry

    body = factory.SubFactory(OperatorFactory)
    listed = False

    @classmethod
    def _create(cls, model_class: type[Entry], *_: Any, body: Body, listed: bool, **more: Any) -> Entry:
        application = more.pop("application", None) or ApplicationFactory(
            body=body, answered=True, state=ApplicationState.APPROVED
        )
        today = localdate()
        usual = {
            "name": application.name, "company_number": NUMBER, "lots": ["Nurses"], "councils": [WALSALL], "begins_on": today,
            "ends_on": today + timedelta(days=365), "reviewed_on": today,
        }  # fmt: skip
        made = begin(
            Entry(
                body_id=application.body_id, framework=application.framework, application=application, supplier_id=application.supplier_id,
                **(usual | more),
            ),
            by="test", told="offered a supplier the terms of a framework",
        )  # fmt: skip
        if listed:
            stand(made, state=EntryState.LISTED, accepted_at=timezone.now())
            made.statuses.create(body_id=made.body_id, state="listed", on=today)
        return made


class TaskFactory(DjangoModelFactory[Task]):
    """A task about a supplier."""

    class Meta:
        model = Task

    body = factory.SubFactory(OperatorFactory)

    @classmethod
    def _create(cls, model_class: type[Task], *_: Any, body: Body, **more: Any) -> Task:
        entry = more.pop("entry", None) or EntryFactory(body=body, listed=True)
        told = {"key": "status", "says": "Status: Liquidation.", "opened_on": localdate()}
        made = Task(body_id=entry.body_id, entry=entry, **told | more)
        return begin(made, by="test", told="opened a task about a supplier")


class ConcernFactory(DjangoModelFactory[Concern]):
    """A concern that somebody told about a supplier."""

    class Meta:
        model = Concern

    body = factory.SubFactory(OperatorFactory)

    @classmethod
    def _create(cls, model_class: type[Concern], *_: Any, body: Body, **more: Any) -> Concern:
        entry = more.pop("entry", None) or EntryFactory(body=body, listed=True)
        reference = concerns.raise_concern(
            entry, text="They asked for £3,000.", email="kim@example.org", name="Kim Example"
        )
        return Concern.objects.get(reference=reference)


class EvidenceFactory(DjangoModelFactory[Evidence]):
    """A file of an application."""

    class Meta:
        model = Evidence

    application = factory.SubFactory(ApplicationFactory)
    body = factory.SelfAttribute("application.body")
    page, name, media_type, sha256, data = "standing", "policy.pdf", "application/pdf", "0" * 64, b"%PDF-1.7"
    kept_by = "speaker@agency.example"
    kept_at = factory.LazyFunction(timezone.now)


def link_to(framework: Framework, **told: str) -> str:
    """What stands in the link by which an agency that has no account confirms that it registers."""
    until = (timezone.now() + registering.LASTS).isoformat()
    typed = {"name": APPLICANT, "number": NUMBER, "email": "pat@quillmoor.example", "until": until} | told
    return registering.link_of(registering.Registration(framework=framework.pk, **typed))
