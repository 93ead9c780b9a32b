"""How a proposal to change the rules goes from state to state: a second person decides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from irhub.accounts.policy import Rows, Whose, acting_as
from irhub.accounts.roles import Role
from irhub.accounts.workflow import Fill, Move, Workflow
from irhub.checker.kinds import State

EDITS = acting_as(Role.RULES_EDITOR)
"""Who proposes and decides."""
OTHERS, OWN = replace(EDITS, rows=Rows.OTHERS), replace(EDITS, rows=Rows.OWN)
_DECIDED = {"decided_by": Fill.WHO, "decided_at": Fill.NOW, "decision": Fill.REASON}
_LATE = "This proposal is no longer open. {state} by {decided_by}."


def _of_whoever_proposed(row: Any) -> Whose:
    return Whose(person=row.proposed_by)


PROPOSAL = Workflow(
    thing="proposal",
    states=State,
    begins=State.OPEN,
    ends=frozenset({State.APPROVED, State.DECLINED, State.WITHDRAWN}),
    whose=_of_whoever_proposed,
    stale=_LATE,
    moves=(
        Move(
            "approve", (State.OPEN,), State.APPROVED, (OTHERS,), told="approved a change of the rules", can="approve it",
            barred="You proposed this change. Somebody else must approve it.", fills=_DECIDED, late=_LATE,
        ),
        Move(
            "decline", (State.OPEN,), State.DECLINED, (OTHERS,), told="declined a proposed change of the rules",
            can="decline it", barred="You proposed this change. You can withdraw it.",
            reason="Say why you decline, so that it can be put right.", fills=_DECIDED, late=_LATE,
        ),
        Move(
            "take back", (State.OPEN,), State.WITHDRAWN, (OWN,), told="withdrawn a proposed change of the rules",
            can="withdraw it", barred="Only the person who proposed this change can withdraw it.",
            fills=_DECIDED | {"decision": Fill.NOTHING}, late=_LATE,
        ),
    ),
)  # fmt: skip
