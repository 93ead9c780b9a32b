"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from irhub.accounts.models import Body, Person
from irhub.accounts.roles import OVERSIGHT, Kind
from irhub.suppliers.models import Application, Assessment, Concern, DeclaredInterest, Entry, Framework, Task
from irhub.suppliers.workflows import ApplicationState
from tests.factories import PersonFactory
from tests.owners import Makes, Owner, number
from tests.standing import stand
from tests.suppliers.factories import (
    ApplicationFactory,
    AssessmentFactory,
    ConcernFactory,
    EntryFactory,
    EvidenceFactory,
    FrameworkFactory,
    TaskFactory,
    link_to,
)


def framework_of(body: Body) -> Framework:
    """A framework of the body that is open; of a body that can run none, some other’s."""
    found = Framework.objects.filter(body=body).first() if body.kind in OVERSIGHT else None
    return found or FrameworkFactory(body=body, open=True)


def application_of(body: Body) -> Application:
    """An application of the supplier, begun; or one that the body may open, submitted."""
    own = {"supplier": body} if body.kind == Kind.SUPPLIER else {"body": body}
    found = Application.objects.filter(**own, entry=None).first()
    state = ApplicationState.DRAFT if body.kind == Kind.SUPPLIER else ApplicationState.CHECKS
    return found or ApplicationFactory(body=body, answered=True, state=state)


def entry_of(body: Body) -> Entry:
    """A supplier on a list: itself, or one of a framework of the body."""
    own = {"supplier": body} if body.kind == Kind.SUPPLIER else {"body": body}
    return Entry.objects.filter(**own).first() or EntryFactory(body=body, listed=True)


def task_of(body: Body) -> Task:
    """A task of the body."""
    return Task.objects.filter(body=body).first() or TaskFactory(body=body)


def concern_of(body: Body) -> Concern:
    """A concern of the body."""
    return Concern.objects.filter(body=body).first() or ConcernFactory(body=body)


def assessment_of(owner: Owner) -> Assessment:
    """What somebody was asked to assess, open to be scored."""
    found = Assessment.objects.filter(email=owner.email).first()
    if found is None:
        application = ApplicationFactory(body=owner.body, answered=True, state=ApplicationState.ASSESSMENT)
        found = AssessmentFactory(application=application, person=PersonFactory(email=owner.email, second_step=False))

        stand(found, state="open")
    return found


_APPLICATION = (
    "supplier-details", "supplier-submit", "supplier-withdraw", "supplier-appeal", "supplier-application", "supplier-renew",
    "supplier-begin-checks", "supplier-check", "supplier-registers", "supplier-assessor", "supplier-begin-assessment", "supplier-gate",
    "supplier-end-moderation", "supplier-again", "supplier-assess", "supplier-decide",
)  # fmt: skip
_ENTRY = (
    "supplier-terms", "supplier-leave", "supplier-answer", "supplier-confirm", "supplier-entry", "supplier-suspend", "supplier-lift", "supplier-propose",
    "supplier-remove", "supplier-review", "supplier-name",
)  # fmt: skip
_SOURCING = ("supplier-countries", "supplier-agent-add")
_PAGES = ("supplier-page", "supplier-evidence-add")
_FRAMEWORK = ("framework-edit", "framework-open", "framework-close", "framework-end")
_SCORES = ("supplier-assessment", "supplier-declare", "supplier-stand-down", "supplier-hand-in")


def _evidence(owner: Owner) -> dict[str, object]:
    return number(EvidenceFactory(application=application_of(owner.body)))


def _condition(owner: Owner) -> dict[str, object]:
    entry = entry_of(owner.body)
    return number(entry.conditions.create(body_id=entry.body_id, text="Show insurance.", due=entry.ends_on))


def _agent(owner: Owner) -> dict[str, object]:
    application = application_of(owner.body)
    return number(
        application.agents.first()
        or application.agents.create(
            body_id=application.body_id, name="Example Overseas", owner="Olu Example", country="KEN"
        )
    )


def _interest(owner: Owner) -> dict[str, object]:
    declared = DeclaredInterest.objects.filter(email=owner.email, body=owner.body)
    return number(
        declared.first()
        or DeclaredInterest.objects.create(
            body=owner.body, person=Person.objects.filter(email=owner.email).first() or PersonFactory(email=owner.email, second_step=False),
            email=owner.email, name="Oatlea Care Ltd", company_number="07654321", what="I own a part of it.",
        )
    )  # fmt: skip


THINGS: Makes = {
    **dict.fromkeys(_FRAMEWORK, lambda owner: number(framework_of(owner.body))),
    **dict.fromkeys(_APPLICATION, lambda owner: number(application_of(owner.body))),
    **dict.fromkeys(_PAGES, lambda owner: number(application_of(owner.body)) | {"key": "standing"}),
    "supplier-agree": lambda owner: number(application_of(owner.body)) | {"key": "q1"},
    **dict.fromkeys(("supplier-evidence", "supplier-evidence-remove"), _evidence),
    **dict.fromkeys(_SOURCING, lambda owner: number(application_of(owner.body))),
    "supplier-agent-remove": _agent,
    "supplier-interest-end": _interest,
    **dict.fromkeys(_ENTRY, lambda owner: number(entry_of(owner.body))),
    "supplier-condition": _condition,
    "supplier-task": lambda owner: number(task_of(owner.body)),
    **dict.fromkeys(("supplier-concern-grade", "supplier-concern-close"), lambda owner: number(concern_of(owner.body))),
    **dict.fromkeys(_SCORES, lambda owner: number(assessment_of(owner))),
    "supplier-scores": lambda owner: number(assessment_of(owner)) | {"key": "standing"},
}
EVERYBODYS: Makes = {
    **dict.fromkeys(("supplier", "supplier-concern", "supplier-use"), lambda _: number(EntryFactory(listed=True))),
    **dict.fromkeys(
        ("framework", "framework-questions", "supplier-apply", "supplier-register"),
        lambda _: number(FrameworkFactory(open=True)),
    ),
    "supplier-register-confirm": lambda _: {"link": link_to(FrameworkFactory(open=True))},
}
