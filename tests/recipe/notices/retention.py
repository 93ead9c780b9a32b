"""How long notices are kept: see web/retention_rules.py."""

from __future__ import annotations

from django.db.models import Q
from irhub.notices.models import Notice

from irhub.web.retention_rules import RetentionRule, removes

RULES = (
    RetentionRule(
        "notices", 365, "removed after they were posted", removes(Notice, lambda before: Q(posted_at__lt=before))
    ),
)
