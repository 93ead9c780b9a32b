"""How a version of a page goes from draft to published and on: somebody else of the body approves it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import TextChoices

from irhub.accounts.policy import SYSTEM, Rows, Whose, acting_as
from irhub.accounts.roles import Role
from irhub.accounts.workflow import STAYS, Fill, Move, Workflow
from irhub.programmes.workflows import RUNNING

EDITORS = (Role.GUIDANCE_EDITOR, Role.HELPLINE_LEAD)
"""The roles that answer for what is published."""
EDITS = acting_as(*EDITORS, of=RUNNING, rows=Rows.OWN_BODY)
WRITES = acting_as(*EDITORS, Role.ADVISER, of=RUNNING, rows=Rows.OWN_BODY)
"""Who writes guidance: its editors, and the helpline's advisers, who know what is asked."""
_SECOND = replace(EDITS, rows=Rows.COLLEAGUES)
_SUBMITTED_IT = replace(WRITES, rows=Rows.OWN)


class State(TextChoices):
    """Where a version stands."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Waits for approval"
    SENT_BACK = "sent back", "Sent back"
    SCHEDULED = "scheduled", "Scheduled"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Replaced by a newer version"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DISCARDED = "discarded", "Thrown away"


IN_WORK = (State.DRAFT, State.SUBMITTED, State.SENT_BACK, State.SCHEDULED)
"""States of a version that is still to be published."""
OUT = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)
"""States of a version that was published at some time."""


class Kinds(TextChoices):
    """What sort of page it is."""

    GUIDANCE = "guidance", "Guidance"
    NEWS = "news", "News"


class Visibility(TextChoices):
    """Who may read what is published."""

    PUBLIC = "public", "Everybody"
    STAFF = "staff", "Our own staff"


def _of_whoever_submitted(row: Any) -> Whose:
    return Whose(body=row.body_id, person=row.submitted_by)


_APPROVED = {"approved_by": Fill.WHO, "approved_at": Fill.NOW, "why": Fill.NOTHING}
_NOT_SUBMITTED = {"submitted_by": Fill.NOTHING, "submitted_at": Fill.NOTHING}
_BARRED = "You submitted this version. Somebody else of your body must look at it."

VERSION = Workflow(
    thing="version",
    states=State,
    begins=State.DRAFT,
    ends=frozenset({State.SUPERSEDED, State.WITHDRAWN, State.DISCARDED}),
    whose=_of_whoever_submitted,
    moves=(
        Move(
            "edit", (State.DRAFT, State.SENT_BACK), State.DRAFT, (WRITES,), told="edited guidance", can="edit it",
            late="This version is “{state}” and can no longer be edited.",
        ),
        Move(
            "submit", (State.DRAFT, State.SENT_BACK), State.SUBMITTED, (WRITES,), told="submitted guidance",
            can="submit it", fills={"submitted_by": Fill.WHO, "submitted_at": Fill.NOW, "why": Fill.NOTHING},
        ),
        Move(
            "take back", (State.SUBMITTED,), State.DRAFT, (_SUBMITTED_IT,), told="took guidance back", can="withdraw it",
            barred="Only the person who submitted this version can withdraw it.", fills=_NOT_SUBMITTED,
        ),
        Move(
            "send back", (State.SUBMITTED,), State.SENT_BACK, (_SECOND,), told="sent guidance back", can="send it back",
            barred=_BARRED, reason="Say what is to be changed, so that the writer can do it.", at_field="reason",
            fills={"why": Fill.REASON},
        ),
        Move(
            "publish", (State.SUBMITTED,), State.PUBLISHED, (_SECOND,), told="approved and published guidance",
            can="publish it", barred=_BARRED, fills=_APPROVED | {"published_at": Fill.NOW},
        ),
        Move(
            "schedule", (State.SUBMITTED,), State.SCHEDULED, (_SECOND,), told="approved guidance for a later day",
            can="publish it on a later day", barred=_BARRED, fills=_APPROVED,
        ),
        Move(
            "unschedule", (State.SCHEDULED,), State.DRAFT, (EDITS,), told="stopped guidance that was to be published",
            can="stop it", fills=_NOT_SUBMITTED | {
                "approved_by": Fill.NOTHING, "approved_at": Fill.NOTHING, "publish_on": Fill.NOTHING,
            },
        ),
        Move(
            "go live", (State.SCHEDULED,), State.PUBLISHED, (SYSTEM,), told="published guidance on its day",
            can="publish it on its day", fills={"published_at": Fill.NOW},
        ),
        Move(
            "confirm", (State.PUBLISHED,), STAYS, (EDITS,), told="confirmed that guidance is still right",
            can="say that it is still right", fills={"checked_by": Fill.WHO, "checked_at": Fill.NOW},
        ),
        Move(
            "supersede", (State.PUBLISHED,), State.SUPERSEDED, (EDITS, SYSTEM), told="replaced guidance by a newer version",
            can="publish a newer version", fills={"ended_at": Fill.NOW},
        ),
        Move(
            "withdraw", (State.PUBLISHED,), State.WITHDRAWN, (EDITS,), told="withdrew guidance", can="withdraw it",
            reason="Say why it is withdrawn: the page tells its readers.", at_field="reason",
            fills={"ended_at": Fill.NOW, "why": Fill.REASON},
        ),
        Move(
            "discard", (State.DRAFT, State.SENT_BACK), State.DISCARDED, (WRITES,), told="threw a draft of guidance away",
            can="throw it away", fills={"ended_at": Fill.NOW},
        ),
    ),
)  # fmt: skip
