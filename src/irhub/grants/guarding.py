"""Who may do what with the money of a grant, and when: asked before anything else, beside the tables of moves."""

from __future__ import annotations

from irhub.accounts.audit import name_of
from irhub.accounts.models import Membership
from irhub.accounts.row_security import system_access
from irhub.grants.models import Application, Award
from irhub.grants.workflows import DECIDES
from irhub.web.errors import ActionRefused

WHY = "money of grants moves by the ledger alone, which nobody writes who acts for a body"


def funder_alone(thing: Application | Award, by: Membership) -> None:
    """Raises ActionRefused from whoever does not decide for the body that gives a grant: a council can be a grantee as well."""
    if thing.body_id != by.body_id or by.role not in DECIDES.roles:
        raise ActionRefused("The funder alone can do that.")


def grantee_alone(award: Award, by: Membership) -> None:
    """Raises ActionRefused from whoever does not act for the body that got a grant."""
    if award.applicant_id != by.body_id:
        raise ActionRefused("The grantee alone can do that.")


def refuse_unless_runs(award: Award) -> None:
    """Raises ActionRefused of a grant that does not run: before both have signed, and once it is closed."""
    if award.state == "closed":
        raise ActionRefused("This grant is closed.")
    if award.state != "active":
        raise ActionRefused("Nothing is paid before both have signed the agreement.")


def refuse_nothing(amount: int) -> None:
    """Raises ActionRefused for less than a penny."""
    if amount < 1:
        raise ActionRefused("Enter an amount above £0.", "amount")


def refuse_interest(award: Award, by: Membership) -> None:
    """Raises ActionRefused from somebody who declared an interest in the grantee: who is out of its award is out of its money."""
    with system_access("whether somebody declared an interest in a grantee"):
        if award.application.interests.filter(who__iexact=name_of(by)).exists():
            raise ActionRefused("You declared an interest in this grantee: a colleague does this.")
