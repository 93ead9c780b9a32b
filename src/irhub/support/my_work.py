"""What of this room waits for people: see casework/work.py."""

from __future__ import annotations

from irhub.casework.work import Waiting
from irhub.support.mail.queries import waiting_told
from irhub.support.queries import waits

WAITING = (
    Waiting("support", "Cases of the helpline", lambda membership: waits(membership).told),
    Waiting("support-tray", "Mail to the helpline", lambda membership: waiting_told(membership.body)),
)
