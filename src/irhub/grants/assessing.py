"""Two assessors score an application, each alone (casework/assessing.py); a claim is not scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.accounts.moving import check_move, move
from irhub.accounts.row_security import system_access
from irhub.casework import assessing as blind
from irhub.casework.assessing import grades_of
from irhub.grants.asking import answered_in, asked_in
from irhub.grants.checking import failed, refuse_unchecked, run_checks
from irhub.grants.guarding import of_applicants, refuse_near
from irhub.grants.letters import tell_assessor
from irhub.grants.method import GRADES, Asked, Scored, criteria, method, scored
from irhub.grants.models import Application, Assessment
from irhub.questions.engine import asked as asked_of
from irhub.web.errors import ActionRefused

_OF_APPLICANT = "This person has, or had, a role in the applicant’s organisation: choose somebody else."


@transaction.atomic
def begin_checks(application: Application, *, version: int, by: Membership) -> Application:
    """Begin the checks of a submitted application; what registers tell is asked at once."""
    moved = move(application, "begin checks", by=by, version=version)
    run_checks(moved, by=by, today=localdate())
    return moved


def name_assessor(application: Application, person: int, *, version: int, by: Membership) -> Assessment:
    """Ask somebody to assess an application. Raises ActionRefused as `ask_to_assess` does, for somebody with a role in the applicant, and from
    whoever is near it."""
    check_move(application, "name assessors", by=by)
    refuse_near(application, by)
    if person in of_applicants([application.applicant_id]).get(application.applicant_id, ()):
        raise ActionRefused(_OF_APPLICANT, "person")
    return ask_to_assess(application, person, version=version, by=by)


@transaction.atomic
def ask_to_assess(application: Application, person: int, *, version: int, by: Membership) -> Assessment:
    """The same where it is known that neither is near the applicant, as it was asked of many applications at once. Raises ActionRefused as
    the block does."""
    told = "asked somebody to assess an application for a grant"
    made: Assessment = blind.name_assessor(application, person, told=told, version=version, by=by)
    tell_assessor(made)
    return made


def declare(assessment: Assessment, *, version: int, by: Membership) -> Assessment:
    """Declare that one has no interest in the applicant: the application opens. Raises ActionRefused from whoever has or had a role in it."""
    with system_access("whether an assessor has a role in the applicant, before the application opens"):
        refuse_near(Application.objects.get(pk=assessment.application_id), by)
    opened: Assessment = blind.declare(assessment, version=version, by=by)
    return opened


def begin_assessment(application: Application, *, version: int, by: Membership) -> Application:
    """Let the assessors begin. Raises ActionRefused as `let_assess` does, and from whoever is near the applicant."""
    check_move(application, "begin assessment", by=by)
    refuse_near(application, by)
    return let_assess(application, version=version, by=by)


def let_assess(application: Application, *, version: int, by: Membership) -> Application:
    """The same where it is known that whoever asks is not near the applicant. Raises ActionRefused for a claim, while a check is open, one does
    not pass, or fewer than two people assess."""
    if not criteria(asked_in(application.call).questions):
        raise ActionRefused("A claim is not scored: send it to be decided.")
    refuse_unchecked(application)
    if fails := failed(application):
        raise ActionRefused(f"This does not pass: {'; '.join(fails)}. Send the application to be decided.")
    blind.refuse_too_few(application)
    return move(application, "begin assessment", by=by, version=version)


def skip_assessment(application: Application, *, version: int, reason: str, by: Membership) -> Application:
    """Send an application to be decided without scores. Raises ActionRefused as `send_unscored` does, and from whoever is near the
    applicant."""
    check_move(application, "skip assessment", by=by, reason=reason)
    refuse_near(application, by)
    return send_unscored(application, version=version, reason=reason, by=by)


def send_unscored(application: Application, *, version: int, reason: str, by: Membership) -> Application:
    """The same where it is known that whoever asks is not near the applicant: of a claim, or of one that does not pass a check. Raises ActionRefused
    for any other."""
    refuse_unchecked(application)
    if application.call.by_panel and not failed(application):
        raise ActionRefused("It passes every check: two assessors score it before it is decided.")
    return move(application, "skip assessment", by=by, version=version, reason=reason)


def questions_of(application: Application) -> tuple[list[Asked], dict[str, Any]]:
    """The questions that an application was asked, and its answers by key; none of one whose
    answers are not kept any more."""
    if not hasattr(application, "sheet"):
        return [], {}
    answers = answered_in(application).answers
    return asked_of(asked_in(application.call).questions, answers), answers


def criteria_of(application: Application) -> list[Asked]:
    """The questions of an application that are scored."""
    return criteria(questions_of(application)[0])


def keep_scores(
    assessment: Assessment, grades: Mapping[str, tuple[int, str]], *, version: int, by: Membership
) -> Assessment:
    """Keep grades, each with why, by the key of its question. Raises ActionRefused for one that is none or has no reason."""
    if bare := [key for key, (_, why) in grades.items() if not why.strip()]:
        raise ActionRefused("Say why in a few words: the panel reads it.", f"{bare[0]}-why")
    kept: Assessment = blind.keep_scores(assessment, grades, known=GRADES, version=version, by=by)
    return kept


def hand_in(assessment: Assessment, *, version: int, by: Membership) -> Assessment:
    """Hand in one’s scores: every criterion has a grade."""
    handed: Assessment = blind.hand_in(assessment, criteria=criteria_of, version=version, by=by)
    return handed


def result_of(application: Application, scores: Sequence[Mapping[str, Any]] | None = None) -> Scored | None:
    """What the grades come to; None where there are none. `scores`: if they were asked for already."""
    grades = grades_of(application, scores)
    return scored(asked_in(application.call).questions, grades[0], grades[1], method()) if grades else None
