"""What of this room waits for people: see casework/work.py."""

from __future__ import annotations

from irhub.accounts.models import Membership
from irhub.attention.queries import my_tasks, overdue
from irhub.casework.work import Waiting
from irhub.web.saying import counted


def _tasks(membership: Membership) -> str:
    mine = list(my_tasks(membership))
    late = sum(map(overdue, mine))
    if not mine:
        return ""
    return counted(len(mine), "tasks") + (f", {late} overdue" if late else "")


WAITING = (
    Waiting("my-work", "My work", _tasks),
    Waiting("challenges", "Challenges and replies waiting for an answer"),
)
