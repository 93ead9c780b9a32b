"""How plans and their steps go from state to state, and who may move them."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import TextChoices

from irhub.accounts.policy import Rows, acting_as
from irhub.accounts.roles import OVERSIGHT, Role
from irhub.accounts.workflow import STAYS, Fill, Move, Workflow, of_its_body

PLANS = acting_as(
    Role.VIEWER, Role.ANALYST, Role.LEAD, Role.COMMISSIONER, Role.REVIEWER, Role.ADMINISTRATOR, of=OVERSIGHT
)
"""Who plans for the day a licence goes."""
_OURS = (replace(PLANS, rows=Rows.OWN_BODY),)


class PlanState(TextChoices):
    """Where a plan stands."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class StepState(TextChoices):
    """Where a step of a plan stands."""

    TO_DO = "to do", "To do"
    DONE = "done", "Done"


PLAN = Workflow(
    thing="plan",
    states=PlanState,
    begins=PlanState.OPEN,
    ends=frozenset({PlanState.CLOSED}),
    whose=of_its_body,
    moves=(
        Move(
            "add a step", (PlanState.OPEN,), STAYS, _OURS, told="added a step to a continuity plan", can="add a step",
            late="This plan is closed. Reopen it to change it.",
        ),
        Move(
            "close", (PlanState.OPEN,), PlanState.CLOSED, _OURS, told="closed a continuity plan", can="close it",
            reason="Write how it ended before you close the plan.", at_field="learned",
            fills={"closed_by": Fill.WHO, "closed_at": Fill.NOW, "learned": Fill.REASON},
            late="Somebody closed this plan before you.",
        ),
        Move(
            "reopen", (PlanState.CLOSED,), PlanState.OPEN, _OURS, told="reopened a continuity plan", can="reopen it",
            fills={"closed_by": Fill.NOTHING, "closed_at": Fill.NOTHING}, late="Somebody reopened this plan before you.",
        ),
    ),
)  # fmt: skip

_WORKED = "worked on a continuity plan"
STEP = Workflow(
    thing="step",
    states=StepState,
    begins=StepState.TO_DO,
    ends=frozenset({StepState.DONE}),
    whose=of_its_body,
    stale="Somebody changed “{title}” since you opened this page. Your change was not saved: the current text is shown "
    "beside what you wrote.",
    moves=(
        Move("note", tuple(StepState), STAYS, _OURS, told=_WORKED, can="write a note", fills={"note": Fill.REASON}),
        Move(
            "do", (StepState.TO_DO,), StepState.DONE, _OURS, told=_WORKED, can="mark it as done",
            fills={"done_by": Fill.WHO, "done_at": Fill.NOW, "note": Fill.REASON},
        ),
        Move(
            "undo", (StepState.DONE,), StepState.TO_DO, _OURS, told=_WORKED, can="mark it as not done",
            fills={"done_by": Fill.NOTHING, "done_at": Fill.NOTHING, "note": Fill.REASON},
        ),
    ),
)  # fmt: skip
