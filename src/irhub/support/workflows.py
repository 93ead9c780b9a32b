"""How a case goes from state to state, and who may move it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import TextChoices

from irhub.accounts.policy import SYSTEM, Whose
from irhub.accounts.workflow import STAYS, Fill, Move, Workflow, of_its_body
from irhub.legal_advice.workflows import ADVISES, COUNCILS, LEADS, PROVIDERS_READ

# ADVISES works on the cases of the own body, LEADS runs its helpline
CLIENTS = (PROVIDERS_READ, COUNCILS)
"""Who is helped: providers that take part, and those who lead or administer a council, of their own cases."""
_WHO = (ADVISES,)
_ANYBODY = (ADVISES, *CLIENTS, SYSTEM)
"""Who brings what a client writes: an adviser who heard it, the client, or the mail."""


class State(TextChoices):
    """Where a case stands. New: nobody has replied yet."""

    NEW = "new", "New"
    OPEN = "open", "Open"
    WAITS_CLIENT = "waits for client", "Waits for the client"
    WAITS_LAWYER = "waits for lawyer", "Waits for the lawyer"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"
    MERGED = "merged", "Merged into another"


class ConcernState(TextChoices):
    """Where a safeguarding concern stands."""

    RAISED = "raised", "Waits for the safeguarding lead"
    PASSED_ON = "passed on", "Passed on"
    KEPT = "kept", "Not passed on"


CONCERN = Workflow(
    thing="safeguarding concern",
    states=ConcernState,
    begins=ConcernState.RAISED,
    ends=frozenset({ConcernState.PASSED_ON, ConcernState.KEPT}),
    whose=of_its_body,
    moves=(
        Move(
            "pass on", (ConcernState.RAISED, ConcernState.KEPT), ConcernState.PASSED_ON, (ADVISES,),
            told="passed a safeguarding concern on", can="pass it on", fills={"decided_by": Fill.WHO, "decided_at": Fill.NOW},
        ),
        Move(
            "keep", (ConcernState.RAISED,), ConcernState.KEPT, (ADVISES,), told="did not pass a safeguarding concern on",
            can="decide not to pass it on", reason="Write why it is not passed on.", at_field="reason",
            fills={"decided_by": Fill.WHO, "decided_at": Fill.NOW},
        ),
        Move(
            "tell", (ConcernState.PASSED_ON,), STAYS, (ADVISES,), told="told the client of a safeguarding concern",
            can="record that the client was told",
        ),
    ),
)  # fmt: skip
"""Of a concern the named lead decides (safeguarding.py); the table knows roles alone."""

LIVE = (State.NEW, State.OPEN, State.WAITS_CLIENT, State.WAITS_LAWYER, State.ANSWERED)
"""A case that nobody has closed."""
_BEGUN = (State.OPEN, State.WAITS_CLIENT, State.WAITS_LAWYER, State.ANSWERED)


def _whose(row: Any) -> Whose:
    """A case is the body's that runs the helpline, about the client that asks."""
    return Whose(body=row.body_id, places=frozenset({row.client_key} - {""}))


CASE = Workflow(
    thing="case",
    states=State,
    begins=State.NEW,
    ends=frozenset({State.ANSWERED, State.CLOSED, State.MERGED}),
    pauses=frozenset({State.WAITS_CLIENT}),
    whose=_whose,
    stale="Somebody else worked on this case in the meantime. Your change was not saved, and what you typed is still below: "
    "read what they did, and send it again if it still applies.",
    moves=(
        Move("assign", LIVE, STAYS, _WHO, told="gave a case to somebody", can="give it to somebody"),
        Move("sort", LIVE, STAYS, _WHO, told="sorted a case", can="change its theme and how urgent it is"),
        Move("reply", (State.NEW, *_BEGUN), State.OPEN, _WHO, told="replied to a client", can="reply and go on"),
        Move(
            "ask", (State.NEW, *_BEGUN), State.WAITS_CLIENT, _WHO, told="asked a client something",
            can="ask the client something",
        ),
        Move("answer", (State.NEW, *_BEGUN), State.ANSWERED, _WHO, told="answered a client", can="answer it"),
        Move(
            "to the lawyer", (State.OPEN, State.WAITS_CLIENT, State.ANSWERED), State.WAITS_LAWYER, _WHO,
            told="handed a case to the lawyer", can="hand it to the lawyer",
            late="Reply to the client first, so that they know. This case is “{state}”.",
        ),
        Move("from the lawyer", (State.WAITS_LAWYER,), State.OPEN, _WHO, told="took a case back from the lawyer",
             can="return it from the lawyer to the helpline"),
        Move(
            "hear", (State.WAITS_CLIENT, State.ANSWERED, State.CLOSED), State.OPEN, _ANYBODY, told="wrote to the helpline",
            can="write down what the client said",
            fills={"closed_at": Fill.NOTHING, "outcome": Fill.NOTHING},
        ),
        Move("show", (*LIVE, State.CLOSED), STAYS, _WHO, told="showed a case to the client’s own body",
             can="show it to the client’s own body"),
        Move("hear again", (State.CLOSED,), State.NEW, _ANYBODY, told="wrote to the helpline", can="write down what the client said",
             fills={"closed_at": Fill.NOTHING, "outcome": Fill.NOTHING}),
        Move("hear more", (State.NEW, State.OPEN, State.WAITS_LAWYER), STAYS, _ANYBODY, told="wrote to the helpline",
             can="write down what else the client said"),
        Move("returned", LIVE, STAYS, (ADVISES, SYSTEM), told="had a mail come back", can="note that a mail came back"),
        Move("take out", (*LIVE, State.CLOSED, State.MERGED), STAYS, _WHO, told="took a mail out of a thread", can="take a mail out of it"),
        Move("escalate", LIVE, STAYS, _WHO, told="escalated a case", can="escalate it",
             reason="Say what the helpline lead should look at.", at_field="reason", fills={"escalated_at": Fill.NOW}),
        Move("settle", LIVE, STAYS, (LEADS,), told="settled an escalation", can="settle the escalation",
             reason="Say what you decided.", at_field="reason", fills={"escalated_at": Fill.NOTHING}),
        Move("link", (*LIVE, State.CLOSED), STAYS, _WHO, told="linked a case to another", can="link it to another"),
        Move("close", LIVE, State.CLOSED, _WHO, told="closed a case", can="close it",
             fills={"closed_at": Fill.NOW, "escalated_at": Fill.NOTHING}),
        Move(
            "reopen", (State.CLOSED,), State.OPEN, _WHO, told="reopened a case", can="reopen it",
            reason="Say why it is opened again.", at_field="reason",
            fills={"closed_at": Fill.NOTHING, "outcome": Fill.NOTHING},
        ),
        Move("merge", LIVE, State.MERGED, _WHO, told="merged a case into another", can="merge it into another",
             fills={"closed_at": Fill.NOW, "escalated_at": Fill.NOTHING}),
        Move("unmerge", (State.MERGED,), State.OPEN, _WHO, told="took a case out of another", can="take it out again",
             fills={"closed_at": Fill.NOTHING, "merged_into_id": Fill.NOTHING}),
    ),
)  # fmt: skip


_HINDERS: Mapping[str, Callable[[Any], str]] = {
    "escalate": lambda case: "This case is escalated already: the helpline lead settles it first." if case.escalated_at else "",
    "settle": lambda case: "" if case.escalated_at else "This case is not escalated: there is nothing to settle.",
    "show": lambda case: "The client’s own body reads the thread already." if case.client_body_id else "" if case.client_key else "The client does not take part in the hub.",
}  # fmt: skip


def hindered(case: Any, move: str) -> str:
    """Why a move that the table allows makes no sense for a case as it is; blank if it does. Pages do not offer it, and actions refuse it."""
    return _HINDERS[move](case) if move in _HINDERS else ""
