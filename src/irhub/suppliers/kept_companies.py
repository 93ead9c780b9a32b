"""Which companies of Companies House’s list are kept because of this room: see registers/companies_of_interest.py."""

from __future__ import annotations

from collections.abc import Iterable

from irhub.accounts.row_security import system_access
from irhub.suppliers.models import Application


def _applicants() -> Iterable[str]:
    """The numbers of all who have submitted an application."""
    with system_access("companies of applicants are kept of Companies House’s list"):
        return list(
            Application.objects.filter(submitted_at__isnull=False).values_list("company_number", flat=True).distinct()
        )


NUMBERS = _applicants
