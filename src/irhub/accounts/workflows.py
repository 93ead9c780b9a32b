"""How invitations and requests of providers go from state to state, and who may move them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import TextChoices

from irhub.accounts.policy import SIGNED_IN, SYSTEM, Rows, Whose, acting_as
from irhub.accounts.roles import OVERSIGHT, Kind, Role
from irhub.accounts.workflow import Fill, Move, Workflow, of_its_body

LOOKS_AFTER_PEOPLE = acting_as(Role.ADMINISTRATOR, rows=Rows.OWN_BODY)
"""Who invites people to a body and takes invitations back."""
LOOKS_AFTER_ADVISERS = acting_as(Role.HELPLINE_LEAD, of=frozenset({Kind.DELIVERY_PARTNER}), rows=Rows.OWN_BODY)
"""Who says which adviser of a helpline is away."""
DECIDES = acting_as(Role.ADMINISTRATOR, of=OVERSIGHT, rows=Rows.OWN_BODY)
"""Who says whether somebody speaks for a provider of the area."""


class InvitationState(TextChoices):
    """Where an invitation stands. One that waits can no longer be taken up once its time is over."""

    WAITING = "waiting", "Waits to be taken up"
    ACCEPTED = "accepted", "Taken up"
    WITHDRAWN = "withdrawn", "Withdrawn"


class AbsenceState(TextChoices):
    """Whether an absence stands. It begins and ends by its days."""

    STANDS = "stands", "Stands"
    TAKEN_BACK = "taken back", "Cancelled"


class RequestState(TextChoices):
    """Where a request to act for a provider stands."""

    WAITING = "waiting", "Waits for a decision"
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"


def _of_whom_it_invites(row: Any) -> Whose:
    return Whose(body=row.body_id, person=row.email)


_LATE = "This invitation has been used or withdrawn, or is over a week old. Ask for a new one."
INVITATION = Workflow(
    thing="invitation",
    states=InvitationState,
    begins=InvitationState.WAITING,
    ends=frozenset({InvitationState.ACCEPTED, InvitationState.WITHDRAWN}),
    whose=_of_whom_it_invites,
    stale=_LATE,
    moves=(
        Move(
            "accept", (InvitationState.WAITING,), InvitationState.ACCEPTED, (replace(SIGNED_IN, rows=Rows.OWN),),
            told="took up an invitation", can="take it up", fills={"accepted_at": Fill.NOW}, late=_LATE,
            barred="This invitation is for somebody else: ask for one of your own.",
        ),
        Move(
            "withdraw", (InvitationState.WAITING,), InvitationState.WITHDRAWN, (LOOKS_AFTER_PEOPLE, SYSTEM),
            told="withdrew an invitation", can="cancel it", fills={"withdrawn_at": Fill.NOW},
            late="This invitation has been used or withdrawn already.",
        ),
        Move(
            "replace", (InvitationState.WAITING,), InvitationState.WITHDRAWN, (acting_as(), SYSTEM),
            told="replaced an invitation", can="invite anew", fills={"withdrawn_at": Fill.NOW}, late=_LATE,
        ),
    ),
)  # fmt: skip

_DECIDED = "Somebody has decided this already, or it does not wait for your body."
REQUEST = Workflow(
    thing="request",
    states=RequestState,
    begins=RequestState.WAITING,
    ends=frozenset({RequestState.APPROVED, RequestState.REFUSED}),
    whose=of_its_body,
    stale=_DECIDED,
    moves=(
        Move(
            "approve", (RequestState.WAITING,), RequestState.APPROVED, (DECIDES, SYSTEM), told="approved a provider",
            can="approve it", fills={"decided_by": Fill.WHO, "decided_at": Fill.NOW}, late=_DECIDED, barred=_DECIDED,
        ),
        Move(
            "refuse", (RequestState.WAITING,), RequestState.REFUSED, (DECIDES, SYSTEM), told="refused a provider",
            can="refuse it", reason="Enter a reason. We tell it to the person who asked.", at_field="reason",
            fills={"decided_by": Fill.WHO, "decided_at": Fill.NOW, "reason": Fill.REASON}, late=_DECIDED,
            barred=_DECIDED,
        ),
    ),
)  # fmt: skip


def _of_whoever_is_away(row: Any) -> Whose:
    return Whose(body=row.body_id, person=row.membership.person.email)


ABSENCE = Workflow(
    thing="absence",
    states=AbsenceState,
    begins=AbsenceState.STANDS,
    ends=frozenset({AbsenceState.TAKEN_BACK}),
    whose=_of_whoever_is_away,
    moves=(
        Move(
            "take back", (AbsenceState.STANDS,), AbsenceState.TAKEN_BACK,
            (acting_as(rows=Rows.OWN), LOOKS_AFTER_PEOPLE, LOOKS_AFTER_ADVISERS),
            told="took an absence back", can="cancel it", late="This absence has already been cancelled.",
            barred="Only the person who is away, or somebody who can record their absence, can cancel it.",
        ),
    ),
)  # fmt: skip
