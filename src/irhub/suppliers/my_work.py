"""What of this room waits for people: see casework/work.py."""

from __future__ import annotations

from datetime import timedelta

from django.utils.timezone import localdate

from irhub.accounts.models import Membership
from irhub.casework.work import Waiting
from irhub.suppliers.entries import confirm_by
from irhub.suppliers.method import method
from irhub.suppliers.queries import (
    applications_by,
    concerns_to_grade,
    entries_by,
    suspensions_to_answer,
    tasks_open,
    to_score,
    waiting_applications,
)
from irhub.web.saying import counted

AHEAD = timedelta(days=method().remind_days)


def _applications(membership: Membership) -> str:
    ours = ("submitted", "checks", "moderation", "decision", "appeal")
    many = waiting_applications(membership.body).filter(state__in=ours).count()
    return f"{counted(many, 'applications')} to work on" if many else ""


def _tasks(membership: Membership) -> str:
    many = tasks_open(membership.body)
    return counted(many, "open tasks") if many else ""


def _concerns(membership: Membership) -> str:
    many = concerns_to_grade(membership.body)
    return f"{counted(many, 'concerns')} to grade" if many else ""


def _scores(membership: Membership) -> str:
    many = to_score(membership)
    return f"{many} to score" if many else ""


def _to_answer(membership: Membership) -> str:
    many = len(suspensions_to_answer(membership.body))
    return f"{counted(many, 'suspensions')} to answer" if many else ""


def _own(membership: Membership) -> str:
    today, here = localdate(), entries_by(membership.body)
    terms = sum(one.state == "terms" and one.begins_on <= today <= one.ends_on for one in here)
    soon = sum(one.state == "listed" and confirm_by(one) - AHEAD <= today for one in here)
    drafts = applications_by(membership.body).filter(state="draft").count()
    told = (
        (terms, "offers of terms", "to accept"),
        (soon, "confirmations", "due"),
        (drafts, "applications", "not submitted"),
    )
    return ", ".join(f"{counted(many, what)} {rest}" for many, what, rest in told if many)


WAITING = (
    Waiting("supplier-desk", "Frameworks: applications", _applications, always=False),
    Waiting("supplier-entries", "Frameworks: suppliers", _tasks, _concerns, always=False),
    Waiting("supplier-applications", "Your applications to frameworks", _own, _to_answer),
    Waiting("supplier-assessments", "Frameworks: assessments", _scores),
)
