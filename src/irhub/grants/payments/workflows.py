"""How what follows an agreement goes from state to state: bank details, payments, files for the bank, returns, changes, repayments, tasks."""

from __future__ import annotations

from django.db.models import TextChoices

from irhub.accounts.workflow import Fill, Move, Workflow, of_its_body
from irhub.casework.watching import task_table
from irhub.grants.workflows import APPLIES, DECIDES, of_both


class DetailsState(TextChoices):
    """Where bank details of a grantee stand."""

    GIVEN = "given", "To be checked"
    CHECKED = "checked", "Checked, to be agreed to"
    AGREED = "agreed", "Agreed to"
    REFUSED = "refused", "Refused"
    REPLACED = "replaced", "Replaced"


D = DetailsState
DETAILS = Workflow(
    thing="bank details of a grantee",
    states=D,
    begins=D.GIVEN,
    ends=frozenset({D.AGREED, D.REFUSED, D.REPLACED}),
    whose=of_both,
    moves=(
        Move(
            "check", (D.GIVEN,), D.CHECKED, (DECIDES,), told="checked the bank details of a grantee by calling back", can="check them",
            reason="Say whom you called, and where you found the number. It must not come from the message that gave the details.", at_field="reason",
            fills={"checked_by": Fill.WHO, "checked_at": Fill.NOW, "checked_how": Fill.REASON},
        ),
        Move(
            "agree", (D.CHECKED,), D.AGREED, (DECIDES,), told="agreed to the bank details of a grantee", can="agree to them",
            fills={"agreed_by": Fill.WHO, "agreed_at": Fill.NOW},
        ),
        Move(
            "refuse", (D.GIVEN, D.CHECKED), D.REFUSED, (DECIDES,), told="refused the bank details of a grantee", can="refuse them",
            reason="Say what is wrong with them: the grantee reads it.", at_field="reason", fills={"refused_why": Fill.REASON},
        ),
        Move("replace", (D.AGREED,), D.REPLACED, (DECIDES,), told="replaced the bank details of a grantee", can="replace them"),
    ),
)  # fmt: skip


class PaymentState(TextChoices):
    """Where an instalment stands."""

    PLANNED = "planned", "Planned"
    ASKED = "asked", "To be released"
    RELEASED = "released", "Released"
    FILED = "filed", "In a file for the bank"
    PAID = "paid", "Paid"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


P = PaymentState
OUT = (P.RELEASED, P.FILED, P.PAID)
"""States in which an instalment's money has left the grant."""
PAYMENT = Workflow(
    thing="payment",
    states=P,
    begins=P.PLANNED,
    ends=frozenset({P.PAID, P.FAILED, P.CANCELLED}),
    whose=of_its_body,
    moves=(
        Move(
            "ask", (P.PLANNED,), P.ASKED, (DECIDES,), told="asked for a payment of a grant", can="ask for it",
            reason="Say why it is due, and on which evidence.", at_field="reason",
            fills={"asked_by": Fill.WHO, "asked_at": Fill.NOW, "evidence": Fill.REASON},
        ),
        Move(
            "send back", (P.ASKED,), P.PLANNED, (DECIDES,), told="sent a payment of a grant back", can="send it back",
            reason="Say what has to be put right first.", at_field="reason", fills={"asked_by": Fill.NOTHING, "asked_at": Fill.NOTHING},
        ),
        Move(
            "release", (P.ASKED,), P.RELEASED, (DECIDES,), told="released a payment of a grant", can="release it",
            fills={"released_by": Fill.WHO, "released_at": Fill.NOW},
        ),
        Move(
            "cancel", (P.PLANNED, P.ASKED, P.RELEASED), P.CANCELLED, (DECIDES,), told="cancelled a payment of a grant", can="cancel it",
            reason="Say why it is cancelled.", at_field="reason",
        ),
        Move("file", (P.RELEASED,), P.FILED, (DECIDES,), told="put a payment of a grant into a file for the bank", can="put it into a file"),
        Move("take out", (P.FILED,), P.RELEASED, (DECIDES,), told="took a payment of a grant out of a file that was dropped", can="take it out"),
        Move("pay", (P.FILED,), P.PAID, (DECIDES,), told="recorded that the bank paid a payment of a grant", can="record that it is paid"),
        Move(
            "fail", (P.FILED, P.PAID), P.FAILED, (DECIDES,), told="recorded that a payment of a grant failed", can="record that it failed",
            reason="Say why it failed.", at_field="reason", fills={"failed_why": Fill.REASON},
        ),
    ),
)  # fmt: skip


class BatchState(TextChoices):
    """Where a file for the bank stands."""

    MADE = "made", "Not sent to the bank yet"
    SENT = "sent", "Sent to the bank"
    DROPPED = "dropped", "Dropped"


B = BatchState
BATCH = Workflow(
    thing="file for the bank",
    states=B,
    begins=B.MADE,
    ends=frozenset({B.SENT, B.DROPPED}),
    whose=of_its_body,
    moves=(
        Move(
            "send", (B.MADE,), B.SENT, (DECIDES,), told="sent a file of payments to the bank", can="mark it as sent",
            fills={"sent_by": Fill.WHO, "sent_at": Fill.NOW},
        ),
        Move(
            "drop", (B.MADE,), B.DROPPED, (DECIDES,), told="dropped a file of payments", can="drop it",
            reason="Say why it is not sent.", at_field="reason", fills={"dropped_why": Fill.REASON},
        ),
    ),
)  # fmt: skip


class ReportState(TextChoices):
    """Where a return of a grantee stands."""

    DUE = "due", "Due from the grantee"
    IN = "in", "Handed in"
    ACCEPTED = "accepted", "Accepted"
    CALLED_OFF = "called off", "Called off"


R = ReportState
REPORT = Workflow(
    thing="return",
    states=R,
    begins=R.DUE,
    ends=frozenset({R.ACCEPTED, R.CALLED_OFF}),
    pauses=frozenset({R.DUE}),
    whose=of_both,
    moves=(
        Move(
            "hand in", (R.DUE,), R.IN, (APPLIES,), told="handed in a return of a grant", can="hand it in",
            fills={"in_by": Fill.WHO, "in_at": Fill.NOW, "note": Fill.NOTHING},
        ),
        Move(
            "send back", (R.IN,), R.DUE, (DECIDES,), told="sent a return of a grant back", can="send it back",
            reason="Say what is missing: the grantee reads it.", at_field="reason", fills={"note": Fill.REASON, "in_at": Fill.NOTHING},
        ),
        Move(
            "accept", (R.IN,), R.ACCEPTED, (DECIDES,), told="accepted a return of a grant", can="accept it",
            fills={"accepted_by": Fill.WHO, "accepted_at": Fill.NOW},
        ),
        Move(
            "call off", (R.DUE,), R.CALLED_OFF, (DECIDES,), told="called off a return of a grant", can="call it off",
            reason="Say why it is not needed.", at_field="reason", fills={"note": Fill.REASON},
        ),
    ),
)  # fmt: skip


class ChangeState(TextChoices):
    """Where a request to change a grant stands."""

    ASKED = "asked", "Asked for"
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


C = ChangeState
_DECIDED = {"decided_by": Fill.WHO, "decided_at": Fill.NOW, "note": Fill.REASON}
CHANGE = Workflow(
    thing="request to change a grant",
    states=C,
    begins=C.ASKED,
    ends=frozenset({C.AGREED, C.REFUSED, C.WITHDRAWN}),
    whose=of_both,
    moves=(
        Move("agree", (C.ASKED,), C.AGREED, (DECIDES,), told="agreed to change a grant", can="agree", fills=_DECIDED),
        Move(
            "refuse", (C.ASKED,), C.REFUSED, (DECIDES,), told="refused to change a grant", can="refuse", reason="Say why: the grantee reads it.",
            at_field="reason", fills=_DECIDED,
        ),
        Move("withdraw", (C.ASKED,), C.WITHDRAWN, (APPLIES,), told="withdrew a request to change a grant", can="withdraw it"),
    ),
)  # fmt: skip


class RepaymentState(TextChoices):
    """Where money that a grantee is to pay back stands."""

    ASKED = "asked", "Asked back"
    RECEIVED = "received", "Received"
    WRITTEN_OFF = "written off", "Written off"
    WITHDRAWN = "withdrawn", "Withdrawn"


Y = RepaymentState
_SETTLED = {"settled_by": Fill.WHO, "settled_at": Fill.NOW, "settled_how": Fill.REASON}
REPAYMENT = Workflow(
    thing="repayment",
    states=Y,
    begins=Y.ASKED,
    ends=frozenset({Y.RECEIVED, Y.WRITTEN_OFF, Y.WITHDRAWN}),
    pauses=frozenset({Y.ASKED}),
    whose=of_its_body,
    moves=(
        Move(
            "receive", (Y.ASKED,), Y.RECEIVED, (DECIDES,), told="recorded a repayment of a grant", can="record that it came",
            reason="Give the reference and day on the bank statement.", at_field="reason", fills=_SETTLED,
        ),
        Move(
            "write off", (Y.ASKED,), Y.WRITTEN_OFF, (DECIDES,), told="wrote off a repayment of a grant", can="write it off",
            reason="Say why it cannot be had, and who agreed to that.", at_field="reason", fills=_SETTLED,
        ),
        Move(
            "withdraw", (Y.ASKED,), Y.WITHDRAWN, (DECIDES,), told="withdrew a claim for repayment of a grant", can="withdraw it",
            reason="Say why it is not asked for any more.", at_field="reason", fills={"settled_how": Fill.REASON},
        ),
    ),
)  # fmt: skip


TASK = task_table("task about a grantee", "a grantee", DECIDES)
