"""How an appointment and a correction go from state to state, and who may move them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import TextChoices

from irhub.accounts.policy import SYSTEM, Rows, Whose, acting_as
from irhub.accounts.roles import Kind, Role
from irhub.accounts.workflow import STAYS, Fill, Move, Workflow

OPERATORS = frozenset({Kind.DELIVERY_PARTNER})
"""Bodies whose advisers book for others."""
FIRMS = frozenset({Kind.LAW_FIRM, Kind.DELIVERY_PARTNER})
"""Bodies whose lawyers talk to people."""
ADVISES = acting_as(Role.ADVISER, Role.HELPLINE_LEAD, of=OPERATORS, rows=Rows.OWN_BODY)
"""Who books for others, and sees who has how many minutes."""
LEADS = acting_as(Role.HELPLINE_LEAD, of=OPERATORS, rows=Rows.OWN_BODY)
"""Who closes a month."""
LAWYERS = acting_as(Role.LEGAL_ADVISER, of=FIRMS, rows=Rows.SHARED)
"""Who gives the advice: of a hub’s appointments, times and months those of the own firm."""
PROVIDERS = acting_as(Role.ADMINISTRATOR, of=frozenset({Kind.PROVIDER}), rows=Rows.OWN_PROVIDER)
"""Who books for the own provider."""
PROVIDERS_READ = acting_as(of=frozenset({Kind.PROVIDER}), rows=Rows.OWN_PROVIDER)
"""Who sees what the own provider booked."""
COUNCILS = acting_as(Role.LEAD, Role.ADMINISTRATOR, of=frozenset({Kind.COUNCIL}), rows=Rows.OWN_AREA)
"""Who books for the own council, where it is a client like any other."""
SECOND_PERSON = acting_as(Role.HELPLINE_LEAD, of=OPERATORS, rows=Rows.COLLEAGUES)
"""Who decides of a correction: never whoever asked for it."""
ASKED_IT = acting_as(Role.ADVISER, Role.HELPLINE_LEAD, of=OPERATORS, rows=Rows.OWN)
_CHANGES = (ADVISES, PROVIDERS, COUNCILS)


class AppointmentState(TextChoices):
    """Where an appointment stands. `released` is said in the same words whatever the firm's reason (neutral.py)."""

    ASKED = "asked", "Waiting for the law firm"
    CLEAR = "clear", "Confirmed"
    CALLING = "calling", "On the call"
    HELD = "held", "Held"
    RELEASED = "released", "Not available"
    CANCELLED = "cancelled", "Cancelled"
    MISSED = "missed", "Did not attend"
    EXPIRED = "expired", "Nobody said what came of it"


class CorrectionState(TextChoices):
    """Where a correction stands."""

    ASKED = "asked", "Waiting for a second person"
    BOOKED = "booked", "Booked"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


COMING = frozenset({AppointmentState.ASKED, AppointmentState.CLEAR})
"""States in which an appointment is still to come."""
GONE = frozenset({AppointmentState.RELEASED, AppointmentState.CANCELLED})
"""States in which it has no time any more. Of one that was released the time is offered no longer (releasing.py)."""


def of_hub_and_firm(row: Any) -> Whose:
    """Whose a time, a call or a month is: the hub’s, and its law firm shares it."""
    return Whose(body=row.body_id, shared_with=frozenset({row.firm_id}))


def of_all_three(row: Any) -> Whose:
    """Whose an appointment is: the hub’s, its law firm shares it, and it is about its client."""
    return replace(of_hub_and_firm(row), places=frozenset({row.client_key}))


def _of_whoever_asked(row: Any) -> Whose:
    return Whose(body=row.body_id, person=row.asked_by)


APPOINTMENT = Workflow(
    thing="appointment",
    states=AppointmentState,
    begins=AppointmentState.ASKED,
    ends=frozenset(
        {
            AppointmentState.HELD, AppointmentState.RELEASED, AppointmentState.CANCELLED, AppointmentState.MISSED,
            AppointmentState.EXPIRED,
        }
    ),
    pauses=frozenset({AppointmentState.ASKED}),
    whose=of_all_three,
    moves=(
        Move(
            "clear", (AppointmentState.ASKED,), AppointmentState.CLEAR, (LAWYERS,), told="answered a check of parties",
            can="answer the check",
        ),
        Move(
            "refuse", (AppointmentState.ASKED, AppointmentState.CLEAR), STAYS, (LAWYERS,), told="answered a check of parties",
            can="answer the check",
        ),
        Move(
            "release", (AppointmentState.ASKED, AppointmentState.CLEAR), AppointmentState.RELEASED, (SYSTEM,),
            told="released an appointment", can="release it",
        ),
        Move(
            "start", (AppointmentState.CLEAR,), AppointmentState.CALLING, (LAWYERS,), told="began a call",
            can="begin the call",
        ),
        Move(
            "confirm", (AppointmentState.CLEAR, AppointmentState.CALLING), AppointmentState.HELD, (LAWYERS,),
            told="confirmed a call", can="confirm the call",
        ),
        Move(
            "abandon", (AppointmentState.CALLING,), AppointmentState.EXPIRED, (LEADS,), told="gave up a call",
            can="give up the call", reason="Say why the call is given up.", at_field="reason",
        ),
        Move(
            "miss", (AppointmentState.CLEAR,), AppointmentState.MISSED, (LAWYERS,), told="said that nobody attended",
            can="say that nobody attended",
        ),
        Move(
            "move", (AppointmentState.ASKED, AppointmentState.CLEAR), STAYS, _CHANGES, told="moved an appointment",
            can="move it to another time",
        ),
        Move(
            "cancel", (AppointmentState.ASKED, AppointmentState.CLEAR), AppointmentState.CANCELLED, _CHANGES,
            told="cancelled an appointment", can="cancel it",
        ),
        Move(
            "fall", (AppointmentState.ASKED, AppointmentState.CLEAR), AppointmentState.CANCELLED, (SYSTEM,),
            told="cancelled an appointment that its scheme no longer gives", can="let it fall",
        ),
        Move(
            "expire", (AppointmentState.ASKED, AppointmentState.CLEAR), AppointmentState.EXPIRED, (SYSTEM,),
            told="let an appointment expire", can="let it expire",
        ),
    ),
)  # fmt: skip
CORRECTION = Workflow(
    thing="correction",
    states=CorrectionState,
    begins=CorrectionState.ASKED,
    ends=frozenset({CorrectionState.BOOKED, CorrectionState.REFUSED, CorrectionState.WITHDRAWN}),
    whose=_of_whoever_asked,
    moves=(
        Move(
            "agree", (CorrectionState.ASKED,), CorrectionState.BOOKED, (SECOND_PERSON,), told="agreed to a correction",
            can="agree to it", fills={"decided_by": Fill.WHO, "decided_at": Fill.NOW},
            barred="Somebody else who leads the helpline agrees to a correction, never whoever asked for it.",
        ),
        Move(
            "refuse", (CorrectionState.ASKED,), CorrectionState.REFUSED, (SECOND_PERSON,), told="refused a correction",
            can="refuse it", reason="Say why you refuse it.", at_field="reason",
            fills={"decided_by": Fill.WHO, "decided_at": Fill.NOW},
        ),
        Move(
            "take back", (CorrectionState.ASKED,), CorrectionState.WITHDRAWN, (ASKED_IT,),
            told="took a correction back", can="withdraw it",
        ),
    ),
)  # fmt: skip
