"""The checks of an application: what registers tell is found by itself, with its row; a person records the rest (casework/checks.py)."""

from __future__ import annotations

from irhub.accounts.models import Membership
from irhub.casework import checks
from irhub.casework.checks import Standing, keep_found
from irhub.suppliers.comparing import found_for
from irhub.suppliers.method import method
from irhub.suppliers.models import Application


def run_checks(application: Application, *, by: Membership) -> int:
    """Ask the registers again, and keep what is told otherwise than before. How many checks changed. Raises ActionRefused past the checks."""
    return keep_found(application, found_for(application), by=by)


def record_check(application: Application, key: str, *, result: str, says: str, version: int, by: Membership) -> None:
    """Record what a person found. Raises ActionRefused for a check that does not exist, or past the checks."""
    checks.record_check(application, key, known=method().checks, result=result, says=says, version=version, by=by)


def standing_of(application: Application) -> list[Standing]:
    """Each check that is made of every application, and where it stands."""
    return checks.standing_of(application, method().checks)
