"""What is known of tasks, replies and challenges: each question narrowed to what the visitor may see."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import DateField, Exists, F, Max, OuterRef, Q, QuerySet, Value
from django.utils.timezone import localdate

from irhub.accounts.absences import stands_for
from irhub.accounts.access import shows
from irhub.accounts.acting import asker_as
from irhub.accounts.models import Membership
from irhub.accounts.policy import Asker, Whose
from irhub.accounts.row_security import system_access
from irhub.attention.models import Challenge, Statement, Task, TaskEvent
from irhub.attention.workflows import CHALLENGE, ChallengeState, Public, TaskState, whose_challenge
from irhub.organisations.models import Member
from irhub.registers.models import Location
from irhub.review.scope import Scope

About = Challenge.About
Key = tuple[str, str]
"""A signal: organisation id and indicator code."""


@dataclass(frozen=True)
class Contested:
    """What everybody sees of a challenge: when it was made, by when it must be answered, and where it stands."""

    opened_at: datetime
    due: date
    state: ChallengeState


@dataclass(frozen=True)
class Known:
    """What everybody may know of what was said about a signal. `reply`: where a reply stands that the public does not read."""

    challenge: Contested | None = None
    reply: Public | None = None


_SIGNAL = ("organisation_id", "code")
_NO_DAY = Value(None, DateField())


def whose_signal(organisation_id: str, code: str) -> Whose | None:
    """Whose a signal is: the care providers' that its organisation is."""
    found = Member.objects.filter(register="cqc_locations", organisation_id=organisation_id)
    return Whose(places=frozenset(found.values_list("entity_key", flat=True)))


def whose_challenge_numbered(number: int) -> Whose | None:
    """Whose a challenge is; None if there is none of this number."""
    found = challenge_numbered(number)
    return whose_challenge(found) if found else None


def tasks_of(membership: Membership | None, organisation_ids: Collection[str]) -> dict[Key, Task]:
    """The tasks of somebody's body about these organisations, by signal."""
    if not organisation_ids:
        return {}
    found = _tasks(membership).filter(organisation_id__in=list(organisation_ids))
    return {(task.organisation_id, task.code): task for task in found}


def task_events(membership: Membership | None, task: Task) -> list[TaskEvent]:
    """The history of a task, newest first."""
    return list(TaskEvent.objects.of(membership.body if membership else None).filter(task=task).order_by("-at", "-id"))


def my_tasks(membership: Membership, *, everybodys: bool = False, closed: bool = False) -> QuerySet[Task]:
    """The open tasks of a person and of those for whom they cover, or of the whole body: what is overdue or due first, then without a day.

    Or the closed ones: what was done last comes first.
    """
    found = _tasks(membership) if everybodys else _tasks(membership).filter(owner__in=stands_for(membership))
    if closed:
        shut = found.exclude(state=TaskState.OPEN).annotate(touched=Max("events__at"))
        return shut.order_by("-touched", "-pk")
    found = found.filter(state=TaskState.OPEN)
    return found.order_by(F("due").asc(nulls_last=True), "opened_at", "pk")


def overdue(task: Task, today: date | None = None) -> bool:
    """Whether an open task is past its day."""
    return task.state == TaskState.OPEN and task.due is not None and task.due < (today or localdate())


def statements_on(asker: Asker, organisation_ids: Collection[str]) -> dict[Key, Statement]:
    """Replies that stand beside signals, by signal: those that are public, and others that somebody may see."""
    found = Statement.objects.filter(organisation_id__in=list(organisation_ids), withdrawn_at=None).select_related(
        "body"
    )
    return {
        (said.organisation_id, said.code): said
        for said in found.order_by("pk")
        if said.public == Public.SHOWN or shows("replies-not-public", asker, Whose(body=said.body_id))
    }


def statements_waiting() -> QuerySet[Statement]:
    """Replies that nobody has checked yet, oldest first."""
    found = Statement.objects.filter(withdrawn_at=None, public=Public.WAITING)
    return found.select_related("body").order_by("written_at", "pk")


def challenges_on(asker: Asker, organisation_ids: Collection[str]) -> list[Challenge]:
    """Challenges about organisations that somebody may read, newest first. See `known_to_all` for others."""
    found = (
        Challenge.objects.filter(organisation_id__in=list(organisation_ids))
        .select_related("body")
        .order_by("-opened_at")
    )
    return [made for made in found if shows("challenges-in-words", asker, Whose(body=made.body_id))]


def known_to_all(organisation_ids: Collection[str]) -> dict[Key, Known]:
    """By signal, what everybody may know of what was said about it: where the newest challenge stands, and that the provider
    replied. Who made a challenge, and what they wrote, is not in it."""
    if not organisation_ids:
        return {}
    about = {"organisation_id__in": list(organisation_ids)}
    with system_access("everybody sees that a signal was answered or challenged, and nothing else of it"):
        challenges = Challenge.objects.filter(**about).values_list(*_SIGNAL, "state", "opened_at", "due")
        replies = Statement.objects.filter(**about, withdrawn_at=None).exclude(public=Public.SHOWN)
        rows = list(
            challenges.union(replies.values_list(*_SIGNAL, "public", "written_at", _NO_DAY)).order_by("opened_at")
        )
    contested = {
        (of, code): Contested(at, due, ChallengeState(state)) for of, code, state, at, due in rows if due is not None
    }
    replied = {(of, code): Public(public) for of, code, public, _, due in rows if due is None}
    return {key: Known(contested.get(key), replied.get(key)) for key in contested.keys() | replied.keys()}


def challenges_waiting(scope: Scope) -> QuerySet[Challenge]:
    """Challenges of an area without an answer, the one that is due first first."""
    return _within(scope).filter(state=ChallengeState.OPEN).select_related("body").order_by("due", "pk")


def challenges_answered(scope: Scope, most: int) -> list[Challenge]:
    """The challenges of an area that were answered last, newest first."""
    found = _within(scope).exclude(state=ChallengeState.OPEN).select_related("body")
    return list(found.order_by("-answered_at", "-pk")[:most])


def statements_decided(most: int) -> list[Statement]:
    """The replies of which somebody decided last whether the public sees them, newest first."""
    found = Statement.objects.filter(withdrawn_at=None).exclude(public=Public.WAITING)
    return list(found.select_related("body").order_by("-decided_at", "-pk")[:most])


def challenge_numbered(number: int) -> Challenge | None:
    """A challenge by its number."""
    return Challenge.objects.filter(pk=number).select_related("body").first()


def _within(scope: Scope) -> QuerySet[Challenge]:
    """Challenges about organisations of an area, and about those that lie nowhere."""
    if scope.codes is None:
        return Challenge.objects.all()
    here = _located(Location.objects.filter(council_code__in=scope.codes))
    anywhere = _located(Location.objects.exclude(council_code=""))
    return Challenge.objects.filter(Q(here) | ~Q(anywhere))


def _located(locations: QuerySet[Location]) -> Exists:
    """Whether a challenge is about an organisation with one of these locations: asked of each, as challenges are few and locations many."""
    its = locations.filter(provider_id=OuterRef("entity_key"))
    providers = Member.objects.filter(register="cqc_locations", organisation_id=OuterRef("organisation_id"))
    return Exists(providers.filter(Exists(its)))


def may_answer(found: Challenge, by: Membership) -> bool:
    """Whether somebody can answer a challenge as it stands."""
    return any(move.to != ChallengeState.OPEN for move in CHALLENGE.open_to(found, asker_as(by)))


def _tasks(membership: Membership | None) -> QuerySet[Task]:
    return Task.objects.of(membership.body if membership else None).select_related("owner")
