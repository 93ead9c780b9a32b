"""What of this room waits for people: see casework/work.py."""

from __future__ import annotations

from irhub.accounts.models import Membership
from irhub.casework.work import Waiting
from irhub.grants.queries import to_score, to_sign, waiting_applications

_OURS = ("submitted", "checks", "decision", "appeal")


def _applications(membership: Membership) -> str:
    many = waiting_applications(membership.body).filter(state__in=_OURS).count()
    return f"{many} {'applications' if many > 1 else 'application'} to work on" if many else ""


def _agreements(membership: Membership) -> str:
    many = to_sign(membership.body)
    return f"{many} {'agreements' if many > 1 else 'agreement'} to sign" if many else ""


def _scores(membership: Membership) -> str:
    many = to_score(membership)
    return f"{many} to score" if many else ""


WAITING = (
    Waiting("grant-desk", "Grants: applications", _applications),
    Waiting("grant-awards", "Grants: agreements", _agreements),
    Waiting("grant-assessments", "Grants: assessments", _scores),
)
