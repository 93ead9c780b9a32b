"""What of this room waits for people: see casework/work.py."""

from __future__ import annotations

from irhub.accounts.models import Membership
from irhub.casework.work import Waiting
from irhub.legal_advice.queries import checks_waiting, corrections_waiting


def _checks(by: Membership) -> str:
    many = checks_waiting(by)
    return f"{many} to check" if many else ""


def _corrections(by: Membership) -> str:
    many = corrections_waiting().exclude(asked_by=by.person.email).count()
    return f"{many} to agree to" if many else ""


WAITING = (
    Waiting("legal-day", "Calls for legal advice", _checks),
    Waiting("legal-desk", "Appointments with a lawyer"),
    Waiting("legal-corrections", "Corrections of minutes", _corrections),
)
