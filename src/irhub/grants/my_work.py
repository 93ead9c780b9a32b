"""What of this room waits for people: see casework/work.py."""

from __future__ import annotations

from irhub.accounts.models import Membership
from irhub.casework.work import Waiting
from irhub.grants.past.queries import imports_of
from irhub.grants.past.states import ImportState
from irhub.grants.payments.queries import to_hand_in, to_look_at, to_pay
from irhub.grants.position import late_reports
from irhub.grants.queries import to_score, to_sign, to_view, waiting_applications
from irhub.grants.watching import open_tasks
from irhub.web.saying import counted

_OURS = ("submitted", "checks", "decision", "appeal")


def _applications(membership: Membership) -> str:
    many = waiting_applications(membership.body).filter(state__in=_OURS).count()
    views = to_view(membership) if many else 0
    said = f"{counted(many, 'applications')} to work on" if many else ""
    return f"{said}, {counted(views, 'views')} of yours to give" if views else said


def _agreements(membership: Membership) -> str:
    many = to_sign(membership.body)
    return f"{counted(many, 'agreements')} to sign" if many else ""


def _scores(membership: Membership) -> str:
    many = to_score(membership)
    return f"{many} to score" if many else ""


def _payments(membership: Membership) -> str:
    body = membership.body
    told = (
        (to_pay(body), "to release"),
        (to_look_at(body), "from grantees to look at"),
        (open_tasks(body.pk), "changed in the registers"),
    )
    return ", ".join(f"{many} {words}" for many, words in told if many)


def _late(membership: Membership) -> str:
    many = late_reports(membership.body_id)
    return f"{counted(many, 'returns are')} late" if many else ""


def _returns(membership: Membership) -> str:
    many, late = to_hand_in(membership.body)
    said = f"{counted(many, 'returns')} to hand in" if many else ""
    return f"{said}, {late} of them late" if late else said


def _past(membership: Membership) -> str:
    many = imports_of(membership.body).filter(state=ImportState.REVIEW).count()
    return f"{counted(many, 'files')} of past grants to review" if many else ""


WAITING = (
    Waiting("grant-payments", "Grants: payments and returns", _payments, _late),
    Waiting("grant-applications", "Grants: returns", _returns, always=False),
    Waiting("grant-desk", "Grants: applications", _applications),
    Waiting("grant-awards", "Grants: agreements", _agreements),
    Waiting("grant-assessments", "Grants: assessments", _scores),
    Waiting("grant-past", "Grants: past grants", _past),
)
