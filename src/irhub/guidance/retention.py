"""How long guidance is kept: see web/retention_rules.py. What stands on a published page is kept as long as it stands there."""

from __future__ import annotations

from django.db.models import Q

from irhub.guidance.models import Page, Version
from irhub.guidance.workflows import State
from irhub.web.retention_rules import SIX_YEARS, RetentionRule, removes

RULES = (
    RetentionRule(
        "guidance that was thrown away", 90, "removed after that",
        removes(Version, lambda before: Q(state=State.DISCARDED, ended_at__lt=before)),
    ),
    RetentionRule(
        "guidance that was replaced or withdrawn", SIX_YEARS, "removed after that: until then it tells what was said when",
        removes(Version, lambda before: Q(state__in=[State.SUPERSEDED, State.WITHDRAWN], ended_at__lt=before)),
    ),
    RetentionRule(
        "pages of guidance without a version", 1, "removed",
        removes(Page, lambda before: Q(made_at__lt=before, versions__isnull=True)),
    ),
)  # fmt: skip
