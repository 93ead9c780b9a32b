"""What of this room waits for people: see casework/work.py."""

from __future__ import annotations

from irhub.accounts.absences import stands_for
from irhub.accounts.models import Membership
from irhub.accounts.roles import Role
from irhub.casework.complaints import Stands
from irhub.casework.work import Waiting
from irhub.support.client_side import asked_back
from irhub.support.mail.queries import waiting_told
from irhub.support.parts import open_complaints
from irhub.support.queries import live_cases, waits
from irhub.support.safeguarding import concerns_for
from irhub.web.jinja import day
from irhub.web.saying import counted


def _urgent(by: Membership) -> str:
    """Concerns and escalated cases that wait for somebody's decision, and complaints whose letter or answer is theirs to send."""
    leads = by.role == Role.HELPLINE_LEAD
    concerns = len(concerns_for(by))
    escalated = live_cases(by.body).exclude(escalated_at=None).count() if leads else 0
    theirs = {person.pk for person in stands_for(by)}
    complaints = [one for one in open_complaints(by.body) if leads or one.complaint.owner_id in theirs]
    letters = [one.due for one in complaints if one.due and one.complaint.state == Stands.RECEIVED]
    answers = [one.due for one in complaints if one.due and one.complaint.state != Stands.RECEIVED]
    told = (
        concerns and f"{counted(concerns, 'safeguarding concerns')} for you to decide",
        letters and f"{counted(len(letters), 'holding letters')} for a complaint due by {day(min(letters))}",
        answers and f"{counted(len(answers), 'answers')} to a complaint due by {day(min(answers))}",
        escalated and f"{counted(escalated, 'escalated cases')} to settle",
    )
    return ", ".join(one for one in told if one)


def _asked_back(by: Membership) -> str:
    many = len(asked_back(by))
    return f"the helpline waits for your answer{f' to {many} of them' if many > 1 else ''}" if many else ""


WAITING = (
    Waiting("support", "Cases of the helpline", lambda membership: waits(membership).told, urgent=_urgent),
    Waiting("support-tray", "Mail to the helpline", lambda membership: waiting_told(membership.body)),
    Waiting("help-questions", "Your questions to the helpline", urgent=_asked_back, always=False),
)
