"""How the outbox stands, for operators. Read as the system role: others get no rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.timezone import localtime

from irhub.notify.kinds import Kind, title_of
from irhub.notify.models import Message
from irhub.notify.sealing import Unreadable, digest_of, unseal

LATE = timedelta(minutes=15)
"""Mail that has waited for longer does not leave."""
FRESH = timedelta(hours=26)
"""What was given up within this time is told of: a day and a little."""
SHOWN = timedelta(days=7)


@dataclass(frozen=True)
class Outbox:
    """How many messages wait, since when the oldest does and what kept the one last tried, how many left today, and how many
    did not leave: those that can be tried again, or that were given up within a day."""

    waiting: int
    oldest: datetime | None
    held_up_by: str
    sent_today: int
    failed: int

    @property
    def late(self) -> bool:
        """Whether something has waited for too long."""
        return self.oldest is not None and timezone.now() - self.oldest > LATE


@dataclass(frozen=True)
class Unsent:
    """A message that did not leave: its number, kind in words, to whom (blank once its text is gone), when, why, and whether it can be
    tried again."""

    number: str
    title: str
    to: str
    posted_at: datetime
    ended_at: datetime
    reason: str
    again: bool


def outbox() -> Outbox:
    """How it stands now."""
    now = timezone.now()
    today = localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    told = Message.objects.aggregate(
        waiting=Count("pk", filter=Q(state="waiting")),
        oldest=Min("posted_at", filter=Q(state="waiting")),
        sent_today=Count("pk", filter=Q(state="sent", ended_at__gte=today)),
        failed=Count("pk", filter=Q(state="failed") & (Q(sealed__isnull=False) | Q(ended_at__gte=now - FRESH))),
    )
    tried = Message.objects.filter(state="waiting").exclude(reason="").order_by("-due_at")
    return Outbox(**told, held_up_by=tried.values_list("reason", flat=True).first() or "")


def not_sent(kind: str = "", again: str = "") -> QuerySet[Message]:
    """What did not leave within the last week: of one kind; that can (`yes`) or cannot (`no`) be tried again."""
    found = Message.objects.filter(state="failed", ended_at__gte=timezone.now() - SHOWN)
    found = found.filter(kind=kind) if kind else found
    return found.filter(sealed__isnull=again == "no") if again else found


def unsent(messages: Iterable[Message]) -> list[Unsent]:
    """What did not leave, with the addresses that are kept."""
    return [
        Unsent(
            number=str(message.pk),
            title=title_of(message.kind),
            to=_address(message),
            posted_at=message.posted_at,
            ended_at=message.ended_at or message.posted_at,
            reason=message.reason or "Nothing tried to send it while it was of use.",
            again=message.sealed is not None,
        )
        for message in messages
    ]


def _address(message: Message) -> str:
    with suppress(Unreadable):
        return unseal(bytes(message.sealed)).to if message.sealed else ""
    return ""


def sent_to(numbers: Sequence[str], addresses: Sequence[str]) -> list[str]:
    """To which of some addresses a message with one of these numbers (32 signs, as its Message-ID has it) was written."""
    of = {digest_of(one): one for one in addresses}
    found = Message.objects.filter(pk__in=[UUID(hex=one) for one in numbers], recipient__in=of)
    return sorted({of[recipient] for recipient in found.values_list("recipient", flat=True)})


def posted_since(kind: Kind, to: str, since: datetime) -> int:
    """How many messages of a kind were written to an address since a moment."""
    return Message.objects.filter(kind=kind.name, recipient=digest_of(to), posted_at__gte=since).count()
