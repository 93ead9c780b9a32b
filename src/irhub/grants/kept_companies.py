"""Which companies of Companies House’s list are kept because of this room: see registers/companies_of_interest.py."""

from __future__ import annotations

from collections.abc import Iterable

from irhub.accounts.row_security import system_access
from irhub.grants.models import Application


def _applicants() -> Iterable[str]:
    """The numbers of all companies that have applied for a grant."""
    with system_access("companies of applicants are kept of Companies House’s list"):
        told = Application.objects.filter(submitted_at__isnull=False).exclude(company_number="")
        return list(told.values_list("company_number", flat=True).distinct())


NUMBERS = _applicants
