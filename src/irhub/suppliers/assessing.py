"""Two assessors score an application, each alone (casework/assessing.py); then differences are explained."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction

from irhub.accounts.audit import name_of
from irhub.accounts.models import Membership
from irhub.accounts.moving import check_move, move
from irhub.casework import assessing as blind
from irhub.casework.assessing import grades_of
from irhub.casework.checks import refuse_open
from irhub.questions.engine import asked as asked_of
from irhub.questions.stored import answers_of
from irhub.suppliers.checking import run_checks, standing_of
from irhub.suppliers.comparing import interest_of
from irhub.suppliers.letters import tell_assessor
from irhub.suppliers.method import Asked, method, version_of, versions
from irhub.suppliers.models import Agreed, Application, Assessment
from irhub.suppliers.scoring import GRADES, Scored, differ, final, scored
from irhub.web.errors import ActionRefused


def begin_checks(application: Application, *, version: int, by: Membership) -> Application:
    """Begin the checks of a submitted application; what registers tell is asked at once."""
    with transaction.atomic():
        moved = move(application, "begin checks", by=by, version=version)
        run_checks(moved, by=by)
    return moved


@transaction.atomic
def name_assessor(application: Application, person: int, *, version: int, by: Membership) -> Assessment:
    """Ask somebody to assess an application. Raises ActionRefused as the block does, and of whoever declared an interest that registers connect
    with the applicant."""
    if company := interest_of(application, person):
        raise ActionRefused(
            f"They declared an interest in {company}, which is connected with this applicant: choose somebody else.",
            "person",
        )
    told = "asked somebody to assess an application"
    made: Assessment = blind.name_assessor(application, person, told=told, version=version, by=by)
    tell_assessor(made)
    return made


@transaction.atomic
def begin_assessment(application: Application, *, version: int, by: Membership) -> Application:
    """Let the assessors begin. Raises ActionRefused while a check is open, one does not pass, or fewer than two people assess."""
    check_move(application, "begin assessment", by=by)
    standing = standing_of(application)
    refuse_open(standing)
    if fails := [each.check.title for each in standing if each.fails]:
        raise ActionRefused(f"This does not pass: {'; '.join(fails)}. Send the application to be decided.")
    blind.refuse_too_few(application)
    return move(application, "begin assessment", by=by, version=version)


def stop_at_gate(application: Application, *, version: int, reason: str, by: Membership) -> Application:
    """Send an application that does not pass a gate to be decided without scores."""
    return move(application, "stop at a gate", by=by, version=version, reason=reason)


def questions_of(application: Application) -> tuple[list[Asked], dict[str, Any]]:
    """The questions that an application was asked, and its answers by key, in the version in which it was submitted; none of one whose
    answers are not kept any more."""
    if not hasattr(application, "sheet"):
        return [], {}
    answers = answers_of(application.sheet, versions()).answers
    return asked_of(version_of(application).questions, answers), answers


def keep_scores(
    assessment: Assessment, grades: Mapping[str, tuple[int, str]], *, version: int, by: Membership
) -> Assessment:
    """Keep grades, each with why, by the key of its question. Raises ActionRefused for one that is none, or once handed in."""
    kept: Assessment = blind.keep_scores(assessment, grades, known=GRADES, version=version, by=by)
    return kept


def hand_in(assessment: Assessment, *, version: int, by: Membership) -> Assessment:
    """Hand in one’s scores: every question has a grade."""
    handed: Assessment = blind.hand_in(assessment, criteria=lambda one: questions_of(one)[0], version=version, by=by)
    return handed


def to_explain(application: Application) -> list[str]:
    """The questions on which the assessors differ so much that somebody has to say why, and nobody has."""
    grades = grades_of(application)
    if not grades:
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
    grades = grades_of(application)
    if not grades:
        return None
    agreed = dict(application.agreed.values_list("question", "grade"))
    asked, _ = questions_of(application)
    return scored(asked, final(grades[0], grades[1], agreed), method())


def final_grades(application: Application) -> dict[str, Decimal]:
    """The grade of each question as it stands; none where there are none."""
    grades = grades_of(application)
    agreed = dict(application.agreed.values_list("question", "grade"))
    return final(grades[0], grades[1], agreed) if grades else {}
