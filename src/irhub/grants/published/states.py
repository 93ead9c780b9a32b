"""How a published version goes from state to state, and who may move it."""

from __future__ import annotations

from django.db.models import TextChoices

from irhub.accounts.workflow import Fill, Move, Workflow, of_its_body
from irhub.grants.workflows import DECIDES


class VersionState(TextChoices):
    """Where a published version stands."""

    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


VERSION = Workflow(
    thing="published version of grants",
    states=VersionState,
    begins=VersionState.PUBLISHED,
    ends=frozenset({VersionState.PUBLISHED, VersionState.WITHDRAWN}),
    whose=of_its_body,
    moves=(
        Move(
            "withdraw", (VersionState.PUBLISHED,), VersionState.WITHDRAWN, (DECIDES,), told="withdrew a published version of grants",
            can="withdraw it", reason="Say why it is withdrawn: everybody reads it.", at_field="reason",
            fills={"withdrawn_at": Fill.NOW, "withdrawn_because": Fill.REASON},
        ),
    ),
)  # fmt: skip
