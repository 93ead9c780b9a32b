"""Who reads what of grants, told by the database alone; most of all: nobody reads a score before both assessors have handed in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.models import Body, Membership
from irhub.accounts.roles import ROLES_OF, Kind, Role, side_of
from irhub.accounts.row_security import APP, Acting, acting, system_access
from irhub.casework.assessing import declare
from irhub.casework.ledger import reserve
from irhub.grants import applying, assessing, deciding, reports
from irhub.grants.models import Application, Award, Pot, Score
from irhub.web.errors import ActionRefused
from tests.factories import BodyFactory, MembershipFactory, signed_in
from tests.grants.factories import (
    ApplicationFactory,
    AssessmentFactory,
    AwardFactory,
    CallFactory,
    EvidenceFactory,
    ReportFactory,
    assessor_of,
    grades,
    member_of,
    money_of,
    officer_of,
    on_panel,
    speaker_of,
)
from tests.grants.record_factories import (
    GrantResultFactory,
    PastImportFactory,
    PublishedVersionFactory,
    PublisherFactory,
)
from tests.grants.rehearsal_factories import RehearsalFactory, TrialFactory
from tests.standing import stand

pytestmark = pytest.mark.django_db
TABLES = {model.__name__: model for model in apps.get_app_config("grants").get_models()}
PUBLIC = {"Call", "PublishedVersion", "PublishedFile", "PublishedGrant"}
RESULTS = {"GrantResult", "GrantLesson"}
APPLICANTS = PUBLIC | {"Application", "Sheet", "GrantAnswer", "Evidence", "Award", "Report", "Change"} | RESULTS
"""What an applicant reads of its own: not who scored, checked, gave a view, decided or booked."""
REHEARSED = {"Rehearsal", "Trial", "TrialAnswer", "TrialCheck", "TrialScore"}
"""What officers, leads and assessors try before a call opens."""
NOBODYS = {"BankNumbers"}
"""What no role reads: sort codes and account numbers."""
FUNDERS = (Role.GRANTS_OFFICER, Role.LEAD, Role.AUDITOR)


@pytest.fixture
def held() -> Award:
    """A grant with a row in every table of the room."""
    award = AwardFactory()
    application = award.application
    EvidenceFactory(application=application)
    application.checks.create(body_id=application.body_id, key="risk", result="clear", says="Looked.", who="x")
    work = AssessmentFactory(application=application)
    work.scores.create(
        body_id=work.body_id, application=application, assessor=work.assessor, question="need", grade=2, why="So."
    )
    other = officer_of(award.body, "near")
    deciding.declare_interest(
        ApplicationFactory(call=award.call, applicant=BodyFactory(kind=Kind.SUPPLIER, name="Near"), state="decision"), note="My sister runs it.", version=1, by=other
    )  # fmt: skip
    PublisherFactory(body=award.body)
    PublishedVersionFactory(body=award.body)
    TABLES["PublicDetails"]._base_manager.create(body=award.body, award=award, kept_by="x")
    PastImportFactory(body=award.body)
    GrantResultFactory(award=award)
    award.lessons.create(
        body=award.body,
        applicant=award.applicant,
        by_grantee=False,
        worked="Yes.",
        hindered="No.",
        again="yes",
        who="x",
    )
    trial = TrialFactory(rehearsal=RehearsalFactory(call=CallFactory(body=award.body, title="Tried")), answered=True)
    trial.checks.create(body=award.body, key="risk", result="clear", says="Looked.", by_person=True, who="x")
    trial.scores.create(body=award.body, seat=1, question="need", grade=2, why="So.", revision=1)
    for row in (award, award.call.pot):
        reserve(row, 100, key="tried", lasts=timedelta(days=1), by="x")
    money_of(award)
    return award


def read(body: Body, role: Role, person: int = 0) -> set[str]:
    """The tables of which the database gives somebody a row."""
    side = str(side_of(Kind(body.kind), role) or "")
    with acting(Acting(database_role=APP, person=person or None, body=body.pk, role=role, side=side)):
        return {name for name, model in TABLES.items() if model._base_manager.exists()}


def test_every_table_of_the_room_is_tried(held):
    assert {name for name, model in TABLES.items() if model._base_manager.exists()} == set(TABLES)


@pytest.mark.parametrize("kind", Kind)
def test_whoever_has_no_part_in_it_reads_the_call_and_what_is_published_alone(held, kind):
    other = BodyFactory(kind=kind, name=f"Another {kind}", place_code="1-999" if kind == Kind.PROVIDER else "")
    assert {role: read(other, role) for role in ROLES_OF[kind]} == dict.fromkeys(ROLES_OF[kind], PUBLIC)


@pytest.mark.parametrize("role", sorted(ROLES_OF[Kind.PARTNERSHIP]))
def test_of_the_funder_officers_leads_and_auditors_alone_read_more(held, role):
    found = read(held.body, role)
    if role == Role.ASSESSOR:
        assert found == PUBLIC | REHEARSED, "whoever was not asked to assess it"
    else:
        own = set(TABLES) - NOBODYS - (REHEARSED if role == Role.AUDITOR else set())
        assert found == (own if role in FUNDERS else PUBLIC)


@pytest.mark.parametrize("role", sorted(ROLES_OF[Kind.COMMUNITY_PARTNER]))
def test_an_applicant_reads_its_own_and_not_who_scored_checked_or_decided(held, role):
    speaks = {"BankDetails"} if role == Role.ADMINISTRATOR else set()
    assert read(held.applicant, role) == APPLICANTS | speaks


def test_what_is_not_submitted_is_the_applicants_alone():
    made = ApplicationFactory(answered=True)
    EvidenceFactory(application=made)
    for role in FUNDERS:
        assert not read(made.body, role) & {"Application", "Sheet", "GrantAnswer", "Evidence", "ApplicationEvent"}
    assert {"Application", "GrantAnswer", "Evidence"} <= read(made.applicant, Role.ADMINISTRATOR)


def test_a_score_is_its_assessors_alone_until_both_have_handed_in():
    made = ApplicationFactory(answered=True, state="assessment")
    ada, ben = assessor_of(made.body, "ada"), assessor_of(made.body, "ben")
    works = {one: AssessmentFactory(application=made, person=one.person) for one in (ada, ben)}
    lead = member_of(made.body, Role.LEAD, "lead")
    everybody = (
        officer_of(made.body),
        lead,
        member_of(made.body, Role.AUDITOR, "auditor"),
        speaker_of(made.applicant),
        *works,
    )

    def sees() -> dict[str, set[int]]:
        found = {}
        for one in everybody:
            with acting_in(one):
                found[one.person.email] = set(Score.objects.values_list("assessor_id", flat=True))
        return found

    def hand_in(one: Membership) -> None:
        with acting_in(one):
            work = assessing.keep_scores(works[one], grades(), version=works[one].version, by=one)
            works[one] = assessing.hand_in(work, version=work.version, by=one)

    for one, work in works.items():
        with acting_in(one):
            assert not Application.objects.exists(), "it stays shut until interests are declared"
            works[one] = declare(work, version=work.version, by=one)
            assert Application.objects.exists()
    hand_in(ada)
    nothing = {one.person.email: set[int]() for one in everybody}
    assert sees() == nothing | {ada.person.email: {ada.person_id}}
    with acting_in(ada):
        assert Score.objects.update(grade=4) == 0, "the database changes no score that was handed in"
    hand_in(ben)
    both = {ada.person_id, ben.person_id}
    assert Application.objects.get(pk=made.pk).state == "decision"
    speaker = speaker_of(made.applicant).person.email
    assert sees() == dict.fromkeys(nothing, both) | {speaker: set()}
    stand(made, state="withdrawn")
    with acting_in(lead):
        assert not Score.objects.exists()


def test_whoever_has_an_interest_or_scored_gives_no_view_and_nobody_gives_one_for_another_or_decides_without_one():
    made = ApplicationFactory(answered=True, state="decision")
    near, both, scorer, free = (officer_of(made.body, name) for name in ("near", "both", "scorer", "free"))
    on_panel(made.call, near, both, scorer, free)
    MembershipFactory(person=both.person, body=made.applicant, role=Role.VIEWER, until=localdate())
    AssessmentFactory(application=made, person=scorer.person)
    with acting_in(near):
        deciding.declare_interest(made, note="My sister runs it.", version=made.version, by=near)

    def write(table: str, by: Membership, **row: object) -> None:
        with transaction.atomic(), acting_in(by):
            TABLES[table]._base_manager.create(body_id=made.body_id, application=made, **row)

    def view(by: Membership, whose: Membership) -> None:
        write("View", by, person=whose.person, award=True, note="So.", who=whose.person.email)

    def decide(by: Membership) -> None:
        told = {"outcome": "refused", "feedback": "x", "letter": "x", "decided_by": by.person.email}
        write("Decision", by, **told)

    def check(by: Membership) -> None:
        write("Check", by, key="risk", result="clear", says="Looked.", by_person=True, who=by.person.email)

    for by, whose in ((near, near), (both, both), (scorer, scorer), (free, near)):
        with pytest.raises(ProgrammingError, match="row-level security"):
            view(by, whose)
    made.views.create(body_id=made.body_id, person=both.person, award=True, note="So.", who=both.person.email)
    for by in (near, both, free):
        with pytest.raises(ProgrammingError, match="row-level security"):
            decide(by)
    for by in (near, both):
        with pytest.raises(ProgrammingError, match="row-level security"):
            check(by)
    view(free, free)
    decide(free)
    check(free)


def test_views_and_decisions_are_of_the_panel_that_sits_alone_whatever_statement_is_run():
    made = ApplicationFactory(answered=True, state="decision")
    sits, hears, left, nobody = (officer_of(made.body, name) for name in ("sits", "hears", "left", "nobody"))
    on_panel(made.call, sits, left)
    on_panel(made.call, hears, on_appeal=True)
    made.call.panel.filter(person=left.person).update(left_at=Now())

    def view(by: Membership, *, on_appeal: bool) -> None:
        with transaction.atomic(), acting_in(by):
            made.views.create(
                body_id=made.body_id, person=by.person, award=True, note="So.", who="x", on_appeal=on_appeal
            )

    for by, on_appeal in ((nobody, False), (left, False), (hears, False), (hears, True), (sits, True)):
        with pytest.raises(ProgrammingError, match="row-level security"):
            view(by, on_appeal=on_appeal)
    made.views.create(body_id=made.body_id, person=left.person, award=True, note="So.", who="x")
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(), acting_in(left):
        made.decisions.create(body_id=made.body_id, outcome="refused", feedback="x", letter="x", decided_by="x")
    view(sits, on_appeal=False)
    stand(made, state="appeal")
    with pytest.raises(ProgrammingError, match="row-level security"):
        view(nobody, on_appeal=True)
    view(hears, on_appeal=True)


def test_nobody_is_moved_from_one_panel_to_another_and_who_sat_once_applications_could_be_opened_stays_told_of():
    call = CallFactory(open=True)
    officer, lead, seats = officer_of(call.body), member_of(call.body, Role.LEAD, "lead"), call.panel
    first = seats.order_by("pk")[:1]
    with acting_in(officer):
        assert seats.count() == 2
        with pytest.raises(IntegrityError, match="from one panel to another"), transaction.atomic():
            seats.update(on_appeal=True)
        assert seats.filter(pk__in=first).delete()[0] == 1
    stand(call, opens_on=localdate() - timedelta(days=9), closes_on=localdate() - timedelta(days=1))
    with acting_in(officer):
        assert seats.all().delete()[0] == 0
    with acting_in(lead):
        assert seats.update(left_at=Now()) == 0


def test_an_assessor_who_is_near_the_applicant_scores_nothing_whatever_statement_is_run():
    made = ApplicationFactory(answered=True, state="assessment")
    by = assessor_of(made.body)
    work = stand(AssessmentFactory(application=made, person=by.person), state="open")
    told = {"body_id": made.body_id, "application": made, "assessor": by.person, "grade": 4, "why": "So."}
    with acting_in(by):
        work.scores.create(question="need", **told)
    MembershipFactory(person=by.person, body=made.applicant, role=Role.VIEWER)
    with acting_in(by):
        assert Score.objects.update(grade=0) == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            work.scores.create(question="fit", **told)


def test_nobody_who_acts_for_a_body_writes_money_or_past_the_rooms_actions(held):
    money = (
        "Pot", "PotEntry", "PotHold", "PotEvent", "Award", "AwardEntry", "AwardHold", "AwardEvent", "Payment", "PaymentEvent", "Advance",
        "AdvanceEntry", "AdvanceHold", "BankDetails", "BankNumbers", "Batch", "Answer", "AnswerLine", "Report", "Change", "Repayment", "GranteeTask",
    )  # fmt: skip
    for role in FUNDERS:
        with acting(Acting(database_role=APP, body=held.body_id, role=role)):
            for name in money:
                rows = TABLES[name]._base_manager.all()
                assert rows._raw_delete(rows.db) == 0, (name, role)
            assert Pot.objects.update(amount=1) == Award.objects.update(amount=1) == 0
            with pytest.raises(ProgrammingError), transaction.atomic():
                TABLES["PotEntry"]._base_manager.create(balance=held.call.pot, amount=1, key="x", who="x", why="x")
    for body, role in (
        (held.applicant, Role.ADMINISTRATOR),
        (held.body, Role.ASSESSOR),
        (held.body, Role.ADMINISTRATOR),
    ):
        with acting(Acting(database_role=APP, body=body.pk, role=role)):
            for name, model in TABLES.items():
                rows = model._base_manager.all()
                assert rows._raw_delete(rows.db) == 0, (name, role)


def test_an_administrator_of_a_council_that_runs_a_call_moves_no_application_to_it():
    council = BodyFactory(kind=Kind.COUNCIL, name="Sampleton Council", place_code="E08000030")
    made = ApplicationFactory(body=council, answered=True, state="checks")
    award = AwardFactory(
        body=council,
        application=ApplicationFactory(
            body=council,
            applicant=BodyFactory(kind=Kind.SUPPLIER, name="Other"),
            call=made.call,
            answered=True,
            state="decision",
        ),
    )
    by = member_of(council, Role.ADMINISTRATOR, "administrator")
    with acting_in(by):
        assert not Application.objects.exists()
        with pytest.raises(ActionRefused, match="for the other side of this application for a grant to withdraw it"):
            applying.withdraw(made, version=made.version, by=by)
        with pytest.raises(ActionRefused, match="for the other side of this grant to decline the grant"):
            deciding.decline(award, version=award.version, by=by)
    with system_access("look"):
        assert Application.objects.get(pk=made.pk).state == "checks"


def test_an_officer_of_a_council_that_was_given_a_grant_does_nothing_that_is_its_funders():
    council = BodyFactory(kind=Kind.COUNCIL, name="Sampleton Council", place_code="E08000030")
    award = AwardFactory(
        application=ApplicationFactory(applicant=council, answered=True, state="decision"), state="active"
    )
    report, client = ReportFactory(award=award), signed_in(officer_of(council).person)
    with acting_in(by := officer_of(council)):
        with pytest.raises(ActionRefused, match="for the other side of this return to call it off"):
            reports.call_off_report(report, version=report.version, reason="Not needed.", by=by)
        with pytest.raises(ActionRefused, match="funder alone"):
            reports.plan_report(
                award, from_on=report.from_on, until_on=report.until_on, due_on=report.due_on, final=False, by=by
            )
    asked = [award.application.pk] + [award.pk] * 3
    for route, number in zip(
        ("grant-assess", "grant-award", "grant-money", "grant-public-details"), asked, strict=True
    ):
        assert client.get(reverse(route, args=[number])).status_code == 404, "what a funder follows"
    for route, number in zip(
        ("grant-application", "grant-agreement", "grant-own", "grant-results"), asked, strict=True
    ):
        assert client.get(reverse(route, args=[number])).status_code == 200, "what a grantee reads"


def test_a_withdrawn_version_is_read_by_its_own_body_alone_but_that_it_was_withdrawn(held):
    version = TABLES["PublishedVersion"]._base_manager.get()
    stand(version, state="withdrawn", withdrawn_at=version.published_at, withdrawn_because="It named a person.")
    other = BodyFactory(kind=Kind.DEPARTMENT, name="Elsewhere")
    assert read(other, Role.VIEWER) == {"Call", "PublishedVersion"}
    assert {"PublishedFile", "PublishedGrant"} <= read(held.body, Role.AUDITOR)


def test_each_side_writes_its_own_results_alone(held):
    results = TABLES["GrantResult"]._base_manager
    told = {
        "award": held,
        "body": held.body,
        "applicant": held.applicant,
        "measure": "advice",
        "many": 1,
        "grade": "C",
        "who": "x",
    }
    for by, theirs in ((speaker_of(held.applicant), False), (officer_of(held.body), True)):
        with acting_in(by):
            assert results.update(many=2) == (0 if not theirs else 1)
            with pytest.raises(ProgrammingError), transaction.atomic():
                results.create(by_grantee=theirs, **told)
            results.create(by_grantee=not theirs, **told)
