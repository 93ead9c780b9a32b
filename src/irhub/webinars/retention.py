"""How long webinars' rows are kept: see web/retention_rules.py."""

from __future__ import annotations

from django.db.models import Q

from irhub.programmes.months import frozen_first
from irhub.web.retention_rules import SIX_YEARS, RetentionRule, removes
from irhub.webinars.models import Booking, Certificate, Connection, Log
from irhub.webinars.workflows import BookingState

RULES = (
    RetentionRule(
        "webinar bookings never confirmed", 7, "removed", removes(Booking, lambda before: Q(state=BookingState.ASKED, made_at__lt=before)),
    ),
    RetentionRule(
        "connections to webinars", 365, "removed after the webinar, with the reports that name them; who came is known by then",
        removes(Connection, lambda before: Q(session__starts_at__lt=before)),
    ),
    RetentionRule(
        "attendance reports", 365, "removed after the webinar", removes(Log, lambda before: Q(session__starts_at__lt=before)),
    ),
    RetentionRule(
        "webinar bookings", 730, "removed after the webinar", frozen_first("webinars", removes(Booking, lambda before: Q(session__starts_at__lt=before))),
    ),
    RetentionRule(
        "certificates of webinars", SIX_YEARS, "removed after they were issued",
        removes(Certificate, lambda before: Q(issued_at__lt=before, replaced_by=None)),
    ),
)  # fmt: skip
