"""What a proposal can do, and where it can stand."""

from __future__ import annotations

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a proposal does."""

    CORRECT = "correct", "Correct a rule"
    ADD = "add", "Add a rule"
    END = "end", "End a rule"
    WITHDRAW = "withdraw", "Withdraw a rule that never was one"
    READ = "read", "Source read again, unchanged"


class State(TextChoices):
    """Where a proposal stands."""

    OPEN = "open", "Waiting for a second person"
    APPROVED = "approved", "Approved"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"
