"""How a framework, an application, an assessment and an entry of the list go from state to state, and who may move them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import TextChoices

from irhub.accounts.policy import SYSTEM, Rows, Whose, acting_as
from irhub.accounts.roles import OVERSIGHT, Kind, Role
from irhub.accounts.workflow import STAYS, Fill, Move, Workflow, of_its_body
from irhub.casework.assessing import assessment_table
from irhub.casework.watching import task_table

RUNS = acting_as(Role.FRAMEWORK_OFFICER, of=OVERSIGHT, rows=Rows.OWN_BODY)
"""Who runs a framework: checks, names assessors, moderates, watches."""
DECIDES = acting_as(Role.FRAMEWORK_OFFICER, Role.LEAD, of=OVERSIGHT, rows=Rows.OWN_BODY)
"""Who decides on applications and on what becomes of suppliers."""
SECOND = acting_as(Role.FRAMEWORK_OFFICER, Role.LEAD, of=OVERSIGHT, rows=Rows.COLLEAGUES)
"""Who decides on what a colleague proposed."""
ASSESSES = acting_as(Role.ASSESSOR, of=OVERSIGHT, rows=Rows.OWN)
"""Who scores the applications that were given to them."""
APPLIES = acting_as(Role.ADMINISTRATOR, of=frozenset({Kind.SUPPLIER}), rows=Rows.SHARED)
"""Who speaks for a supplier."""


class FrameworkState(TextChoices):
    """Where a framework stands."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open for applications"
    CLOSED = "closed", "Closed for applications"
    ENDED = "ended", "Ended"


_THERE = (FrameworkState.DRAFT, FrameworkState.OPEN, FrameworkState.CLOSED)
FRAMEWORK = Workflow(
    thing="framework",
    states=FrameworkState,
    begins=FrameworkState.DRAFT,
    ends=frozenset({FrameworkState.ENDED}),
    whose=of_its_body,
    moves=(
        Move("edit", _THERE, STAYS, (RUNS,), told="changed a framework", can="change it"),
        Move("open", (FrameworkState.DRAFT, FrameworkState.CLOSED), FrameworkState.OPEN, (RUNS,), told="opened a framework", can="open it"),
        Move(
            "close", (FrameworkState.OPEN,), FrameworkState.CLOSED, (RUNS,), told="closed a framework for applications",
            can="close it for applications",
        ),
        Move(
            "end", (FrameworkState.OPEN, FrameworkState.CLOSED), FrameworkState.ENDED, (RUNS,), told="ended a framework",
            can="end it", reason="Say why the framework ends: its suppliers are told.", at_field="reason",
        ),
    ),
)  # fmt: skip


class ApplicationState(TextChoices):
    """Where an application stands."""

    DRAFT = "draft", "Not submitted"
    SUBMITTED = "submitted", "Submitted"
    CHECKS = "checks", "Being checked"
    ASSESSMENT = "assessment", "Being assessed"
    MODERATION = "moderation", "Scores being compared"
    DECISION = "decision", "To be decided"
    DEFERRED = "deferred", "Deferred"
    APPROVED = "approved", "Approved"
    CONDITIONS = "with conditions", "Approved with conditions"
    REFUSED = "refused", "Refused"
    APPEAL = "appeal", "Appeal being heard"
    DISMISSED = "dismissed", "Refused, and the appeal dismissed"
    WITHDRAWN = "withdrawn", "Withdrawn"


def of_both(row: Any) -> Whose:
    """Whose an application or an entry is: the framework's body and the supplier share it."""
    return Whose(body=row.body_id, shared_with=frozenset({row.supplier_id}))


S = ApplicationState
BEFORE_DECISION = (S.DRAFT, S.SUBMITTED, S.CHECKS, S.ASSESSMENT, S.MODERATION, S.DECISION, S.DEFERRED)
WAITING = (S.SUBMITTED, S.CHECKS, S.ASSESSMENT, S.MODERATION, S.DECISION, S.DEFERRED, S.APPEAL)
"""Where an application waits for the body that runs the framework, or for a decision."""
OUTCOMES = (S.APPROVED, S.CONDITIONS, S.DEFERRED, S.REFUSED)
ADMITTED = (S.APPROVED, S.CONDITIONS)
APPLICATION = Workflow(
    thing="application",
    states=S,
    begins=S.DRAFT,
    ends=frozenset({S.APPROVED, S.CONDITIONS, S.REFUSED, S.DISMISSED, S.WITHDRAWN}),
    pauses=frozenset({S.DRAFT, S.DEFERRED}),
    whose=of_both,
    moves=(
        Move(
            "submit", (S.DRAFT,), S.SUBMITTED, (APPLIES,), told="submitted an application to a framework", can="submit it",
            fills={"submitted_at": Fill.NOW},
        ),
        Move("change", (S.DRAFT,), STAYS, (APPLIES,), told="changed the details of an application to a framework", can="change it"),
        Move("withdraw", BEFORE_DECISION, S.WITHDRAWN, (APPLIES,), told="withdrew an application to a framework", can="withdraw it"),
        Move("begin checks", (S.SUBMITTED,), S.CHECKS, (RUNS,), told="began to check an application", can="begin the checks"),
        Move("check", (S.CHECKS,), STAYS, (RUNS,), told="recorded a check of an application", can="record checks"),
        Move("name assessors", (S.CHECKS, S.ASSESSMENT), STAYS, (RUNS,), told="named an assessor of an application", can="name assessors"),
        Move("begin assessment", (S.CHECKS,), S.ASSESSMENT, (RUNS,), told="began the assessment of an application", can="begin the assessment"),
        Move(
            "stop at a gate", (S.CHECKS,), S.DECISION, (RUNS,), told="sent an application that fails a gate to be decided",
            can="send it to be decided", reason="Say which gate it does not pass, and how you know.", at_field="reason",
        ),
        Move("all scores are in", (S.ASSESSMENT,), S.MODERATION, (SYSTEM,), told="had all scores of an application", can="compare the scores"),
        Move("agree a grade", (S.MODERATION,), STAYS, (RUNS,), told="explained a difference between scores", can="explain differences"),
        Move("end moderation", (S.MODERATION,), S.DECISION, (RUNS,), told="sent an application to be decided", can="send it to be decided"),
        *(
            Move(f"decide: {outcome}", (S.DECISION,), outcome, (DECIDES,), told="decided on an application", can="decide")
            for outcome in OUTCOMES
        ),
        Move("take up again", (S.DEFERRED,), S.DECISION, (RUNS,), told="took a deferred application up again", can="take it up again"),
        Move(
            "appeal", (S.REFUSED,), S.APPEAL, (APPLIES,), told="appealed against a refusal", can="appeal",
            reason="Say what was wrong with the decision.", at_field="reason",
        ),
        *(
            Move(f"on appeal: {outcome}", (S.APPEAL,), outcome, (DECIDES,), told="decided on an appeal", can="decide on the appeal")
            for outcome in (S.APPROVED, S.CONDITIONS, S.DISMISSED)
        ),
    ),
)  # fmt: skip


ASSESSMENT = assessment_table("assessment", "an application", ASSESSES)


class EntryState(TextChoices):
    """Where a supplier stands on the list."""

    TERMS = "terms", "Terms to be accepted"
    LISTED = "listed", "Approved"
    SUSPENDED = "suspended", "Suspended while something is looked into"
    PROPOSED = "removal proposed", "Suspended while something is looked into"
    REMOVED = "removed", "Removed"
    EXPIRED = "expired", "Ended"
    LEFT = "left", "Left at its own wish"


def _of_whoever_proposed(row: Any) -> Whose:
    return replace(of_both(row), person=row.proposed_by)


E = EntryState
ON_THE_LIST = (E.LISTED, E.SUSPENDED, E.PROPOSED)
LASTING = (E.TERMS, *ON_THE_LIST)
"""Where a place on the list, or the offer of one, ends by itself on its last day and with its framework."""
ENTRY = Workflow(
    thing="supplier",
    states=E,
    begins=E.TERMS,
    ends=frozenset({E.REMOVED, E.EXPIRED, E.LEFT}),
    pauses=frozenset({E.TERMS}),
    whose=_of_whoever_proposed,
    moves=(
        Move("accept the terms", (E.TERMS,), E.LISTED, (APPLIES,), told="accepted the terms of a framework", can="accept the terms"),
        Move("change a condition", ON_THE_LIST, STAYS, (RUNS,), told="changed a condition of a supplier", can="change its conditions"),
        Move("review", (E.LISTED,), STAYS, (RUNS,), told="reviewed a supplier", can="review it", reason="Say what the review found.", at_field="reason"),
        Move(
            "take a new name", ON_THE_LIST, STAYS, (RUNS,), told="put a supplier’s new name on the list", can="put its new name on the list",
        ),
        Move("confirm", (E.LISTED,), STAYS, (APPLIES,), told="confirmed that what it told is still so", can="confirm it"),
        Move(
            "suspend", (E.LISTED,), E.SUSPENDED, (DECIDES,), told="suspended a supplier", can="suspend it",
            reason="Say what it is about, with its source: the supplier reads this and can answer.", at_field="reason",
        ),
        Move("answer", (E.SUSPENDED, E.PROPOSED), STAYS, (APPLIES,), told="answered a suspension", can="answer the suspension"),
        Move(
            "end the suspension", (E.SUSPENDED, E.PROPOSED), E.LISTED, (DECIDES,), told="ended the suspension of a supplier",
            can="end the suspension", reason="Say why the suspension ends.", at_field="reason", fills={"proposed_by": Fill.NOTHING},
        ),
        Move(
            "propose removal", (E.SUSPENDED,), E.PROPOSED, (DECIDES,), told="proposed to remove a supplier", can="propose its removal",
            reason="Write the report of the investigation: what was found, from what, and what the supplier answered.",
            at_field="reason", fills={"proposed_by": Fill.WHO},
        ),
        Move(
            "remove", (E.PROPOSED,), E.REMOVED, (SECOND,), told="removed a supplier", can="remove it",
            reason="Give the reasons for the removal.", at_field="reason", fills={"ended_at": Fill.NOW},
            barred="Whoever wrote the report does not decide on the removal: ask a colleague.",
        ),
        Move("expire", LASTING, E.EXPIRED, (SYSTEM,), told="ended a supplier’s time on the list", can="end its time", fills={"ended_at": Fill.NOW}),
        Move("leave", (E.TERMS, E.LISTED), E.LEFT, (APPLIES,), told="left a framework", can="leave the list", fills={"ended_at": Fill.NOW}),
    ),
)  # fmt: skip


TASK = task_table("supplier task", "a supplier", DECIDES)


class ConcernState(TextChoices):
    """Where a concern about a supplier stands."""

    NEW = "new", "Not read yet"
    GRADED = "graded", "Being looked into"
    CLOSED = "closed", "Closed"


CONCERN = Workflow(
    thing="supplier concern",
    states=ConcernState,
    begins=ConcernState.NEW,
    ends=frozenset({ConcernState.CLOSED}),
    whose=of_its_body,
    moves=(
        Move(
            "grade", (ConcernState.NEW, ConcernState.GRADED), ConcernState.GRADED, (RUNS,), told="graded a concern about a supplier",
            can="grade it", reason="Say why you grade it so.", at_field="reason",
        ),
        Move(
            "close", (ConcernState.GRADED,), ConcernState.CLOSED, (RUNS,), told="closed a concern about a supplier", can="close it",
            reason="Say what was done, and to whom it was passed.", at_field="reason",
        ),
    ),
)  # fmt: skip
