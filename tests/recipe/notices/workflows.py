"""How a notice goes from state to state, and who may move it."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices

from irhub.accounts.policy import Rows, Whose, acting_as
from irhub.accounts.roles import OVERSIGHT, Kind, Role
from irhub.accounts.workflow import Fill, Move, Workflow

POSTS = acting_as(Role.LEAD, Role.ADMINISTRATOR, of=OVERSIGHT, rows=Rows.OWN_BODY)
"""Who posts notices."""
READS = acting_as(of=frozenset({Kind.PROVIDER}), rows=Rows.OWN_PROVIDER)
"""To whom they are posted."""


class NoticeState(TextChoices):
    """Where a notice stands."""

    POSTED = "posted", "Not acknowledged"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    WITHDRAWN = "withdrawn", "Withdrawn"


def _of_both(row: Any) -> Whose:
    return Whose(body=row.body_id, places=frozenset({row.to.place_code}))


NOTICE = Workflow(
    thing="notice",
    states=NoticeState,
    begins=NoticeState.POSTED,
    ends=frozenset({NoticeState.ACKNOWLEDGED, NoticeState.WITHDRAWN}),
    whose=_of_both,
    moves=(
        Move(
            "acknowledge", (NoticeState.POSTED,), NoticeState.ACKNOWLEDGED, (READS,), told="acknowledged a notice",
            can="acknowledge it", fills={"acknowledged_by": Fill.WHO, "acknowledged_at": Fill.NOW},
        ),
        Move(
            "withdraw", (NoticeState.POSTED,), NoticeState.WITHDRAWN, (POSTS,), told="withdrew a notice",
            can="withdraw it", reason="Say why you withdraw it: the provider reads that.",
        ),
    ),
)  # fmt: skip
