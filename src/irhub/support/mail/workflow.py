"""How a mail goes from the tray into a case, or out of sight, and back."""

from __future__ import annotations

from django.db.models import TextChoices

from irhub.accounts.policy import SYSTEM
from irhub.accounts.workflow import Fill, Move, Workflow, of_its_body
from irhub.legal_advice.workflows import ADVISES


class MailState(TextChoices):
    """Where a mail is: in the tray, where it waits, in the thread of a case, or out of sight."""

    WAITS = "waits", "Waits to be looked at"
    IN_CASE = "in a case", "In a case"
    DISCARDED = "discarded", "Discarded"


_WHO = (ADVISES, SYSTEM)
"""Advisers of the body whose helpline it came to, and whatever takes mail in."""
_SETTLED = {"settled_by": Fill.WHO, "settled_at": Fill.NOW}
MAIL = Workflow(
    thing="mail",
    states=MailState,
    begins=MailState.WAITS,
    ends=frozenset({MailState.IN_CASE, MailState.DISCARDED}),
    whose=of_its_body,
    stale="Somebody else dealt with this mail in the meantime. Look where it lies now.",
    moves=(
        Move("attach", (MailState.WAITS,), MailState.IN_CASE, _WHO, told="put a mail into a case", can="put it into a case", fills=_SETTLED),
        Move(
            "discard", (MailState.WAITS,), MailState.DISCARDED, _WHO, told="discarded a mail", can="discard it",
            reason="Say why nobody needs it.", at_field="reason", fills=_SETTLED | {"reason": Fill.REASON},
        ),
        Move(
            "put back", (MailState.IN_CASE, MailState.DISCARDED), MailState.WAITS, (ADVISES,), told="put a mail back into the tray",
            can="put it back into the tray",
            fills={"settled_by": Fill.NOTHING, "settled_at": Fill.NOTHING, "reason": Fill.NOTHING},
        ),
    ),
)  # fmt: skip
