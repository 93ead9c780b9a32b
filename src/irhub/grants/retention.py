"""How long rows of grants are kept: see web/retention_rules.py."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from irhub.grants.models import Application, Assessment, Evidence, Sheet
from irhub.grants.past.models import PastFault, PastFile, PastImport
from irhub.grants.payments.models import Answer, BankNumbers, GranteeTask
from irhub.grants.published.models import PublishedFile, PublishedGrant
from irhub.grants.rehearsal.models import Rehearsal
from irhub.grants.workflows import ApplicationState
from irhub.web.retention_rules import SIX_YEARS, RetentionRule, removes

_NOT_AWARDED = (ApplicationState.REFUSED, ApplicationState.DISMISSED, ApplicationState.WITHDRAWN)
_ON_ITS_WAY = ("released", "filed")


def _withdrawn(before: datetime) -> int:
    over = Q(published__state="withdrawn", published__withdrawn_at__lt=before)
    return removes(PublishedFile, lambda _: over)(before) + removes(PublishedGrant, lambda _: over)(before)


RULES = (
    RetentionRule(
        "applications for grants never submitted", 365, "removed after they were begun",
        removes(Application, lambda before: Q(submitted_at=None, begun_at__lt=before)),
    ),
    RetentionRule(
        "answers to calls for grants that were not awarded", 365,
        "removed after the application was submitted; the decision and its reasons stay",
        removes(Sheet, lambda before: Q(application__state__in=_NOT_AWARDED, application__submitted_at__lt=before)),
    ),
    RetentionRule(
        "evidence for grants that were not awarded", 365, "removed after the application was submitted",
        removes(Evidence, lambda before: Q(application__state__in=_NOT_AWARDED, application__submitted_at__lt=before)),
    ),
    RetentionRule(
        "assessments of grants", SIX_YEARS, "removed with their scores after they were handed in",
        removes(Assessment, lambda before: Q(in_at__lt=before)),
    ),
    RetentionRule(
        "applications for grants", SIX_YEARS, "removed after they were submitted, unless they were awarded: grants are kept",
        removes(Application, lambda before: Q(submitted_at__lt=before, award=None)),
    ),
    RetentionRule(
        "numbers of bank accounts of grantees", 92, "removed after another account was agreed to; those of a grant go when it is closed",
        removes(BankNumbers, lambda before: Q(details__state="replaced", details__agreed_at__lt=before) & ~Q(details__payments__state__in=_ON_ITS_WAY)),
    ),
    RetentionRule(
        "answers of the bank about grants", SIX_YEARS, "removed with their rows after they were read",
        removes(Answer, lambda before: Q(kept_at__lt=before)),
    ),
    RetentionRule(
        "tasks about grantees", SIX_YEARS, "removed after they were closed",
        removes(GranteeTask, lambda before: Q(done_at__lt=before)),
    ),
    RetentionRule(
        "files of withdrawn versions of published grants", 30, "removed with their lists after they were withdrawn; the version and its reason stay",
        _withdrawn,
    ),
    RetentionRule(
        "files of past grants", 90, "removed after they were handed in; what was read of them stays",
        removes(PastFile, lambda before: Q(kept_at__lt=before)),
    ),
    RetentionRule(
        "faults of files of past grants", 365, "removed after the file was read", removes(PastFault, lambda before: Q(past_import__read_at__lt=before)),
    ),
    RetentionRule(
        "rehearsals of calls for grants", 92, "removed, with everything in them, after they were begun, unless they ended before",
        removes(Rehearsal, lambda before: Q(begun_at__lt=before)),
    ),
    RetentionRule(
        "past grants that were undone", 365, "removed after they were read", removes(PastImport, lambda before: Q(state="undone", read_at__lt=before)),
    ),
)  # fmt: skip
