"""Concerns about suppliers: told by anybody on a form, graded, never published, and no finding."""

from __future__ import annotations

from django.db import transaction

from irhub.accounts.audit import Actor
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, move
from irhub.accounts.row_security import system_access
from irhub.suppliers.models import Concern, Entry, Grade
from irhub.web.errors import ActionRefused

VISITOR = "a visitor"


def raise_concern(entry: Entry, *, text: str, name: str = "", email: str = "", by: Actor = VISITOR) -> str:
    """Keep what somebody tells, for the body that runs the framework alone. Gives the reference by which they can ask about it."""
    made = Concern(body_id=entry.body_id, entry=entry, text=text.strip(), name=name.strip(), email=email.strip())
    with system_access("whoever raises a concern reads none"), transaction.atomic():
        begin(made, by=VISITOR, told="raised a concern about a supplier")
    return made.reference


def grade(concern: Concern, *, version: int, to: str, reason: str, by: Membership) -> Concern:
    """Say how grave it is, and why. Raises ActionRefused for a grade that is none."""
    if to not in Grade.values:
        raise ActionRefused("Choose how grave it is.", "grade")
    return move(concern, "grade", by=by, version=version, reason=reason, columns={"grade": to}, detail={"grade": to})


def close(concern: Concern, *, version: int, reason: str, by: Membership) -> Concern:
    """Close it, with what was done."""
    return move(concern, "close", by=by, version=version, reason=reason)
