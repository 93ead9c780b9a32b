"""How long minutes, appointments and calls are kept: see web/retention_rules.py."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from irhub.legal_advice.models import Caller, Entitlement, Invoice, Series, Slot
from irhub.programmes.months import frozen_first
from irhub.web.london import local_day
from irhub.web.retention_rules import SIX_YEARS, RetentionRule, removes

A_YEAR = 365


def _slots(before: datetime) -> int:
    """Times that nobody booked, and weekly times of which none is left."""
    gone = removes(Slot, lambda day: Q(ends_at__lt=day, appointments=None))(before)
    return gone + removes(Series, lambda before: Q(last__lt=local_day(before), slots=None))(before)


RULES = (
    RetentionRule(
        "whom a lawyer rang", A_YEAR, "removed after the appointment: name, number and address of the caller",
        removes(Caller, lambda before: Q(appointment__ends_at__lt=before)),
    ),
    RetentionRule(
        "minutes of legal advice", SIX_YEARS, "removed after their scheme ended, with appointments, calls and names of parties",
        frozen_first("legal-advice", removes(Entitlement, lambda before: Q(scheme__closes_on__lt=local_day(before)))),
    ),
    RetentionRule(
        "invoices for legal advice", SIX_YEARS, "removed after their scheme ended",
        removes(Invoice, lambda before: Q(scheme__closes_on__lt=local_day(before))),
    ),
    RetentionRule("times that lawyers offered", A_YEAR, "removed after they passed, unless they were booked", _slots),
)  # fmt: skip
