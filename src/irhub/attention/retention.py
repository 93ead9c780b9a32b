"""How long tasks, replies and challenges are kept: see web/retention_rules.py."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from irhub.attention.models import Challenge, Statement, Task
from irhub.attention.workflows import TaskState
from irhub.web.retention_rules import SIX_YEARS, RetentionRule, removes


def _closed_task(before: datetime) -> Q:
    """Tasks that are no longer open and to which nothing was done since."""
    return ~Q(state=TaskState.OPEN) & Q(opened_at__lt=before) & ~Q(events__at__gte=before)


RULES = (
    RetentionRule("tasks", SIX_YEARS, "removed after the last that was done, unless open", removes(Task, _closed_task)),
    RetentionRule(
        "replies", SIX_YEARS, "removed once withdrawn", removes(Statement, lambda before: Q(withdrawn_at__lt=before))
    ),
    RetentionRule(
        "challenges", SIX_YEARS, "removed once answered", removes(Challenge, lambda before: Q(answered_at__lt=before))
    ),
)
