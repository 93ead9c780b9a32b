"""How long self-checks are kept: see web/retention_rules.py."""

from __future__ import annotations

from django.db.models import Q

from irhub.compliance.models import Opening, Repeat, Sheet
from irhub.web.london import local_day
from irhub.web.retention_rules import RetentionRule, removes

RULES = (
    RetentionRule(
        "checks to repeat", 731, "removed after they were settled, or should have been",
        removes(Repeat, lambda before: Q(ended_at__lt=before) | Q(ended_at=None, due__lt=before)),
    ),
    RetentionRule(
        "what providers opened to assessors", 1095, "removed with when they looked and what they confirmed, after its last day",
        removes(Opening, lambda before: Q(ends_on__lt=local_day(before))),
    ),
    RetentionRule(
        "checks that providers make of themselves", 1095, "removed with all that belongs to them after somebody worked on them last",
        removes(Sheet, lambda before: Q(touched_at__lt=before, head=None)),
    ),
)  # fmt: skip
