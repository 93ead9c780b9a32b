"""How long continuity plans are kept: see web/retention_rules.py."""

from __future__ import annotations

from django.db.models import Q

from irhub.continuity.models import Plan
from irhub.web.retention_rules import SIX_YEARS, RetentionRule, removes

RULES = (
    RetentionRule(
        "continuity plans",
        SIX_YEARS,
        "removed after they were closed",
        removes(Plan, lambda before: Q(closed_at__lt=before)),
    ),
)
