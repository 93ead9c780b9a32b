"""What of this room waits for people: see casework/work.py."""

from __future__ import annotations

from irhub.accounts.models import Membership
from irhub.casework.work import Waiting
from irhub.guidance.queries import waits


def _waits(membership: Membership) -> str:
    return str(waits(membership.body))


WAITING = (Waiting("guidance-desk", "Guidance and news", _waits),)
