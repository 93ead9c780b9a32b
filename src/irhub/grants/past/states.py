"""How a file of past grants goes from state to state, and who may move it."""

from __future__ import annotations

from django.db.models import TextChoices

from irhub.accounts.workflow import STAYS, Fill, Move, Workflow, of_its_body
from irhub.grants.workflows import RUNS


class ImportState(TextChoices):
    """Where a file of past grants stands."""

    REVIEW = "review", "Being reviewed"
    IN = "in", "Taken in"
    UNDONE = "undone", "Undone"


_LIVE = (ImportState.REVIEW, ImportState.IN)
IMPORT = Workflow(
    thing="file of past grants",
    states=ImportState,
    begins=ImportState.REVIEW,
    ends=frozenset({ImportState.IN, ImportState.UNDONE}),
    whose=of_its_body,
    moves=(
        Move("match", _LIVE, STAYS, (RUNS,), told="matched a recipient of past grants", can="match its recipients"),
        Move(
            "take in", (ImportState.REVIEW,), ImportState.IN, (RUNS,), told="took past grants in", can="take its grants in",
            fills={"taken_in_at": Fill.NOW},
        ),
        Move(
            "undo", _LIVE, ImportState.UNDONE, (RUNS,), told="undid an import of past grants", can="undo it",
            reason="Say why the import is undone.", at_field="reason",
        ),
    ),
)  # fmt: skip
