"""What of this room waits for people: see casework/work.py."""

from __future__ import annotations

from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.casework.work import Waiting
from irhub.compliance.opening import in_force, openings_to
from irhub.compliance.queries import open_items
from irhub.compliance.reminding import AHEAD
from irhub.compliance.repeats import repeats_of
from irhub.web.saying import counted


def _told(membership: Membership) -> str:
    many = open_items(membership)
    return f"{counted(many, 'actions')} of yours" if many else ""


def _repeats(membership: Membership) -> str:
    soon = localdate() + AHEAD
    many = sum(one.due <= soon for one in repeats_of(membership.body))
    return f"{many} due within four weeks" if many else ""


def _opened(membership: Membership) -> str:
    many = sum(in_force(one) for one in openings_to(membership))
    return f"{many} open to you now" if many else ""


WAITING = (
    Waiting("self-check", "Self-check", _told),
    Waiting("repeats", "Right-to-work checks to repeat", _repeats),
    Waiting("let-in", "What providers opened to you", _opened),
)
