"""How long it is kept what was written to whom: see web/retention_rules.py."""

from __future__ import annotations

from django.db.models import Q

from irhub.notify.models import Message
from irhub.web.retention_rules import RetentionRule, removes

RULES = (
    RetentionRule(
        "messages",
        90,
        "record of what was written to whom removed; its text is when it leaves",
        removes(Message, lambda before: Q(ended_at__lt=before)),
    ),
)
