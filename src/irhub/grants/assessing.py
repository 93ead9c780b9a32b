"""Two assessors score an application, each alone. The database gives nobody a score before both are in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from irhub.accounts.models import Membership, Person
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.roles import Role
from irhub.accounts.row_security import system_access
from irhub.grants.checking import failed, refuse_unchecked, run_checks
from irhub.grants.letters import tell_assessor
from irhub.grants.method import GRADES, Asked, Scored, criteria, method, scored, version_of, versions
from irhub.grants.models import Application, Assessment, Score
from irhub.grants.workflows import AssessmentState
from irhub.questions.engine import asked as asked_of
from irhub.questions.stored import answers_of
from irhub.web.errors import ActionRefused

ASSESSORS = 2
_BLIND = "assessors do not see each other’s work, so whether both are done is asked for them"
_STAYS = (AssessmentState.ASKED, AssessmentState.OPEN, AssessmentState.IN)


@transaction.atomic
def begin_checks(application: Application, *, version: int, by: Membership) -> Application:
    """Begin the checks of a submitted application; what registers tell is asked at once."""
    moved = move(application, "begin checks", by=by, version=version)
    run_checks(moved, by=by, today=localdate())
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
    )  # fmt: skip
    try:
        with transaction.atomic():
            begin(made, by=by, told="asked somebody to assess an application for a grant")
    except IntegrityError as problem:
        raise ActionRefused("This person was asked already, and stood down.", "person") from problem
    tell_assessor(made)
    return made


@transaction.atomic
def begin_assessment(application: Application, *, version: int, by: Membership) -> Application:
    """Let the assessors begin. Raises ActionRefused for a claim, while a check is open, one does not pass, or fewer than two people assess."""
    check_move(application, "begin assessment", by=by)
    if not criteria(version_of(application).questions):
        raise ActionRefused("A claim is not scored: send it to be decided.")
    refuse_unchecked(application)
    if fails := failed(application):
        raise ActionRefused(f"This does not pass: {'; '.join(fails)}. Send the application to be decided.")
    if application.assessments.filter(state__in=_STAYS).count() < ASSESSORS:
        raise ActionRefused("Name two assessors first.")
    return move(application, "begin assessment", by=by, version=version)


@transaction.atomic
def skip_assessment(application: Application, *, version: int, reason: str, by: Membership) -> Application:
    """Send an application to be decided without scores: a claim, or one that does not pass a check. Raises ActionRefused for any other."""
    check_move(application, "skip assessment", by=by, reason=reason)
    refuse_unchecked(application)
    if application.call.by_panel and not failed(application):
        raise ActionRefused("It passes every check: two assessors score it before it is decided.")
    return move(application, "skip assessment", by=by, version=version, reason=reason)


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
    answers = answers_of(application.sheet, versions(application.call.shape)).answers
    return asked_of(version_of(application).questions, answers), answers


@transaction.atomic
def keep_scores(
    assessment: Assessment, grades: Mapping[str, tuple[int, str]], *, version: int, by: Membership
) -> Assessment:
    """Keep grades, each with why, by the key of its question. Raises ActionRefused for one that is none or has no reason."""
    if wrong := [key for key, (grade, _) in grades.items() if grade not in GRADES]:
        raise ActionRefused("Choose one of the grades.", wrong[0])
    if bare := [key for key, (_, why) in grades.items() if not why.strip()]:
        raise ActionRefused("Say why in a few words: the panel reads it.", f"{bare[0]}-why")
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
    """Hand in one’s scores; with the second, both can be read and compared. Raises ActionRefused while a criterion has no grade.

    The application is locked first: of two who hand in at once, the second finds the first.
    """
    check_move(assessment, "hand in", by=by)
    with system_access(_BLIND):
        application = Application.objects.select_for_update().get(pk=assessment.application_id)
    if application.state != "assessment":
        raise ActionRefused("The assessment of this application has not begun, or is over.")
    asked, _ = questions_of(application)
    graded = set(assessment.scores.values_list("question", flat=True))
    if missing := [each.label for each in criteria(asked) if each.key not in graded]:
        raise ActionRefused(
            f"Not handed in: {len(missing)} answers have no grade yet, the first of them “{missing[0]}”."
        )
    moved = move(assessment, "hand in", by=by, version=version)
    with system_access(_BLIND):
        if application.assessments.filter(state=AssessmentState.IN).count() >= ASSESSORS:
            move(application, "all scores are in", by="the scores")
    return moved


def scores_of(application: Application) -> list[dict[str, Score]]:
    """The scores of each assessor, by question, in the order of who was asked: none before both are in (the policies)."""
    found: dict[int, dict[str, Score]] = {}
    for score in Score.objects.filter(application=application).order_by("assessment_id"):
        found.setdefault(score.assessment_id, {})[score.question] = score
    return list(found.values())


def result_of(application: Application) -> Scored | None:
    """What the grades come to; None where there are none."""
    grades = [{key: score.grade for key, score in each.items()} for each in scores_of(application)]
    if len(grades) < ASSESSORS:
        return None
    return scored(version_of(application).questions, grades[0], grades[1], method())
