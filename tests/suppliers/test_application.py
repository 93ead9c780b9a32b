"""An agency applies, is checked, assessed by two, decided on by a third, and appeals; each step by those alone who may make it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.acting import acting_in
from irhub.accounts.models import Membership
from irhub.accounts.roles import Role
from irhub.casework.assessing import declare
from irhub.casework.checks import Result
from irhub.files.handed_in import HandedIn
from irhub.notify.models import Message
from irhub.suppliers import applying, assessing, checking, deciding, entries
from irhub.suppliers.method import newest
from irhub.suppliers.models import Application, Assessment, Basis, Decision, Entry
from irhub.suppliers.workflows import ApplicationState
from irhub.web.errors import ActionRefused
from tests.factories import MembershipFactory
from tests.standing import stand
from tests.suppliers.factories import (
    ApplicationFactory,
    EntryFactory,
    FrameworkFactory,
    SupplierFactory,
    answer_all,
    assessor_of,
    grades,
    officer_of,
    speaker_of,
)

pytestmark = pytest.mark.django_db
REASONS = {page.key: "By the evidence." for page in newest().pages}


def again(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def checked(application: Application) -> Application:
    """The application with every check made by a person, who found nothing."""
    by = officer_of(application.body)
    with acting_in(by):
        assessing.begin_checks(application, version=application.version, by=by)
        for each in checking.standing_of(application):
            now = again(application)
            checking.record_check(now, each.check.key, result=Result.CLEAR, says="Looked.", version=now.version, by=by)
    return again(application)


def asked(application: Application, *names: str) -> list[tuple[Membership, Assessment]]:
    """The assessors of an application, who have declared no interest."""
    by, found = officer_of(application.body), []
    for name in names:
        one = assessor_of(application.body, name)
        with acting_in(by):
            made = assessing.name_assessor(again(application), one.person_id, version=again(application).version, by=by)
        with acting_in(one):
            found.append((one, declare(made, version=made.version, by=one)))
    return found


def scored(one: Membership, made: Assessment, given: dict[str, tuple[int, str]]) -> None:
    with acting_in(one):
        kept = assessing.keep_scores(made, given, version=made.version, by=one)
        assessing.hand_in(kept, version=kept.version, by=one)


def assessed(*given: dict[str, tuple[int, str]], **told: Any) -> Application:
    """An application that two have scored."""
    made = ApplicationFactory(answered=True, **told)
    speaker = speaker_of(made.supplier)
    with acting_in(speaker):
        applying.submit(made, version=made.version, signed_by="Pat Example, director", by=speaker)
    if (readable := again(made).readable_on) and readable > localdate():
        stand(again(made), readable_on=localdate())
    application = checked(again(made))
    people = asked(application, "ada", "ben")
    by = officer_of(application.body)
    with acting_in(by):
        assessing.begin_assessment(again(application), version=again(application).version, by=by)
    for (one, work), marks in zip(people, given, strict=True):
        scored(one, work, marks)
    return again(application)


def decider_of(application: Application, name: str = "decider") -> Membership:
    return officer_of(application.body, name)


def decided(application: Application, outcome: str, **more: Any) -> Decision:
    by = more.pop("by", None) or decider_of(application)
    with acting_in(by):
        told = {"reasons": REASONS, "no_interest": True} | more
        return deciding.decide(application, version=application.version, outcome=outcome, by=by, **told)


def to_decide(**told: Any) -> Application:
    application = assessed(grades(2), grades(2), **told)
    by = officer_of(application.body)
    with acting_in(by):
        return assessing.end_moderation(application, version=application.version, by=by)


def test_an_agency_is_assessed_by_two_approved_by_a_third_and_on_the_list_once_it_accepts_the_terms():
    application = to_decide()
    result = assessing.result_of(application)
    assert result is not None
    assert (result.advice, result.percent) == ("approve", 100)
    decision = decided(application, "approved")
    letters = Message.objects.filter(kind="supplier-application", key=f"supplier-decision/{decision.pk}")
    assert letters.count() == 1
    assert "Who you are: By the evidence." in decision.letter
    assert "ada" not in decision.letter
    entry = Entry.objects.get(application=application)
    assert (entry.state, entry.accepted_at) == ("terms", None)
    speaker = speaker_of(application.supplier)
    with acting_in(speaker):
        entries.accept_terms(entry, version=entry.version, by=speaker)
    entry.refresh_from_db()
    assert (entry.state, [each.state for each in entry.statuses.all()]) == ("listed", ["listed"])


def test_nothing_is_submitted_while_a_question_is_open_and_nothing_changes_afterwards():
    made = ApplicationFactory()
    speaker = speaker_of(made.supplier)
    with acting_in(speaker):
        with pytest.raises(ActionRefused, match="answer “Names” first"):
            applying.submit(made, version=made.version, signed_by="Pat", by=speaker)
        assert again(made).state == "draft"
        answer_all(made)
        applying.submit(made, version=made.version, signed_by="Pat", by=speaker)
        with pytest.raises(ActionRefused):
            applying.change_details(again(made), version=again(made).version, by=speaker, company_number="01234568")


def test_of_a_framework_under_the_procurement_act_nobody_opens_an_application_before_its_last_day_is_over():
    today = localdate()
    framework = FrameworkFactory(
        basis=Basis.PROCUREMENT, closes_on=today + timedelta(days=3), ends_on=today + timedelta(days=700), notice="2026/S 000-000001",
        open=True,
    )  # fmt: skip
    made = ApplicationFactory(framework=framework, answered=True)
    speaker, officer = speaker_of(made.supplier), officer_of(made.body)
    with acting_in(speaker):
        applying.submit(made, version=made.version, signed_by="Pat", by=speaker)
    with acting_in(officer):
        assert not Application.objects.filter(pk=made.pk).exists()
    stand(again(made), readable_on=today)
    with acting_in(officer):
        assert Application.objects.filter(pk=made.pk).exists()
    assert deciding.begins_on(again(made), today) > today + timedelta(days=9), "the standstill comes first"
    assert deciding.ends_on(again(made), today) <= today + timedelta(days=700)


def test_no_assessment_begins_while_a_check_is_open_or_does_not_pass():
    made = ApplicationFactory(answered=True, state=ApplicationState.CHECKS)
    by = officer_of(made.body)
    with acting_in(by):
        with pytest.raises(ActionRefused, match="still open"):
            assessing.begin_assessment(made, version=made.version, by=by)
        for each in checking.standing_of(made):
            now = again(made)
            fails = each.check.key == "prohibited"
            checking.record_check(
                now, each.check.key, result=Result.FAILS if fails else Result.CLEAR, says="Looked.", version=now.version, by=by
            )  # fmt: skip
        with pytest.raises(ActionRefused, match="does not pass: People and agencies that are prohibited"):
            assessing.begin_assessment(again(made), version=again(made).version, by=by)
        moved = assessing.stop_at_gate(again(made), version=again(made).version, reason="A prohibition order.", by=by)
    assert moved.state == "decision"
    assert assessing.result_of(moved) is None


def test_whoever_checks_does_not_score_and_nobody_is_asked_a_third_time():
    made = ApplicationFactory(answered=True, state=ApplicationState.CHECKS)
    by = officer_of(made.body)
    both = MembershipFactory(body=made.body, role=Role.ASSESSOR, person=by.person)
    ada, ben, cat = (assessor_of(made.body, name) for name in ("ada", "ben", "cat"))
    with acting_in(by):
        with pytest.raises(ActionRefused, match="does not score it"):
            assessing.name_assessor(made, both.person_id, version=made.version, by=by)
        for one in (ada, ben):
            assessing.name_assessor(again(made), one.person_id, version=again(made).version, by=by)
        with pytest.raises(ActionRefused, match="Two people assess"):
            assessing.name_assessor(again(made), cat.person_id, version=again(made).version, by=by)


def test_differences_of_two_grades_are_explained_before_anybody_decides():
    application = assessed(grades(2), grades(2, q22=0, q24=1))
    by = officer_of(application.body)
    with acting_in(by):
        assert assessing.to_explain(application) == ["q22"]
        with pytest.raises(ActionRefused, match="1 differences"):
            assessing.end_moderation(application, version=application.version, by=by)
        with pytest.raises(ActionRefused, match="do not differ"):
            assessing.agree(application, "q24", grade=2, why="x", version=application.version, by=by)
        assessing.agree(
            application, "q22", grade=1, why="The pack is in English alone.", version=application.version, by=by
        )
        now = again(application)
        assert assessing.end_moderation(now, version=now.version, by=by).state == "decision"


def test_whoever_scored_checked_or_has_an_interest_does_not_decide_and_each_part_has_its_reason():
    application = to_decide()
    with pytest.raises(ActionRefused, match="has an interest"):
        decided(application, "approved", no_interest=False)
    with pytest.raises(ActionRefused, match="scored or checked"):
        decided(application, "approved", by=officer_of(application.body))
    ada = assessor_of(application.body, "ada")
    scorer = MembershipFactory(body=application.body, role=Role.FRAMEWORK_OFFICER, person=ada.person)
    with pytest.raises(ActionRefused, match="scored or checked"):
        decided(application, "approved", by=scorer)
    with pytest.raises(ActionRefused, match="Missing: Fees and money"):
        decided(application, "approved", reasons=REASONS | {"money": " "})
    with pytest.raises(ActionRefused, match="Conditions belong"):
        decided(application, "with conditions")
    assert not Decision.objects.exists()


def test_a_refusal_can_be_appealed_within_ten_working_days_and_another_panel_hears_it():
    application = to_decide()
    decided(application, "refused")
    speaker = speaker_of(application.supplier)
    with acting_in(speaker):
        applying.appeal(
            again(application), version=again(application).version, reason="You misread our fee map.", by=speaker
        )
    appealed = again(application)
    ready = {"version": appealed.version, "outcome": "with conditions", "reasons": REASONS, "no_interest": True,
             "conditions": [{"text": "Publish the fee map.", "due": localdate().isoformat()}]}  # fmt: skip
    before, one, two = decider_of(appealed), officer_of(appealed.body, "one"), officer_of(appealed.body, "two")
    for by, panel in ((before, [before, one]), (one, [one]), (one, [two, before]), (one, [one, before])):
        with acting_in(by), pytest.raises(ActionRefused, match="had no part"):
            deciding.decide_appeal(appealed, panel=[str(each.person_id) for each in panel], by=by, **ready)
    with acting_in(one):
        made = deciding.decide_appeal(appealed, panel=[str(one.person_id), str(two.person_id)], by=one, **ready)
    assert made.on_appeal
    assert again(application).state == "with conditions"
    assert [each.text for each in Entry.objects.get(application=application).conditions.all()] == [
        "Publish the fee map."
    ]


def test_an_appeal_comes_too_late_after_ten_working_days():
    made = ApplicationFactory(answered=True, state=ApplicationState.REFUSED)
    stand(made, decided_at=timezone.now() - timedelta(days=30))
    speaker = speaker_of(made.supplier)
    with acting_in(speaker), pytest.raises(ActionRefused, match="last day for an appeal"):
        applying.appeal(made, version=made.version, reason="Late.", by=speaker)


def test_the_days_for_an_appeal_begin_after_the_day_of_the_decision_in_london():
    half_past_midnight = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert applying.appeal_until(Application(decided_at=half_past_midnight)) == date(2026, 7, 15)


def test_answers_are_carried_forward_when_a_supplier_renews():
    before = ApplicationFactory(answered=True, state=ApplicationState.APPROVED)
    speaker = speaker_of(before.supplier)
    with acting_in(speaker):
        made = applying.begin_application(
            before.framework, by=speaker, renews=before, kind="agency", name=before.name, company_number="1234567", lots=["Nurses"],
            councils=before.councils, interests="", changed="",
        )  # fmt: skip
        assert made.company_number == "01234567"
        assert made.sheet.given.count() == before.sheet.given.count() == 40
        with pytest.raises(ActionRefused, match="have an application"):
            applying.begin_application(
                before.framework,
                by=speaker,
                kind="agency",
                name="Another",
                company_number="01234567",
                lots=[],
                councils=[],
            )
        with pytest.raises(ActionRefused, match="company number as Companies House"):
            applying.company_number("twelve")


def test_whoever_was_removed_applies_again_after_three_months_and_says_what_changed():
    entry = EntryFactory(listed=True)
    stand(entry, state="removed", ended_at=timezone.now() - timedelta(days=40))
    speaker = speaker_of(entry.supplier)
    told = {
        "kind": "agency",
        "name": entry.name,
        "company_number": "01234567",
        "lots": ["Nurses"],
        "councils": entry.councils,
    }
    with acting_in(speaker), pytest.raises(ActionRefused, match="can apply again from"):
        applying.begin_application(entry.framework, by=speaker, changed="New owner.", **told)
    stand(entry, ended_at=timezone.now() - timedelta(days=120))
    with acting_in(speaker):
        with pytest.raises(ActionRefused, match="what you have changed"):
            applying.begin_application(entry.framework, by=speaker, changed=" ", **told)
        assert applying.begin_application(entry.framework, by=speaker, changed="New owner.", **told).state == "draft"


def test_a_supplier_sees_and_moves_nobody_elses_application():
    made = ApplicationFactory(answered=True, state=ApplicationState.CHECKS)
    other = speaker_of(SupplierFactory(name="Another Agency Ltd"))
    with acting_in(other):
        assert not Application.objects.exists()
        with pytest.raises(ActionRefused):
            applying.withdraw(made, version=made.version, by=other)
    assert again(made).state == "checks"


def test_a_file_that_is_named_as_a_workers_paper_is_refused():
    made = ApplicationFactory()
    speaker = speaker_of(made.supplier)
    paper = HandedIn("passport_Grace_Okafor.pdf", "application/pdf", b"%PDF-1.7", "0" * 64)
    with acting_in(speaker), pytest.raises(ActionRefused, match="looks like a worker’s paper"):
        applying.add_evidence(made, "standing", [paper], by=speaker)
    assert not made.evidence.exists()
