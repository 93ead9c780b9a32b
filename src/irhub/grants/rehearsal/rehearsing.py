"""What is done in a rehearsal, with the refusals that applicants, assessors and deciders would get. Each is one transaction; beginning and
ending stand among the events of the call, and what is done within leaves no trace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from irhub.accounts.audit import name_of
from irhub.accounts.models import Membership
from irhub.accounts.moving import move, require
from irhub.accounts.policy import Grant, Whose
from irhub.grants.applying import refuse_incomplete, refuse_people, refuse_unsound
from irhub.grants.asking import asked_in
from irhub.grants.calls import delete_rehearsal
from irhub.grants.deciding import refuse_amount
from irhub.grants.method import GRADES, Asked, method
from irhub.grants.models import Call
from irhub.grants.rehearsal.models import Rehearsal, Trial
from irhub.grants.workflows import DECIDES, REHEARSES, RUNS, ApplicationState
from irhub.questions.forms import AnswersForm
from irhub.questions.questionnaire import Page
from irhub.questions.stored import save
from irhub.web.errors import ActionRefused, StaleVersion


@transaction.atomic
def begin_rehearsal(call: Call, *, version: int, by: Membership) -> Rehearsal:
    """Begin to rehearse a call, while it is a draft. Raises ActionRefused if it is rehearsed already."""
    moved = move(call, "rehearse", by=by, version=version)
    rehearsal, fresh = Rehearsal.objects.get_or_create(call=moved, defaults={"body_id": moved.body_id})
    if not fresh:
        raise ActionRefused("This call is being rehearsed already: go on with that.")
    return rehearsal


@transaction.atomic
def end_rehearsal(rehearsal: Rehearsal, *, by: Membership) -> Call:
    """End it: everything in it is deleted."""
    moved = move(rehearsal.call, "end the rehearsal", by=by)
    delete_rehearsal(moved)
    return moved


@transaction.atomic
def begin_trial(rehearsal: Rehearsal, *, by: Membership, **told: Any) -> Trial:
    """Begin a trial application. Raises ActionRefused for what no applicant could ask of the call."""
    call = _going(rehearsal, REHEARSES, by).call
    refuse_unsound(call, told)
    asks = {"questionnaire": call.shape, "version": asked_in(call).version}
    return Trial.objects.create(body_id=rehearsal.body_id, rehearsal=rehearsal, **asks, **told)


@transaction.atomic
def change_trial(trial: Trial, *, version: int, by: Membership, **told: Any) -> None:
    """Change what a trial application says of its applicant and project. Raises StaleVersion if a colleague changed it meanwhile."""
    _refuse_submitted(trial, by)
    refuse_unsound(trial.call, told)
    _change(trial, version, **told)


@transaction.atomic
def save_page(trial: Trial, page: Page[Asked], form: AnswersForm, *, by: Membership) -> None:
    """Keep the answers of a page, as those of an application are kept."""
    _refuse_submitted(trial, by)
    refuse_people(form.answers)
    save(trial, asking=asked_in(trial.call), questions=page.questions, given=form.answers, seen=form.seen, by=by)


@transaction.atomic
def submit(trial: Trial, *, version: int, by: Membership) -> None:
    """Submit a trial application, to nobody. Raises ActionRefused where an application would not be submitted, but for days and files."""
    _refuse_submitted(trial, by)
    refuse_incomplete(trial)
    _change(trial, version, submitted_at=timezone.now())


@transaction.atomic
def record_check(trial: Trial, key: str, *, result: str, says: str, version: int, by: Membership) -> None:
    """Record what a person found in a check."""
    _refuse_not_submitted(trial, RUNS, by)
    if key not in {one.key for one in method().checks}:
        raise ActionRefused("There is no such check.")
    _change(trial, version)
    trial.checks.create(body_id=trial.body_id, key=key, result=result, says=says, by_person=True, who=name_of(by))


@transaction.atomic
def keep_scores(
    trial: Trial, seat: int, grades: Mapping[str, tuple[int, str]], *, version: int, by: Membership
) -> None:
    """Keep grades of one of the two assessors, each with why. Raises StaleVersion if somebody else in the same seat graded these meanwhile."""
    _refuse_not_submitted(trial, REHEARSES, by)
    if bare := [key for key, (grade, why) in grades.items() if grade not in GRADES or not why.strip()]:
        raise ActionRefused("Say why in a few words: the panel reads it.", f"{bare[0]}-why")
    if trial.scores.filter(seat=seat, question__in=grades, revision__gt=version).exists():
        raise StaleVersion(
            "A colleague graded this meanwhile: look at what they gave, and save yours in its place if you still want to."
        )
    _change(trial)
    for key, (grade, why) in grades.items():
        given = {"grade": grade, "why": why.strip(), "revision": trial.revision}
        new = given | {"body_id": trial.body_id}
        trial.scores.update_or_create(seat=seat, question=key, defaults=given, create_defaults=new)


@transaction.atomic
def decide(
    trial: Trial, *, outcome: str, amount: int | None, feedback: str, version: int, by: Membership
) -> None:  # fmt: skip
    """Decide on a trial application: nothing is awarded, booked or sent. Raises ActionRefused beyond what was asked for, what one may award or
    what is left in the pot, and without feedback."""
    _refuse_not_submitted(trial, DECIDES, by)
    if not feedback.strip():
        raise ActionRefused("Write the feedback that the applicant reads.", "feedback")
    awarded = outcome == ApplicationState.AWARDED
    refuse_amount(trial, amount, awarded, by)
    _change(trial, version, outcome=outcome, amount=amount if awarded else None, feedback=feedback.strip())


def _going(rehearsal: Rehearsal, who: Grant, by: Membership) -> Rehearsal:
    """The rehearsal, which nobody ends before this transaction does. Raises ActionRefused if it has ended, or from others than `who`."""
    require(
        by, (who,), Whose(body=rehearsal.body_id), "Only those who run the call, decide on it or score it can do that."
    )
    if not Rehearsal.objects.select_for_update().filter(pk=rehearsal.pk).exists():
        raise ActionRefused("This rehearsal has ended, and nothing of it is kept.")
    return rehearsal


def _refuse_submitted(trial: Trial, by: Membership) -> None:
    if _is_submitted(trial, REHEARSES, by):
        raise ActionRefused("This trial application is submitted, and stays as it is: begin another.")


def _refuse_not_submitted(trial: Trial, who: Grant, by: Membership) -> None:
    if not _is_submitted(trial, who, by):
        raise ActionRefused("Submit this trial application first.")


def _is_submitted(trial: Trial, who: Grant, by: Membership) -> bool:
    """Whether it is submitted now, which nobody changes before this transaction ends."""
    _going(trial.rehearsal, who, by)
    trial.refresh_from_db(fields=["submitted_at"])
    return trial.submitted_at is not None


def _change(trial: Trial, version: int | None = None, **columns: Any) -> None:
    """Write columns, and raise the revision. Raises StaleVersion if it is another than `version`, where one is given."""
    rows = Trial.objects.filter(pk=trial.pk)
    if version is not None:
        rows = rows.filter(revision=version)
    if not rows.update(revision=F("revision") + 1, **columns):
        raise StaleVersion(
            "A colleague changed this trial application since you opened the page. Look at it, and send yours again if you still want to."
        )
    trial.refresh_from_db(fields=["revision", *columns])
