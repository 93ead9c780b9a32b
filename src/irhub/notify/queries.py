"""How the outbox stands, for operators. Read as the system role: others get no rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.timezone import localtime

from irhub.notify.models import Message

LATE = timedelta(minutes=15)
"""Mail that has waited for longer does not leave."""


@dataclass(frozen=True)
class Outbox:
    """How many messages wait, since when the oldest does, how many left today, how many did not within the last week."""

    waiting: int
    oldest: datetime | None
    sent_today: int
    failed: int

    @property
    def late(self) -> bool:
        """Whether something has waited for too long."""
        return self.oldest is not None and timezone.now() - self.oldest > LATE


def outbox() -> Outbox:
    """How it stands now."""
    today = localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    week = timezone.now() - timedelta(days=7)
    told = Message.objects.aggregate(
        waiting=Count("pk", filter=Q(state="waiting")),
        oldest=Min("posted_at", filter=Q(state="waiting")),
        sent_today=Count("pk", filter=Q(state="sent", ended_at__gte=today)),
        failed=Count("pk", filter=Q(state="failed", ended_at__gte=week)),
    )
    return Outbox(**told)
