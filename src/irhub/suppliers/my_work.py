"""What of this room waits for people: see casework/work.py."""

from __future__ import annotations

from irhub.accounts.models import Membership
from irhub.casework.work import Waiting
from irhub.suppliers.queries import concerns_to_grade, tasks_open, to_score, waiting_applications


def _applications(membership: Membership) -> str:
    ours = ("submitted", "checks", "moderation", "decision", "appeal")
    many = waiting_applications(membership.body).filter(state__in=ours).count()
    return f"{many} {'applications' if many > 1 else 'application'} to work on" if many else ""


def _tasks(membership: Membership) -> str:
    many = tasks_open(membership.body)
    return f"{many} open {'tasks' if many > 1 else 'task'}" if many else ""


def _concerns(membership: Membership) -> str:
    many = concerns_to_grade(membership.body)
    return f"{many} {'concerns' if many > 1 else 'concern'} to grade" if many else ""


def _scores(membership: Membership) -> str:
    many = to_score(membership)
    return f"{many} to score" if many else ""


WAITING = (
    Waiting("supplier-desk", "Frameworks: applications", _applications),
    Waiting("supplier-entries", "Frameworks: suppliers", _tasks, _concerns),
    Waiting("supplier-assessments", "Frameworks: assessments", _scores),
)
