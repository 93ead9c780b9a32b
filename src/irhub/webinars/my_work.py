"""What of this room waits for people: see casework/work.py."""

from __future__ import annotations

from irhub.accounts.models import Membership
from irhub.casework.work import Waiting
from irhub.web.saying import counted
from irhub.webinars.coming import to_settle


def _told(membership: Membership) -> str:
    many = to_settle(membership.body_id)
    return f"{counted(many, 'connections')} to settle" if many else ""


WAITING = (Waiting("webinar-desk", "Webinars: who came", _told),)
