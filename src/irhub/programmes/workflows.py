"""How a programme and its schemes go from state to state, and who may change them."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices

from irhub.accounts.policy import Rows, Whose, acting_as
from irhub.accounts.roles import Kind, Role
from irhub.accounts.workflow import STAYS, Fill, Move, Workflow, of_its_body

RUNNING = frozenset({Kind.PARTNERSHIP, Kind.DELIVERY_PARTNER})
"""Bodies that run a hub."""
MANAGES = acting_as(Role.ADMINISTRATOR, Role.LEAD, Role.HELPLINE_LEAD, of=RUNNING, rows=Rows.OWN_BODY)
"""Who says what a programme offers."""
_WHO = (MANAGES,)


class ProgrammeState(TextChoices):
    """Where a programme stands."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open"
    ENDED = "ended", "Ended"


class SchemeState(TextChoices):
    """Where a scheme stands. Whether one that is published can be used on a day follows from its dates."""

    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


PROGRAMME = Workflow(
    thing="programme",
    states=ProgrammeState,
    begins=ProgrammeState.DRAFT,
    ends=frozenset({ProgrammeState.ENDED}),
    whose=of_its_body,
    moves=(
        Move(
            "edit", (ProgrammeState.DRAFT, ProgrammeState.OPEN), STAYS, _WHO, told="changed a programme",
            can="change it",
        ),
        Move(
            "open", (ProgrammeState.DRAFT,), ProgrammeState.OPEN, _WHO, told="opened a programme", can="open it",
            fills={"opened_at": Fill.NOW},
        ),
        Move(
            "end", (ProgrammeState.OPEN,), ProgrammeState.ENDED, _WHO, told="ended a programme", can="end it",
            reason="Say what people can do instead: everybody reads that where the offer was.", at_field="instead",
            fills={"ended_at": Fill.NOW, "instead": Fill.REASON},
        ),
        Move(
            "reopen", (ProgrammeState.ENDED,), ProgrammeState.OPEN, _WHO, told="reopened a programme",
            can="reopen it", fills={"ended_at": Fill.NOTHING, "instead": Fill.NOTHING},
        ),
    ),
)  # fmt: skip


def _of_the_programme(row: Any) -> Whose:
    return Whose(body=row.body_id)


SCHEME = Workflow(
    thing="scheme",
    states=SchemeState,
    begins=SchemeState.DRAFT,
    ends=frozenset({SchemeState.WITHDRAWN}),
    whose=_of_the_programme,
    moves=(
        Move("edit", (SchemeState.DRAFT,), STAYS, _WHO, told="changed a draft of a scheme", can="change it"),
        Move("publish", (SchemeState.DRAFT,), SchemeState.PUBLISHED, _WHO, told="published a scheme", can="publish it"),
        Move(
            "reword", (SchemeState.PUBLISHED,), STAYS, _WHO, told="changed the words of a scheme",
            can="change its words, its law firm and what to do instead",
        ),
        Move(
            "move the closing date", (SchemeState.PUBLISHED,), STAYS, _WHO, told="moved the closing date of a scheme",
            can="move its closing date", reason="Say who agreed to the new date, and when.", at_field="reason",
        ),
        Move(
            "withdraw", (SchemeState.DRAFT, SchemeState.PUBLISHED), SchemeState.WITHDRAWN, _WHO,
            told="withdrew a scheme", can="withdraw it", reason="Say why it is withdrawn.", at_field="reason",
        ),
    ),
)  # fmt: skip
