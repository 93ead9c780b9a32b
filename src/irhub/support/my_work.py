"""What of this room waits for people: see casework/work.py."""

from __future__ import annotations

from irhub.casework.work import Waiting
from irhub.support.queries import waits

WAITING = (Waiting("support", "Cases of the helpline", lambda membership: waits(membership).told),)
