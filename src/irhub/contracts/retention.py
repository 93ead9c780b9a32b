"""How long lists of providers and their files are kept: see web/retention_rules.py."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from irhub.contracts.models import ContractFile, ContractList
from irhub.web.retention_rules import RetentionRule, removes


def _replaced(before: datetime) -> Q:
    """Lists that were taken back, or replaced by a newer one, long ago: never the list that a body uses."""
    newer = ContractList.objects.filter(
        body=OuterRef("body"), uploaded_at__gt=OuterRef("uploaded_at"), uploaded_at__lt=before, taken_back_at=None
    )
    return Q(taken_back_at__lt=before) | Q(Exists(newer))


RULES = (
    RetentionRule(
        "files of contract lists",
        30,
        "removed; what was read of them stays",
        removes(ContractFile, lambda before: Q(kept_at__lt=before)),
    ),
    RetentionRule("contract lists", 730, "removed once replaced or withdrawn", removes(ContractList, _replaced)),
)
