"""How long suppliers' rows are kept: see web/retention_rules.py."""

from __future__ import annotations

from django.db.models import Q

from irhub.suppliers.models import (
    Application,
    Assessment,
    Concern,
    DeclaredInterest,
    Entry,
    Evidence,
    Sheet,
    SubAgent,
    Task,
)
from irhub.suppliers.workflows import ApplicationState
from irhub.web.london import local_day
from irhub.web.retention_rules import SIX_YEARS, RetentionRule, removes

_NOT_ADMITTED = (ApplicationState.REFUSED, ApplicationState.DISMISSED, ApplicationState.WITHDRAWN)

RULES = (
    RetentionRule(
        "applications to frameworks never submitted", 365, "removed after they were begun",
        removes(Application, lambda before: Q(submitted_at=None, begun_at__lt=before)),
    ),
    RetentionRule(
        "answers of suppliers that were not approved", 365, "removed after the application was submitted; the decision and its reasons stay",
        removes(Sheet, lambda before: Q(application__state__in=_NOT_ADMITTED, application__submitted_at__lt=before)),
    ),
    RetentionRule(
        "evidence of suppliers that were not approved", 365, "removed after the application was submitted",
        removes(Evidence, lambda before: Q(application__state__in=_NOT_ADMITTED, application__submitted_at__lt=before)),
    ),
    RetentionRule(
        "assessments of suppliers", SIX_YEARS, "removed with their scores after they were handed in",
        removes(Assessment, lambda before: Q(in_at__lt=before)),
    ),
    RetentionRule(
        "interests in companies that ended", SIX_YEARS, "removed after they ended",
        removes(DeclaredInterest, lambda before: Q(ended_on__lt=local_day(before))),
    ),
    RetentionRule(
        "sub-agents of suppliers that were not approved", 365, "removed after the application was submitted",
        removes(SubAgent, lambda before: Q(application__state__in=_NOT_ADMITTED, application__submitted_at__lt=before)),
    ),
    RetentionRule(
        "tasks about suppliers", SIX_YEARS, "removed after they were closed", removes(Task, lambda before: Q(done_at__lt=before)),
    ),
    RetentionRule(
        "concerns about suppliers", SIX_YEARS, "removed after they were told", removes(Concern, lambda before: Q(told_at__lt=before)),
    ),
    RetentionRule(
        "suppliers that are no longer on a list", SIX_YEARS, "removed after their time ended", removes(Entry, lambda before: Q(ended_at__lt=before)),
    ),
    RetentionRule(
        "applications to frameworks", SIX_YEARS, "removed after they were submitted, unless their supplier is on a list",
        removes(Application, lambda before: Q(submitted_at__lt=before, entry=None)),
    ),
)  # fmt: skip
