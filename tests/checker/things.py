"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from django.utils import timezone

from irhub.checker.kinds import Kind
from irhub.checker.models import Proposal
from tests.checker.editors import draft
from tests.factories import SavedCaseFactory
from tests.owners import Makes, Owner, number


def case_of(owner: Owner) -> dict[str, object]:
    """A case that a person keeps."""
    return number(SavedCaseFactory(saved_by=owner.email))


def proposal_of(owner: Owner) -> dict[str, object]:
    """A change of the rules that a person has proposed."""
    drafted = draft(Kind.CORRECT, "FEE-13", value="612")
    made = Proposal.objects.create(
        kind=Kind.CORRECT, rule="FEE-13", document=drafted.document, reason=drafted.reason, proposed_by=owner.email,
        proposed_as="rules editor", proposed_at=timezone.now(),
    )  # fmt: skip
    return {"number": made.pk}


THINGS: Makes = {
    **dict.fromkeys(("case", "case-delete"), case_of),
    **dict.fromkeys(("proposal-approve", "proposal-decline", "proposal-take-back"), proposal_of),
}
EVERYBODYS: Makes = {"proposal": proposal_of, "rules-schema": lambda _: {"name": "answer-1"}}
