"""Which companies of Companies House’s list are kept because of this room: see registers/companies_of_interest.py."""

from __future__ import annotations

from collections.abc import Iterable

from irhub.accounts.row_security import system_access
from irhub.suppliers.models import Application, DeclaredInterest, SubAgent


def _applicants() -> Iterable[str]:
    """The numbers of all who have submitted an application, of their sub-agents, and of companies in which somebody declared an interest."""
    with system_access("companies of applicants are kept of Companies House’s list"):
        submitted = Application.objects.filter(submitted_at__isnull=False).values_list("company_number", flat=True)
        agents = SubAgent.objects.filter(application__submitted_at__isnull=False).exclude(company_number="")
        declared = DeclaredInterest.objects.filter(ended_on=None).values_list("company_number", flat=True)
        return sorted({*submitted, *agents.values_list("company_number", flat=True), *declared})


NUMBERS = _applicants
