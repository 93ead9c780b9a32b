"""How long what this room holds is kept: see web/retention_rules.py."""

from __future__ import annotations

from django.db.models import Q

from irhub.casework.models import Writing
from irhub.web.retention_rules import RetentionRule, removes

RULES = (
    RetentionRule(
        "who is writing", 0, "removed once they have done", removes(Writing, lambda before: Q(until__lt=before))
    ),
)
