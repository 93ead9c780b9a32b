"""What of this room waits for people: see casework/work.py."""

from __future__ import annotations

from irhub.accounts.models import Membership
from irhub.casework.work import Waiting
from irhub.continuity.queries import open_plans


def _open(membership: Membership) -> str:
    many = open_plans(membership.body)
    return f"{many} open" if many else ""


WAITING = (Waiting("plans", "Continuity plans", _open),)
