"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from irhub.accounts.models import Body, Person
from irhub.compliance.actions import begin_check
from irhub.compliance.models import Matter, Opening
from irhub.compliance.questionnaire import STANDARDS
from tests.compliance.factories import (
    EvidenceFactory,
    MatterFactory,
    OpeningFactory,
    PlanItemFactory,
    RepeatFactory,
    SheetFactory,
    hr_of,
    own,
)
from tests.factories import PersonFactory
from tests.owners import Makes, Owner, number


def sheet_of(owner: Owner) -> dict[str, object]:
    """A self-check of the body; of one that has none, of the usual provider."""
    return number(SheetFactory(body=owner.body))


def question_of(owner: Owner) -> dict[str, object]:
    """A question of its self-check."""
    return sheet_of(owner) | {"key": "A1"}


_SHEET = (
    "self-check-sheet", "self-check-renew", "self-check-places", "self-check-result", "self-check-keep", "self-check-plan",
    "self-check-plan-make", "self-check-plan-add",
)  # fmt: skip


def place_of(owner: Owner) -> dict[str, object]:
    """A place that answers for itself."""
    head = SheetFactory(body=owner.body)
    found = head.places.first()
    if found is None:
        columns = {"body_id": head.body_id, "questionnaire": head.questionnaire, "version": head.version}
        found = head.places.create(**columns, location_id=f"1-{head.pk}", place="Rosewick Lodge", begun_by="test")
    return number(found)


THINGS: Makes = {
    **dict.fromkeys(_SHEET, sheet_of),
    "self-check-theme": lambda owner: sheet_of(owner) | {"theme": "licence"},
    **dict.fromkeys(("self-check-question", "self-check-evidence"), question_of),
    "self-check-confirm": place_of,
    "self-check-evidence-remove": lambda owner: number(EvidenceFactory(body=own(owner.body))),
    "self-check-action": lambda owner: number(PlanItemFactory(body=own(owner.body))),
    "self-check-action-end": lambda owner: number(PlanItemFactory(body=own(owner.body))) | {"what": "do"},
}


def matter_of(owner: Owner) -> dict[str, object]:
    """A letter of the body's that is open."""
    body = own(owner.body)
    return number(body_matter(body))


def body_matter(body: Body) -> Matter:
    """The open letter of a provider, noted if there is none."""
    return Matter.objects.filter(body=body, state="open").first() or MatterFactory(body=body)


THINGS |= {"visit": matter_of, "visit-move": lambda owner: matter_of(owner) | {"what": "close"}}


def standards_of(owner: Owner) -> dict[str, object]:
    """An assessment of the body against the standards."""
    body = own(owner.body)
    return number(begin_check(by=hr_of(body), name=STANDARDS))


THINGS |= dict.fromkeys(("standards-level", "standards-publish", "standards-withdraw"), standards_of)


def opening_of(owner: Owner) -> dict[str, object]:
    """What a provider opened to somebody, looked at today."""
    person = Person.objects.filter(email=owner.email).first() or PersonFactory(email=owner.email, second_step=False)
    found = Opening.objects.filter(person=person).first() or OpeningFactory(body=own(owner.body), person=person)
    return number(found)


THINGS |= {
    "self-check-openings": sheet_of,
    "self-check-opening-end": lambda owner: number(OpeningFactory(body=own(owner.body))),
    **dict.fromkeys(("let-in-opening", "let-in-look"), opening_of),
    "let-in-theme": lambda owner: opening_of(owner) | {"theme": "licence"},
}
THINGS |= {"repeat": lambda owner: number(RepeatFactory(body=own(owner.body)))}
SENT: dict[str, dict[str, str]] = {
    "self-check-evidence": {
        "what": "Licence letter", "kept_where": "HR drive", "keeper": "HR manager", "seen_on-day": "1", "seen_on-month": "11",
        "seen_on-year": "2026",
    },
    "visit-move": {"note": "The licence is back", "version": "1"},
    "self-check-confirm": {"seen": "0"},
    "self-check-plan-add": {"title": "Write down who reads the guidance"},
    "self-check-action-end": {"note": "The log is kept by the HR manager", "version": "1"},
}  # fmt: skip
"""What a form sends, where a page refuses one that is blank."""
