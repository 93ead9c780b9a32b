"""How tasks, replies and challenges go from state to state, and who may move them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import TextChoices

from irhub.accounts.policy import Rows, Whose, acting_as
from irhub.accounts.roles import OVERSIGHT, Kind, Role
from irhub.accounts.workflow import STAYS, Fill, Move, Workflow, of_its_body
from irhub.organisations.models import Member
from irhub.review.scope import every_place, places_of

WORKS = acting_as(
    Role.ANALYST, Role.LEAD, Role.COMMISSIONER, Role.REVIEWER, Role.GRANTS_OFFICER, Role.ADMINISTRATOR, of=OVERSIGHT
)
"""Who works on signals for their own body."""
_OF_ENGLAND, _OF_PLACES = frozenset({Kind.DEPARTMENT}), frozenset({Kind.PARTNERSHIP, Kind.COUNCIL})
ANSWERS = (
    acting_as(Role.REVIEWER, Role.ADMINISTRATOR, of=_OF_ENGLAND),
    acting_as(Role.REVIEWER, Role.ADMINISTRATOR, of=_OF_PLACES, rows=Rows.OWN_AREA),
)
"""Who answers challenges: of which providers. Nobody answers their own."""
MODERATES = acting_as(Role.ADMINISTRATOR, of=frozenset({Kind.DEPARTMENT, Kind.PARTNERSHIP}))
"""Who decides whether the public sees a reply."""


def whose_challenge(row: Any) -> Whose:
    """Whose a challenge is: it concerns the places of the provider. One that waits is its maker's, one that is answered that of whoever
    answered. What lies in no place that is known can be answered for any."""
    providers = Member.objects.filter(register="cqc_locations", organisation_id=row.organisation_id)
    places = places_of(providers.values_list("entity_key", flat=True)) or every_place()
    return Whose(person=row.opened_by if row.state == ChallengeState.OPEN else row.answered_by, places=places)


class TaskState(TextChoices):
    """Where a task stands."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    DISMISSED = "dismissed", "Dismissed"


class Public(TextChoices):
    """Whether the public sees a reply."""

    WAITING = "waiting", "Not yet looked at"
    SHOWN = "shown", "Shown to everybody"
    KEPT_BACK = "kept back", "Kept from the public"


class ChallengeState(TextChoices):
    """Where a challenge stands."""

    OPEN = "open", "Being looked at"
    AGREED = "agreed", "Agreed"
    NOT_AGREED = "not agreed", "Not agreed"


_OURS = (replace(WORKS, rows=Rows.OWN_BODY),)
_WHAT_WAS_DONE = "Write in a few words what was done, or why nothing is to be done."

TASK = Workflow(
    thing="task",
    states=TaskState,
    begins=TaskState.OPEN,
    ends=frozenset({TaskState.DONE, TaskState.DISMISSED}),
    whose=of_its_body,
    moves=(
        Move("assign", (TaskState.OPEN,), STAYS, _OURS, told="assigned a task", can="assign it or write a note"),
        Move(
            "done", (TaskState.OPEN,), TaskState.DONE, _OURS, told="closed a task as done", can="mark it as done",
            reason=_WHAT_WAS_DONE, at_field="note",
        ),
        Move(
            "dismissed", (TaskState.OPEN,), TaskState.DISMISSED, _OURS, told="dismissed a task", can="dismiss it",
            reason=_WHAT_WAS_DONE, at_field="note",
        ),
        Move(
            "reopen", (TaskState.DONE, TaskState.DISMISSED), TaskState.OPEN, _OURS, told="opened a task again",
            can="open it again",
        ),
    ),
)  # fmt: skip

_DECIDED = {"decided_by": Fill.WHO, "decided_at": Fill.NOW, "decided_why": Fill.REASON}
MODERATION = Workflow(
    thing="reply",
    states=Public,
    begins=Public.WAITING,
    ends=frozenset({Public.SHOWN, Public.KEPT_BACK}),
    column="public",
    moves=(
        Move(
            "show", tuple(Public), Public.SHOWN, (MODERATES,), told="showed a reply to everybody", can="show it to everybody",
            fills=_DECIDED,
        ),
        Move(
            "keep back", tuple(Public), Public.KEPT_BACK, (MODERATES,), told="kept a reply from the public", can="keep it back",
            reason="Say what in the statement is abuse: disagreement is no reason to keep it back.", fills=_DECIDED,
        ),
    ),
)  # fmt: skip

_ANSWERED = {"answered_by": Fill.WHO, "answered_at": Fill.NOW, "answer": Fill.REASON}
_SECOND = tuple(replace(grant, rows=Rows.OTHERS if grant.rows is Rows.ANY else Rows.OTHERS_HERE) for grant in ANSWERS)
_ANSWER: dict[str, Any] = {
    "since": (ChallengeState.OPEN,), "who": _SECOND, "told": "answered a challenge", "can": "answer it", "at_field": "text",
    "reason": "Write what was found and what was done.", "fills": _ANSWERED,
    "late": "Somebody has answered this challenge in the meantime: read their answer below.",
    "barred": "Nobody answers a challenge of their own, or one about a provider outside their area: somebody else who answers challenges does.",
}  # fmt: skip
CHALLENGE = Workflow(
    thing="challenge",
    states=ChallengeState,
    begins=ChallengeState.OPEN,
    ends=frozenset({ChallengeState.AGREED, ChallengeState.NOT_AGREED}),
    whose=whose_challenge,
    moves=(
        Move("agree", to=ChallengeState.AGREED, **_ANSWER),
        Move("do not agree", to=ChallengeState.NOT_AGREED, **_ANSWER),
        Move(
            "take back", (ChallengeState.AGREED, ChallengeState.NOT_AGREED), ChallengeState.OPEN,
            tuple(replace(grant, rows=Rows.OWN) for grant in ANSWERS), told="took an answer to a challenge back",
            can="withdraw the answer", fills=dict.fromkeys(_ANSWERED, Fill.NOTHING),
            barred="Only the person who answered a challenge can withdraw the answer.",
            late="Only the person who answered a challenge can withdraw the answer.",
        ),
    ),
)  # fmt: skip
