"""Two assessors score an application, each alone; then differences are explained. The database gives nobody a score before both are in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from irhub.accounts.audit import name_of
from irhub.accounts.models import Membership, Person
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.roles import Role
from irhub.accounts.row_security import system_access
from irhub.questions.engine import asked as asked_of
from irhub.questions.stored import answers_of
from irhub.suppliers.checking import run_checks, standing_of
from irhub.suppliers.letters import tell_assessor
from irhub.suppliers.method import Asked, method, version_of, versions
from irhub.suppliers.models import Agreed, Application, Assessment, Result, Score
from irhub.suppliers.scoring import GRADES, Scored, differ, final, scored
from irhub.suppliers.workflows import AssessmentState
from irhub.web.errors import ActionRefused

ASSESSORS = 2
_BLIND = "assessors do not see each other’s work, so whether both are done is asked for them"
_STAYS = (AssessmentState.ASKED, AssessmentState.OPEN, AssessmentState.IN)


def begin_checks(application: Application, *, version: int, by: Membership) -> Application:
    """Begin the checks of a submitted application; what registers tell is asked at once."""
    with transaction.atomic():
        moved = move(application, "begin checks", by=by, version=version)
        run_checks(moved, by=by)
    return moved


def people_who_assess(by: Membership) -> list[tuple[str, str]]:
    """Who can be named an assessor in the body for which somebody acts: number and name."""
    held = Membership.objects.current().filter(body=by.body, role=Role.ASSESSOR).select_related("person")
    return [(str(each.person_id), each.person.name) for each in held.order_by("person__name")]


@transaction.atomic
def name_assessor(application: Application, person: int, *, version: int, by: Membership) -> Assessment:
    """Ask somebody to assess an application. Raises ActionRefused if there are two already, if the person is no assessor of the body, or
    checks the application themselves."""
    move(application, "name assessors", by=by, version=version)
    if application.assessments.filter(state__in=_STAYS).count() >= ASSESSORS:
        raise ActionRefused(
            "Two people assess this application already. One of them has to stand down first.", "person"
        )
    if str(person) not in dict(people_who_assess(by)):
        raise ActionRefused("Choose somebody who is an assessor of your body.", "person")
    chosen = Person.objects.get(pk=person)
    if application.checks.filter(who__iexact=chosen.email).exists() or chosen.pk == by.person_id:
        raise ActionRefused("Whoever checks an application does not score it: choose somebody else.", "person")
    made = Assessment(
        body_id=application.body_id, application=application, assessor=chosen, email=chosen.email, told=application.name
    )
    try:
        with transaction.atomic():
            begin(made, by=by, told="asked somebody to assess an application")
    except IntegrityError as problem:
        raise ActionRefused("This person was asked already, and stood down.", "person") from problem
    tell_assessor(made)
    return made


@transaction.atomic
def begin_assessment(application: Application, *, version: int, by: Membership) -> Application:
    """Let the assessors begin. Raises ActionRefused while a check is open, one does not pass, or fewer than two people assess."""
    check_move(application, "begin assessment", by=by)
    standing = standing_of(application)
    if open_ := [each.check.title for each in standing if not each.settled]:
        raise ActionRefused(f"These checks are still open: {'; '.join(open_)}.")
    if fails := [each.check.title for each in standing if each.last and each.last.result == Result.FAILS]:
        raise ActionRefused(f"This does not pass: {'; '.join(fails)}. Send the application to be decided.")
    if application.assessments.filter(state__in=_STAYS).count() < ASSESSORS:
        raise ActionRefused("Name two assessors first.")
    return move(application, "begin assessment", by=by, version=version)


def stop_at_gate(application: Application, *, version: int, reason: str, by: Membership) -> Application:
    """Send an application that does not pass a gate to be decided without scores."""
    return move(application, "stop at a gate", by=by, version=version, reason=reason)


def declare(assessment: Assessment, *, version: int, by: Membership) -> Assessment:
    """Declare that one has no interest in the applicant: the application opens."""
    return move(assessment, "declare no interest", by=by, version=version)


def stand_down(assessment: Assessment, *, version: int, reason: str, by: Membership) -> Assessment:
    """Not assess, or no longer: somebody else is named."""
    return move(assessment, "stand down", by=by, version=version, reason=reason)


def questions_of(application: Application) -> tuple[list[Asked], dict[str, Any]]:
    """The questions that an application was asked, and its answers by key, in the version in which it was submitted; none of one whose
    answers are not kept any more."""
    if not hasattr(application, "sheet"):
        return [], {}
    answers = answers_of(application.sheet, versions()).answers
    return asked_of(version_of(application).questions, answers), answers


@transaction.atomic
def keep_scores(
    assessment: Assessment, grades: Mapping[str, tuple[int, str]], *, version: int, by: Membership
) -> Assessment:
    """Keep grades, each with why, by the key of its question. Raises ActionRefused for one that is none, or before the assessment begins."""
    if wrong := [key for key, (grade, _) in grades.items() if grade not in GRADES]:
        raise ActionRefused("Choose one of the grades.", wrong[0])
    moved = move(assessment, "score", by=by, version=version)
    for key, (grade, why) in grades.items():
        Score.objects.update_or_create(
            assessment=moved, question=key,
            defaults={"grade": grade, "why": why.strip()},
            create_defaults={
                "grade": grade, "why": why.strip(), "body_id": moved.body_id, "application_id": moved.application_id,
                "assessor_id": moved.assessor_id,
            },
        )  # fmt: skip
    return moved


@transaction.atomic
def hand_in(assessment: Assessment, *, version: int, by: Membership) -> Assessment:
    """Hand in one’s scores; with the second, both can be read and compared. Raises ActionRefused while a question has no grade.

    The application is locked first: of two who hand in at once, the second finds the first.
    """
    check_move(assessment, "hand in", by=by)
    with system_access(_BLIND):
        application = Application.objects.select_for_update().get(pk=assessment.application_id)
    if application.state != "assessment":
        raise ActionRefused("The assessment of this application has not begun, or is over.")
    asked, _ = questions_of(application)
    graded = set(assessment.scores.values_list("question", flat=True))
    if missing := [each.label for each in asked if each.key not in graded]:
        raise ActionRefused(
            f"Not handed in: {len(missing)} questions have no grade yet, the first of them “{missing[0]}”."
        )
    moved = move(assessment, "hand in", by=by, version=version)
    with system_access(_BLIND):
        if application.assessments.filter(state=AssessmentState.IN).count() >= ASSESSORS:
            move(application, "all scores are in", by="the scores")
    return moved


def grades_of(application: Application) -> list[dict[str, Score]]:
    """The scores of each assessor who handed in, by question, in the order of who was asked: none before both are in (the policies)."""
    found: dict[int, dict[str, Score]] = {}
    for score in Score.objects.filter(application=application).order_by("assessment_id"):
        found.setdefault(score.assessment_id, {})[score.question] = score
    return list(found.values())


def to_explain(application: Application) -> list[str]:
    """The questions on which the assessors differ so much that somebody has to say why, and nobody has."""
    grades = _grades(application)
    if len(grades) < ASSESSORS:
        return []
    agreed = set(application.agreed.values_list("question", flat=True))
    return [key for key in differ(grades[0], grades[1], method().differs) if key not in agreed]


@transaction.atomic
def agree(application: Application, question: str, *, grade: int, why: str, version: int, by: Membership) -> None:
    """Say which grade stands where the assessors differ, and why. Raises ActionRefused where they do not, or without words."""
    if not why.strip():
        raise ActionRefused("Say why they differed, and why this grade stands.", "why")
    if question not in to_explain(application) or grade not in GRADES:
        raise ActionRefused("The assessors do not differ on this question, or it was explained already.")
    move(application, "agree a grade", by=by, version=version, detail={"question": question})
    Agreed.objects.create(
        body_id=application.body_id,
        application=application,
        question=question,
        grade=grade,
        why=why.strip(),
        who=name_of(by),
    )


def end_moderation(application: Application, *, version: int, by: Membership) -> Application:
    """Send an application to be decided. Raises ActionRefused while a difference is not explained."""
    check_move(application, "end moderation", by=by)
    if left := to_explain(application):
        raise ActionRefused(f"{len(left)} differences between the assessors are not explained yet.")
    return move(application, "end moderation", by=by, version=version)


def result_of(application: Application) -> Scored | None:
    """What the grades come to; None where there are none."""
    grades = _grades(application)
    if len(grades) < ASSESSORS:
        return None
    agreed = dict(application.agreed.values_list("question", "grade"))
    asked, _ = questions_of(application)
    return scored(asked, final(grades[0], grades[1], agreed), method())


def final_grades(application: Application) -> dict[str, Decimal]:
    """The grade of each question as it stands; none where there are none."""
    grades = _grades(application)
    agreed = dict(application.agreed.values_list("question", "grade"))
    return final(grades[0], grades[1], agreed) if len(grades) >= ASSESSORS else {}


def _grades(application: Application) -> list[dict[str, int]]:
    return [{key: score.grade for key, score in each.items()} for each in grades_of(application)]
