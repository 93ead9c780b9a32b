"""People score an application, each alone, after declaring their interests. The database gives nobody a score before all are in.

A room makes the tables its own: an `Assessment` whose key to the application has `related_name="assessments"` and whose `workflow` is
`assessment_table(…)`, and a `Score` with a key to it (`related_name="scores"`) and one to the application. The application’s own table knows the moves
“name assessors” and, for the system, “all scores are in”, and has a state “assessment”. The migration’s policies keep each score for whoever gave it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now

from irhub.accounts.guarded import Moving
from irhub.accounts.models import Membership, OwnedByBody, Person
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.policy import Grant, Whose
from irhub.accounts.roles import Role
from irhub.accounts.row_security import system_access
from irhub.accounts.workflow import STAYS, Fill, Move, Workflow
from irhub.web.errors import ActionRefused
from irhub.web.model_fields import OneOf

ASSESSORS = 2
"""How many people score an application."""
_BLIND = "assessors do not see each other’s work, so whether both are done is asked for them"


class AssessmentState(models.TextChoices):
    """Where one assessor's work stands."""

    ASKED = "asked", "Asked to declare interests"
    OPEN = "open", "Scoring"
    IN = "in", "Handed in"
    STOOD_DOWN = "stood down", "Stood down"


A = AssessmentState
AT_WORK = (A.ASKED, A.OPEN)
"""Where an assessment waits for its assessor."""
_STAYS = (*AT_WORK, A.IN)


def assessment_table(thing: str, of: str, *who: Grant) -> Workflow:
    """How an assessor’s work goes. `of`: what is assessed, with its article; `who`: assesses, of what is given to them (`rows=Rows.OWN`)."""
    return Workflow(
        thing=thing,
        states=A,
        begins=A.ASKED,
        ends=frozenset({A.IN, A.STOOD_DOWN}),
        whose=_of_the_assessor,
        moves=(
            Move(
                "declare no interest", (A.ASKED,), A.OPEN, who, told=f"declared to have no interest in {of}",
                can="declare that you have no interest", fills={"declared_at": Fill.NOW},
            ),
            Move(
                "stand down", AT_WORK, A.STOOD_DOWN, who, told=f"stood down from assessing {of}", can="stand down",
                reason="Say what connects you with the applicant, or why you cannot assess it.", at_field="reason",
            ),
            Move("score", (A.OPEN,), STAYS, who, told=f"scored part of {of}", can="score it"),
            Move(
                "hand in", (A.OPEN,), A.IN, who, told=f"handed in the scores of {of}", can="hand in",
                fills={"in_at": Fill.NOW},
            ),
        ),
    )  # fmt: skip


def _of_the_assessor(row: Any) -> Whose:
    return Whose(body=row.body_id, person=row.email)


class Assessment(OwnedByBody, Moving):  # type: ignore[misc, unused-ignore]  # the manager of OwnedByBody is one of Moving's too
    """One assessor’s work on an application. `told`: the applicant’s name, which is shown for interests to be declared and not beside scores."""

    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    email = models.CharField(max_length=254)
    told = models.CharField(max_length=200)
    state = OneOf(max_length=10, choices=AssessmentState, default=AssessmentState.ASKED)
    asked_at = models.DateTimeField(db_default=Now())
    declared_at = models.DateTimeField(null=True)
    in_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Score(OwnedByBody):
    """The grade that an assessor gave the answer to a question, and why."""

    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=60)
    grade = models.PositiveSmallIntegerField()
    why = models.TextField(blank=True, default="")

    class Meta:
        abstract = True


def people_who_assess(by: Membership) -> list[tuple[str, str]]:
    """Who can be named an assessor in the body for which somebody acts: number and name."""
    held = Membership.objects.current().filter(body=by.body, role=Role.ASSESSOR).select_related("person")
    return [(str(each.person_id), each.person.name) for each in held.order_by("person__name")]


@transaction.atomic
def name_assessor(application: Any, person: int, *, told: str, version: int, by: Membership) -> Any:
    """Ask somebody to assess an application. `told`: for the audit trail. Raises ActionRefused if there are enough already, if the person
    is no assessor of the body, or checks the application themselves."""
    move(application, "name assessors", by=by, version=version)
    if at_work(application) >= ASSESSORS:
        raise ActionRefused(
            "Two people assess this application already. One of them has to stand down first.", "person"
        )
    if str(person) not in dict(people_who_assess(by)):
        raise ActionRefused("Choose somebody who is an assessor of your body.", "person")
    chosen = Person.objects.get(pk=person)
    if application.checks.filter(who__iexact=chosen.email).exists() or chosen.pk == by.person_id:
        raise ActionRefused("Whoever checks an application does not score it: choose somebody else.", "person")
    made = application.assessments.model(
        body_id=application.body_id, application=application, assessor=chosen, email=chosen.email, told=application.name
    )
    try:
        with transaction.atomic():
            return begin(made, by=by, told=told)
    except IntegrityError as problem:
        raise ActionRefused("This person was asked already, and stood down.", "person") from problem


def at_work(application: Any) -> int:
    """How many people assess an application, or have."""
    many: int = application.assessments.filter(state__in=_STAYS).count()
    return many


def refuse_too_few(application: Any) -> None:
    """Raises ActionRefused while fewer people assess an application than should."""
    if at_work(application) < ASSESSORS:
        raise ActionRefused("Name two assessors first.")


def declare(assessment: Any, *, version: int, by: Membership) -> Any:
    """Declare that one has no interest in the applicant: the application opens."""
    return move(assessment, "declare no interest", by=by, version=version)


def stand_down(assessment: Any, *, version: int, reason: str, by: Membership) -> Any:
    """Not assess, or no longer: somebody else is named."""
    return move(assessment, "stand down", by=by, version=version, reason=reason)


@transaction.atomic
def keep_scores(
    assessment: Any, grades: Mapping[str, tuple[int, str]], *, known: Collection[int], version: int, by: Membership
) -> Any:
    """Keep grades, each with why, by the key of its question. Raises ActionRefused for one that is not `known`, or once handed in."""
    if wrong := [key for key, (grade, _) in grades.items() if grade not in known]:
        raise ActionRefused("Choose one of the grades.", wrong[0])
    moved = move(assessment, "score", by=by, version=version)
    whose = {each: getattr(moved, each) for each in ("body_id", "application_id", "assessor_id")}
    scores = moved.scores.model
    scores.objects.bulk_create(
        [
            scores(assessment=moved, question=key, grade=grade, why=why.strip(), **whose)
            for key, (grade, why) in grades.items()
        ],
        update_conflicts=True,
        unique_fields=["assessment", "question"],
        update_fields=["grade", "why"],
    )
    return moved


@transaction.atomic
def hand_in(assessment: Any, *, criteria: Callable[[Any], Iterable[Any]], version: int, by: Membership) -> Any:
    """Hand in one’s scores; with the last, all can be read and compared. Raises ActionRefused while a question that is scored has no grade.

    `criteria`: the questions of an application that are scored. The application is locked first: of two who hand in at once, the second finds
    the first.
    """
    check_move(assessment, "hand in", by=by)
    with system_access(_BLIND):
        applications = assessment._meta.get_field("application").related_model
        application = applications.objects.select_for_update().get(pk=assessment.application_id)
    if application.state != "assessment":
        raise ActionRefused("The assessment of this application has not begun, or is over.")
    graded = set(assessment.scores.values_list("question", flat=True))
    if missing := [each.label for each in criteria(application) if each.key not in graded]:
        raise ActionRefused(
            f"Not handed in: {len(missing)} questions have no grade yet, the first of them “{missing[0]}”."
        )
    moved = move(assessment, "hand in", by=by, version=version)
    with system_access(_BLIND):
        if application.assessments.filter(state=A.IN).count() >= ASSESSORS:
            move(application, "all scores are in", by="the scores")
    return moved


def scores_of(application: Any) -> list[dict[str, Any]]:
    """The scores of each assessor, by question, in the order of who was asked: none before all are in (the policies)."""
    found: dict[int, dict[str, Any]] = {}
    scores = application.assessments.model._meta.get_field("scores").related_model
    for score in scores.objects.filter(application=application).order_by("assessment_id"):
        found.setdefault(score.assessment_id, {})[score.question] = score
    return list(found.values())


def grades_of(application: Any, scores: Sequence[Mapping[str, Any]] | None = None) -> tuple[dict[str, int], ...]:
    """The grades of each assessor, by question; none before all are in. `scores`: as `scores_of` gave them, if they were asked for already."""
    given = scores_of(application) if scores is None else scores
    found = tuple({key: score.grade for key, score in each.items()} for each in given)
    return found if len(found) >= ASSESSORS else ()
