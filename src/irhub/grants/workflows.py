"""How a pot, a call, an application, an assessment and an award go from state to state, and who may move them."""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices

from irhub.accounts.policy import SYSTEM, Rows, Whose, acting_as
from irhub.accounts.roles import OVERSIGHT, Kind, Role
from irhub.accounts.workflow import STAYS, Fill, Move, Workflow, of_its_body
from irhub.casework.assessing import assessment_table

RUNS = acting_as(Role.GRANTS_OFFICER, of=OVERSIGHT, rows=Rows.OWN_BODY)
"""Who runs grants: describes calls, checks, names assessors."""
DECIDES = acting_as(Role.GRANTS_OFFICER, Role.LEAD, of=OVERSIGHT, rows=Rows.OWN_BODY)
"""Who decides on applications, each up to their own limit."""
READS = acting_as(Role.GRANTS_OFFICER, Role.LEAD, Role.AUDITOR, of=OVERSIGHT, rows=Rows.OWN_BODY)
"""Who follows the money."""
ASSESSES = acting_as(Role.ASSESSOR, of=OVERSIGHT, rows=Rows.OWN)
"""Who scores the applications that were given to them."""
REHEARSES = acting_as(Role.GRANTS_OFFICER, Role.LEAD, Role.ASSESSOR, of=OVERSIGHT, rows=Rows.OWN_BODY)
"""Who tries a call before it opens, with everything that an applicant, an assessor or a panel would do."""
APPLICANTS = frozenset({Kind.PROVIDER, Kind.SUPPLIER, Kind.COMMUNITY_PARTNER, Kind.DELIVERY_PARTNER, Kind.COUNCIL})
"""Which bodies can apply: care providers, companies, charities, councils."""
APPLIES = acting_as(Role.ADMINISTRATOR, of=APPLICANTS, rows=Rows.SHARED)
"""Who speaks for an applicant."""


def of_both(row: Any) -> Whose:
    """Whose an application or a grant is: the body’s that runs the call, and the applicant shares it."""
    return Whose(body=row.body_id, shared_with=frozenset({row.applicant_id}))


class PotState(TextChoices):
    """Where a pot of money stands."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


POT = Workflow(
    thing="pot of grants",
    states=PotState,
    begins=PotState.OPEN,
    ends=frozenset({PotState.CLOSED}),
    whose=of_its_body,
    moves=(
        Move(
            "put in", (PotState.OPEN,), STAYS, (DECIDES,), told="put money into a pot of grants", can="put money in",
            reason="Say where the money comes from, with its reference.", at_field="reason",
        ),
        Move(
            "close", (PotState.OPEN,), PotState.CLOSED, (DECIDES,), told="closed a pot of grants", can="close it",
            reason="Say why the pot closes.", at_field="reason",
        ),
        Move(
            "give back", (PotState.CLOSED,), STAYS, (DECIDES,), told="gave money of a closed pot of grants back", can="give it back",
            reason="Say to whom it is given back, with its reference.", at_field="reason",
        ),
    ),
)  # fmt: skip


class CallState(TextChoices):
    """Where a call for applications stands."""

    DRAFT = "draft", "Draft"
    OPEN = "open", "Open for applications"
    CLOSED = "closed", "Closed for applications"
    ENDED = "ended", "Ended"


_THERE = (CallState.DRAFT, CallState.OPEN, CallState.CLOSED)
CALL = Workflow(
    thing="call for grants",
    states=CallState,
    begins=CallState.DRAFT,
    ends=frozenset({CallState.ENDED}),
    whose=of_its_body,
    moves=(
        Move("edit", _THERE, STAYS, (RUNS,), told="changed a call for grants", can="change it"),
        Move(
            "ask otherwise", (CallState.DRAFT,), STAYS, (RUNS,), told="changed the questions of a call for grants", can="change its questions",
            late="The questions of a call stay as they are once it has been open: applicants answer them.",
        ),
        Move("rehearse", (CallState.DRAFT,), STAYS, (RUNS,), told="began to rehearse a call for grants", can="rehearse it"),
        Move("end the rehearsal", (CallState.DRAFT,), STAYS, (RUNS,), told="ended the rehearsal of a call for grants", can="end its rehearsal"),
        Move(
            "name the panel", (CallState.DRAFT, CallState.OPEN), STAYS, (RUNS,), told="named the panel of a call for grants",
            can="name its panel",
        ),
        Move(
            "change the panel", (CallState.OPEN, CallState.CLOSED, CallState.ENDED), STAYS, (RUNS,), told="changed the panel of a call for grants",
            can="change its panel", reason="Say why the panel changes.", at_field="reason",
        ),
        Move("open", (CallState.DRAFT, CallState.CLOSED), CallState.OPEN, (RUNS,), told="opened a call for grants", can="open it"),
        Move("close", (CallState.OPEN,), CallState.CLOSED, (RUNS,), told="closed a call for grants", can="close it for applications"),
        Move(
            "end", (CallState.CLOSED,), CallState.ENDED, (RUNS,), told="ended a call for grants", can="end it",
            reason="Write what was learned: everybody reads it.", at_field="reason", fills={"lessons": Fill.REASON},
        ),
    ),
)  # fmt: skip


class ApplicationState(TextChoices):
    """Where an application for a grant stands."""

    DRAFT = "draft", "Not submitted"
    SUBMITTED = "submitted", "Submitted"
    CHECKS = "checks", "Being checked"
    ASSESSMENT = "assessment", "Being assessed"
    DECISION = "decision", "To be decided"
    AWARDED = "awarded", "Awarded"
    RESERVE = "reserve", "Good enough, and waits for money"
    REFUSED = "refused", "Not awarded"
    APPEAL = "appeal", "Appeal being heard"
    DISMISSED = "dismissed", "Not awarded, and the appeal dismissed"
    WITHDRAWN = "withdrawn", "Withdrawn"


S = ApplicationState
WITH_FUNDER = (S.SUBMITTED, S.CHECKS, S.ASSESSMENT, S.DECISION, S.RESERVE)
"""Where an application is submitted, and not decided for good."""
OUTCOMES = (S.AWARDED, S.RESERVE, S.REFUSED)
ON_APPEAL = (S.AWARDED, S.DISMISSED)
APPLICATION = Workflow(
    thing="application for a grant",
    states=S,
    begins=S.DRAFT,
    ends=frozenset({S.AWARDED, S.REFUSED, S.DISMISSED, S.WITHDRAWN}),
    pauses=frozenset({S.DRAFT}),
    whose=of_both,
    moves=(
        Move(
            "submit", (S.DRAFT,), S.SUBMITTED, (APPLIES,), told="submitted an application for a grant", can="submit it",
            fills={"submitted_at": Fill.NOW},
        ),
        Move("change", (S.DRAFT,), STAYS, (APPLIES,), told="changed the details of an application for a grant", can="change it"),
        Move("withdraw", (S.DRAFT, *WITH_FUNDER), S.WITHDRAWN, (APPLIES,), told="withdrew an application for a grant", can="withdraw it"),
        Move("begin checks", (S.SUBMITTED,), S.CHECKS, (RUNS,), told="began to check an application for a grant", can="begin the checks"),
        Move("check", (S.CHECKS,), STAYS, (RUNS,), told="recorded a check of an application for a grant", can="record checks"),
        Move(
            "name assessors", (S.CHECKS, S.ASSESSMENT), STAYS, (RUNS,), told="named an assessor of an application for a grant",
            can="name assessors",
        ),
        Move(
            "begin assessment", (S.CHECKS,), S.ASSESSMENT, (RUNS,), told="began the assessment of an application for a grant",
            can="begin the assessment",
        ),
        Move(
            "skip assessment", (S.CHECKS,), S.DECISION, (RUNS,), told="sent an application for a grant to be decided without scores",
            can="send it to be decided", reason="Say why no scores are needed.", at_field="reason",
        ),
        Move("all scores are in", (S.ASSESSMENT,), S.DECISION, (SYSTEM,), told="had all scores of an application for a grant", can="compare the scores"),
        Move(
            "declare an interest", (*WITH_FUNDER, S.APPEAL), STAYS, (DECIDES,), told="declared an interest in an application for a grant",
            can="declare an interest",
        ),
        Move("give a view", (S.DECISION, S.RESERVE, S.APPEAL), STAYS, (DECIDES,), told="gave a view on an application for a grant", can="give a view"),
        *(
            Move(f"decide: {outcome}", (S.DECISION,) if outcome == S.RESERVE else (S.DECISION, S.RESERVE), outcome, (DECIDES,), told="decided on an application for a grant", can="decide")
            for outcome in OUTCOMES
        ),
        Move(
            "appeal", (S.REFUSED,), S.APPEAL, (APPLIES,), told="appealed against a decision on a grant", can="appeal",
            reason="Say what was wrong with the decision.", at_field="reason",
        ),
        *(
            Move(f"on appeal: {outcome}", (S.APPEAL,), outcome, (DECIDES,), told="decided on an appeal about a grant", can="decide on the appeal")
            for outcome in ON_APPEAL
        ),
    ),
)  # fmt: skip


ASSESSMENT = assessment_table("assessment of a grant", "an application for a grant", ASSESSES)


class AwardState(TextChoices):
    """Where an award stands."""

    OFFERED = "offered", "Agreement to be signed"
    SIGNED = "signed", "Signed by the grantee"
    ACTIVE = "active", "Signed by both"
    CLOSED = "closed", "Closed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn by the funder"


W = AwardState
NOT_ACCEPTED = (W.OFFERED, W.SIGNED, W.DECLINED, W.WITHDRAWN)
"""Where nobody has a grant: both have not signed, or never will."""
NOT_GIVEN = (W.DECLINED, W.WITHDRAWN)
"""Where a grant was offered, and its money went back."""
AWARD = Workflow(
    thing="grant",
    states=W,
    begins=W.OFFERED,
    ends=frozenset({W.ACTIVE, W.CLOSED, W.DECLINED, W.WITHDRAWN}),
    pauses=frozenset({W.OFFERED}),
    whose=of_both,
    moves=(
        Move(
            "sign as grantee", (W.OFFERED,), W.SIGNED, (APPLIES,), told="signed the agreement of a grant as grantee",
            can="sign the agreement", fills={"grantee_at": Fill.NOW},
        ),
        Move(
            "sign as funder", (W.SIGNED,), W.ACTIVE, (DECIDES,), told="signed the agreement of a grant as funder",
            can="sign the agreement for the funder", fills={"funder_at": Fill.NOW, "funder_by": Fill.WHO},
        ),
        Move(
            "withdraw", (W.OFFERED, W.SIGNED), W.WITHDRAWN, (DECIDES,), told="withdrew the offer of a grant", can="withdraw the offer",
            reason="Say why the offer is withdrawn: the applicant reads it.", at_field="reason",
        ),
        Move("decline", (W.OFFERED,), W.DECLINED, (APPLIES,), told="declined a grant", can="decline the grant"),
        Move(
            "close", (W.ACTIVE,), W.CLOSED, (DECIDES,), told="closed a grant", can="close it",
            reason="Say in a sentence what came of the grant.", at_field="reason",
        ),
    ),
)  # fmt: skip
