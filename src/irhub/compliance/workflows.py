"""How a step of an action plan goes from state to state, and who works on a provider's self-check."""

from __future__ import annotations

from django.db.models import TextChoices

from irhub.accounts.policy import Rows, acting_as
from irhub.accounts.roles import Kind, Role
from irhub.accounts.workflow import STAYS, Fill, Move, Workflow, of_its_body

OWN = acting_as(Role.SPONSORSHIP_LEAD, Role.ADMINISTRATOR, of=frozenset({Kind.PROVIDER}), rows=Rows.OWN_BODY)
"""Who works on a self-check: those who look after sponsorship in the provider, and nobody else; not those who only read for it."""

LET_IN = acting_as(Role.ASSESSOR, of=frozenset({Kind.PARTNERSHIP, Kind.DEPARTMENT}), rows=Rows.OWN)
"""Who reads what a provider opened to them by name (opening.py): an assessor, and never a commissioner or anybody of a council."""

COUNTS = (
    acting_as(Role.LEAD, Role.ANALYST, of=frozenset({Kind.PARTNERSHIP})),
    acting_as(Role.ANALYST, of=frozenset({Kind.DEPARTMENT})),
    acting_as(Role.RESEARCHER, of=frozenset({Kind.EVALUATOR})),
)
"""Who reads what providers find hard, as counts alone: no commissioner, and nobody of a council."""


class ItemState(TextChoices):
    """Where a step of an action plan stands."""

    TO_DO = "to do", "To do"
    DONE = "done", "Done"
    DROPPED = "dropped", "Not needed"


class MatterKind(TextChoices):
    """What happened: a visit, or a letter that starts a clock."""

    VISIT = "visit", "A visit of the Home Office"
    SUSPENSION = "suspension", "A letter that suspends the licence"
    DOWNGRADE = "downgrade", "A letter that says the licence will be downgraded"
    ACTION_PLAN = "action_plan", "A letter that asks to pay for an action plan"


class MatterState(TextChoices):
    """Where a visit or letter stands."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class RepeatState(TextChoices):
    """Where a check that must be repeated stands."""

    DUE = "due", "Due"
    REPEATED = "repeated", "Repeated"
    LEFT = "left", "No longer works here"


_ENDED = {"ended_by": Fill.WHO, "ended_at": Fill.NOW, "note": Fill.REASON}
ITEM = Workflow(
    thing="action",
    states=ItemState,
    begins=ItemState.TO_DO,
    ends=frozenset({ItemState.DONE, ItemState.DROPPED}),
    whose=of_its_body,
    moves=(
        Move(
            "plan", (ItemState.TO_DO,), STAYS, (OWN,), told="planned an action of a self-check", can="plan it",
            late="This action is {state}. Reopen it to plan it.",
        ),
        Move(
            "do", (ItemState.TO_DO,), ItemState.DONE, (OWN,), told="marked an action of a self-check as done", can="mark it as done",
            reason="Write what was done, and what shows it.", at_field="note", fills=_ENDED,
        ),
        Move(
            "drop", (ItemState.TO_DO,), ItemState.DROPPED, (OWN,), told="dropped an action of a self-check", can="drop it",
            reason="Write why it is not needed.", at_field="note", fills=_ENDED,
        ),
        Move(
            "reopen", (ItemState.DONE, ItemState.DROPPED), ItemState.TO_DO, (OWN,), told="reopened an action of a self-check",
            can="reopen it", fills={"ended_by": Fill.NOTHING, "ended_at": Fill.NOTHING},
        ),
    ),
)  # fmt: skip

MATTER = Workflow(
    thing="visit or letter",
    states=MatterState,
    begins=MatterState.OPEN,
    ends=frozenset({MatterState.CLOSED}),
    whose=of_its_body,
    moves=(
        Move(
            "close", (MatterState.OPEN,), MatterState.CLOSED, (OWN,), told="closed a visit or letter", can="close it",
            reason="Write how it ended.", at_field="note",
            fills={"closed_by": Fill.WHO, "closed_at": Fill.NOW, "note": Fill.REASON}, late="Somebody closed this before you.",
        ),
        Move(
            "reopen", (MatterState.CLOSED,), MatterState.OPEN, (OWN,), told="reopened a visit or letter", can="reopen it",
            fills={"closed_by": Fill.NOTHING, "closed_at": Fill.NOTHING}, late="Somebody reopened this before you.",
        ),
    ),
)  # fmt: skip

REPEAT = Workflow(
    thing="check to repeat",
    states=RepeatState,
    begins=RepeatState.DUE,
    ends=frozenset({RepeatState.REPEATED, RepeatState.LEFT}),
    whose=of_its_body,
    moves=(
        Move(
            "repeat", (RepeatState.DUE,), RepeatState.REPEATED, (OWN,), told="repeated a right-to-work check", can="say that it was repeated",
            fills={"ended_by": Fill.WHO, "ended_at": Fill.NOW}, late="This was settled already: it is {state}.",
        ),
        Move(
            "leave", (RepeatState.DUE,), RepeatState.LEFT, (OWN,), told="settled a right-to-work check of somebody who left",
            can="say that the person left", fills={"ended_by": Fill.WHO, "ended_at": Fill.NOW}, late="This was settled already: it is {state}.",
        ),
    ),
)  # fmt: skip
