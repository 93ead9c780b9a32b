"""How long kept cases are kept: see web/retention_rules.py."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from irhub.accounts.models import Person
from irhub.checker.models import SavedCase
from irhub.web.retention_rules import RetentionRule, removes


def _case_of_nobody(before: datetime) -> Q:
    """Cases whose keeper has no account any more."""
    return Q(saved_at__lt=before) & ~Q(Exists(Person.objects.filter(email__iexact=OuterRef("saved_by"))))


RULES = (
    RetentionRule(
        "kept cases", 30, "removed once their keeper's account is closed", removes(SavedCase, _case_of_nobody)
    ),
)
