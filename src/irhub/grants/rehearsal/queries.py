"""What the pages of a rehearsal read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from irhub.accounts.models import Body
from irhub.accounts.policy import Whose
from irhub.casework.checks import REGISTERS, Found, Result, Standing, standing_in
from irhub.casework.ledger import free
from irhub.grants.asking import answered_in, asked_in
from irhub.grants.checking import standing_in_registers
from irhub.grants.method import Scored, criteria, method, scored
from irhub.grants.rehearsal.models import Rehearsal, Trial, TrialCheck, TrialScore
from irhub.grants.sheet import Line, in_turn
from irhub.questions.engine import asked as asked_of

SEATS = {1: "First assessor", 2: "Second assessor"}
_NOT_COMPARED = "A rehearsal is not compared with applications and grants: record what you would have found."


def rehearsals_of(body: Body) -> QuerySet[Rehearsal]:
    """The calls that a body rehearses."""
    return Rehearsal.objects.filter(body=body).select_related("call").order_by("call__title")


def rehearsal_numbered(number: int) -> Rehearsal | None:
    """A rehearsal."""
    return Rehearsal.objects.filter(pk=number).select_related("call__body").first()


def whose_rehearsal(number: int) -> Whose | None:
    """Whose a rehearsal is: the body’s that runs the call."""
    body = Rehearsal.objects.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=body) if body else None


def trial_numbered(number: int) -> Trial | None:
    """A trial application."""
    return Trial.objects.filter(pk=number).select_related("rehearsal__call__body").first()


def whose_trial(number: int, **page: Any) -> Whose | None:
    """Whose a trial application, or a page of it, is: the body’s that rehearses."""
    body = Trial.objects.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=body) if body else None


def questions_of(trial: Trial) -> tuple[list[Any], dict[str, Any]]:
    """The questions that a trial application was asked, and its answers by key."""
    answers = answered_in(trial).answers
    return asked_of(asked_in(trial.call).questions, answers), answers


def scores_by_seat(trial: Trial) -> Mapping[int, Mapping[str, TrialScore]]:
    """What each assessor gave, by the key of the question."""
    found: dict[int, dict[str, TrialScore]] = {seat: {} for seat in SEATS}
    for score in trial.scores.all():
        found[score.seat][score.question] = score
    return found


def result_of(trial: Trial, given: Mapping[int, Mapping[str, TrialScore]]) -> Scored | None:
    """What the grades of a trial application come to; None until both assessors have graded every question that is scored."""
    keys = {each.key for each in criteria(questions_of(trial)[0])}
    if not keys or any(keys - scores.keys() for scores in given.values()):
        return None
    first, second = ({key: score.grade for key, score in given[seat].items()} for seat in SEATS)
    return scored(asked_in(trial.call).questions, first, second, method())


def standing_of(trial: Trial) -> list[Standing]:
    """Each check and where it stands: what registers tell now, above which stands the word of a person. No other application is looked at."""
    by_registers = [(REGISTERS, one) for one in standing_in_registers(trial)]
    not_compared = [("the rehearsal", Found(key, Result.NOT_HELD, _NOT_COMPARED)) for key in ("connected", "aid")]
    told = [TrialCheck(who=who, at=timezone.now(), **vars(one)) for who, one in (*by_registers, *not_compared)]
    return standing_in([*told, *trial.checks.order_by("pk")], method().checks)


def lines_of(rehearsal: Rehearsal) -> list[Line]:
    """The decision sheet of what was submitted in a rehearsal, in the order in which money would go to it."""
    trials = (
        rehearsal.trials.filter(submitted_at__isnull=False).order_by("submitted_at", "pk").prefetch_related("scores")
    )
    lines = []
    for trial in trials:
        trial.rehearsal = rehearsal
        result = result_of(trial, scores_by_seat(trial))
        lines.append(Line(trial, result, tuple(standing_of(trial))))
    return in_turn(lines, free(rehearsal.call.pot), rehearsal.call)
