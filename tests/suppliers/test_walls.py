"""Who reads what of suppliers, told by the database alone; most of all: nobody reads a score before both assessors have handed in."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import ProgrammingError, transaction

from irhub.accounts.acting import acting_in
from irhub.accounts.models import Body, Membership
from irhub.accounts.roles import ROLES_OF, Kind, Role, side_of
from irhub.accounts.row_security import APP, Acting, acting
from irhub.casework.assessing import declare
from irhub.suppliers import assessing, entries
from irhub.suppliers.models import Application, Entry, Score
from irhub.web.errors import ActionRefused
from tests.factories import BodyFactory
from tests.standing import stand
from tests.suppliers.factories import (
    ApplicationFactory,
    AssessmentFactory,
    ConcernFactory,
    EntryFactory,
    EvidenceFactory,
    TaskFactory,
    assessor_of,
    grades,
    officer_of,
    speaker_of,
)

pytestmark = pytest.mark.django_db
TABLES = {model.__name__: model for model in apps.get_app_config("suppliers").get_models()}
PUBLIC = {"Framework", "Entry", "Status", "FormerName", "Condition"}
"""Of a framework that is open, and of a supplier that accepted its terms."""
SUPPLIERS = PUBLIC | {"Application", "SubAgent", "Sheet", "Given", "Evidence", "Decision", "Suspension"}
"""What a supplier reads of its own."""
OFFICERS = SUPPLIERS | {
    "FrameworkEvent", "ApplicationEvent", "EntryEvent", "Check", "Assessment", "Agreed", "Task", "Concern", "ConcernEvent", "Score", "DeclaredInterest",
}  # fmt: skip
"""What those read who run the framework, once both assessors have handed in; a provider’s note on whom it works with is not among it."""


@pytest.fixture
def held() -> Entry:
    """A supplier on the list with a row in every table; it is suspended, and its assessment is over."""
    entry = EntryFactory(listed=True)
    application = entry.application
    EvidenceFactory(application=application)
    application.checks.create(body_id=application.body_id, key="web", result="clear", says="Looked.", who="x")
    application.agents.create(body_id=application.body_id, name="Example Overseas", owner="x", country="KEN")
    work = AssessmentFactory(application=application)
    work.scores.create(body_id=work.body_id, application=application, assessor=work.assessor, question="q1", grade=2)
    TABLES["DeclaredInterest"].objects.create(
        body_id=work.body_id,
        person=work.assessor,
        email=work.email,
        name="Oatlea",
        company_number="07654321",
        what="I own it.",
    )
    application.agreed.create(body_id=application.body_id, question="q1", grade=2, why="So.", who="x")
    application.decisions.create(body_id=application.body_id, outcome="approved", letter="Approved.", decided_by="x")
    entry.conditions.create(body_id=entry.body_id, text="Show insurance.", due=entry.ends_on)
    entry.former_names.create(body_id=entry.body_id, name="Oatlea Staffing Ltd", until=entry.begins_on)
    TaskFactory(entry=entry)
    ConcernFactory(entry=entry)
    officer = officer_of(entry.body)
    entries.suspend(entry, version=entry.version, reason="A register changed.", by=officer)
    provider = BodyFactory(kind=Kind.PROVIDER, name="Quillmoor Care Ltd", place_code="1-100")
    TABLES["Use"].objects.create(body=provider, entry=entry)
    return entry


def read(body: Body, role: Role, person: int = 0) -> set[str]:
    """The tables of which the database gives somebody a row."""
    side = str(side_of(Kind(body.kind), role) or "")
    with acting(Acting(database_role=APP, person=person or None, body=body.pk, role=role, side=side)):
        return {name for name, model in TABLES.items() if model._base_manager.exists()}


def test_every_table_of_the_room_is_tried(held):
    assert {name for name, model in TABLES.items() if model._base_manager.exists()} == OFFICERS | {"Use"} == set(TABLES)


OTHERS = [(kind, role) for kind in Kind for role in sorted(ROLES_OF[kind])]


@pytest.mark.parametrize(("kind", "role"), OTHERS, ids=str)
def test_whoever_has_no_part_in_it_reads_what_everybody_reads(held, kind, role):
    other = BodyFactory(kind=kind, name=f"Another {kind}", place_code="1-999" if kind == Kind.PROVIDER else "")
    assert read(other, role) == PUBLIC


@pytest.mark.parametrize("role", sorted(ROLES_OF[Kind.PARTNERSHIP]))
def test_of_the_body_that_runs_it_officers_and_the_lead_alone_read_more(held, role):
    runs = role in (Role.FRAMEWORK_OFFICER, Role.LEAD)
    assert read(held.body, role) == (OFFICERS if runs else PUBLIC)


@pytest.mark.parametrize("role", sorted(ROLES_OF[Kind.SUPPLIER]))
def test_a_supplier_reads_its_own_and_neither_scores_nor_checks_nor_concerns(held, role):
    assert read(held.supplier, role) == SUPPLIERS


def test_a_provider_alone_reads_with_whom_it_noted_that_it_works(held):
    provider = Body.objects.get(kind=Kind.PROVIDER)
    for role in sorted(ROLES_OF[Kind.PROVIDER]):
        assert read(provider, role) == PUBLIC | {"Use"}


def test_what_is_not_submitted_is_the_suppliers_alone():
    made = ApplicationFactory(answered=True)
    EvidenceFactory(application=made)
    for role in sorted(ROLES_OF[Kind.PARTNERSHIP]):
        runs = role in (Role.FRAMEWORK_OFFICER, Role.LEAD)
        assert read(made.body, role) == ({"Framework", "FrameworkEvent"} if runs else {"Framework"})
    assert {"Application", "Given", "Evidence"} <= read(made.supplier, Role.ADMINISTRATOR)


def test_a_score_is_its_assessors_alone_until_both_have_handed_in():
    made = ApplicationFactory(answered=True, state="assessment")
    ada, ben = assessor_of(made.body, "ada"), assessor_of(made.body, "ben")
    works = {one: AssessmentFactory(application=made, person=one.person) for one in (ada, ben)}
    officer = officer_of(made.body)
    everybody = (officer, speaker_of(made.supplier), *works)

    def sees() -> dict[str, set[int]]:
        found = {}
        for one in everybody:
            with acting_in(one):
                found[one.person.email] = set(Score.objects.values_list("assessor_id", flat=True))
        return found

    def hand_in(one: Membership) -> None:
        with acting_in(one):
            work = assessing.keep_scores(works[one], grades(2), version=works[one].version, by=one)
            works[one] = assessing.hand_in(work, version=work.version, by=one)

    for one, work in works.items():
        with acting_in(one):
            works[one] = declare(work, version=work.version, by=one)
    hand_in(ada)
    nothing = {one.person.email: set[int]() for one in everybody}
    assert sees() == nothing | {ada.person.email: {ada.person_id}}
    assert Application.objects.get(pk=made.pk).state == "assessment"
    hand_in(ben)
    both = {ada.person_id, ben.person_id}
    assert Application.objects.get(pk=made.pk).state == "moderation"
    assert sees() == nothing | {one.person.email: both for one in (officer, ada, ben)}


def test_an_application_stays_shut_until_its_assessor_declares_and_scores_stand_once_they_are_in():
    made = ApplicationFactory(answered=True, state="assessment")
    ada = assessor_of(made.body, "ada")
    work = AssessmentFactory(application=made, person=ada.person)
    with acting_in(ada):
        assert not Application.objects.exists()
        with pytest.raises(ActionRefused):
            assessing.keep_scores(work, grades(2), version=work.version, by=ada)
        work = declare(work, version=work.version, by=ada)
        assert Application.objects.get().pk == made.pk
        for grade in (1, 2):
            work = assessing.keep_scores(work, grades(grade), version=work.version, by=ada)
        assert {*Score.objects.values_list("grade", flat=True)} == {2}, "the one that was given last"
        work = assessing.hand_in(work, version=work.version, by=ada)
        assert Score.objects.update(grade=3) == 0, "the database changes no score that was handed in"
    cat = assessor_of(made.body, "cat")
    with acting_in(cat):
        assert not Application.objects.exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            Score.objects.create(
                body_id=made.body_id, assessment=work, application=made, assessor=ada.person, question="q40x", grade=0
            )


def test_nobody_writes_past_the_rooms_actions(held):
    for body, role in (
        (held.supplier, Role.ADMINISTRATOR),
        (held.body, Role.ASSESSOR),
        (BodyFactory(kind=Kind.COUNCIL, name="Another"), Role.FRAMEWORK_OFFICER),
    ):
        with acting(Acting(database_role=APP, body=body.pk, role=role, person=held.application.pk)):
            for name, model in TABLES.items():
                rows = model._base_manager.all()
                assert rows.update(body_id=body.pk) == 0, (name, role)
                assert rows._raw_delete(rows.db) == 0, (name, role)


def test_whether_somebody_withdrew_during_the_assessment_tells_no_score():
    made = ApplicationFactory(answered=True, state="assessment")
    work = AssessmentFactory(application=made)
    work.scores.create(body_id=work.body_id, application=made, assessor=work.assessor, question="q1", grade=2)
    for state, seen in (("assessment", 0), ("withdrawn", 0), ("moderation", 1)):
        stand(made, state=state)
        with acting_in(officer_of(made.body)):
            assert Score.objects.count() == seen, state
