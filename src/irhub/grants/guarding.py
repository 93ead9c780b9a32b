"""Who may do what with the money of a grant, and when: asked before anything else, beside the tables of moves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from irhub.accounts.audit import name_of
from irhub.accounts.models import Membership
from irhub.accounts.moving import require
from irhub.accounts.row_security import system_access
from irhub.grants.models import Application, Award
from irhub.grants.panels.models import Interest
from irhub.grants.workflows import APPLIES, DECIDES, of_both
from irhub.web.errors import ActionRefused

WHY = "money of grants moves by the ledger alone, which nobody writes who acts for a body"


def for_the_funder(award: Award, by: Membership) -> None:
    """Raises ActionRefused from whoever does not decide for the body that gives a grant: before something is begun about it."""
    require(by, (DECIDES,), of_both(award), "The funder alone can do that.")


def for_the_grantee(award: Award, by: Membership) -> None:
    """Raises ActionRefused from whoever does not speak for the body that got a grant: before something is begun about it."""
    require(by, (APPLIES,), of_both(award), "The grantee alone can do that.")


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


def of_applicants(bodies: Iterable[int]) -> Mapping[int, Mapping[int, str]]:
    """Who has or had a role in each of some applicants, by its body: numbers of people and their addresses. Nobody judges an application or a grant
    of their own organisation."""
    found = defaultdict[int, dict[int, str]](dict)
    with system_access("who of the people of a funder has, or had, a role in an applicant"):
        held = Membership.objects.filter(body__in=set(bodies))
        for body, person, email in held.values_list("body_id", "person_id", "person__email"):
            found[body][person] = email
    return found


def near_to(applications: Iterable[Application], by: Membership) -> frozenset[int]:
    """Of some applications, those in which somebody takes no part: they declared an interest, or have or had a role in the applicant."""
    of = {one.pk: one.applicant_id for one in applications}
    own = of_applicants(of.values())
    with system_access("in which applicants somebody declared an interest"):
        told = Interest.objects.filter(application__in=of, who__iexact=name_of(by))
        declared = set(told.values_list("application_id", flat=True))
    return frozenset(number for number, body in of.items() if number in declared or by.person_id in own.get(body, ()))


def refuse_near(application: Application, by: Membership) -> None:
    """Raises ActionRefused from somebody who declared an interest in an applicant, or has or had a role in it: out of its application, out of its
    grant and its money."""
    with system_access("whether somebody declared an interest in an applicant"):
        if application.interests.filter(who__iexact=name_of(by)).exists():
            raise ActionRefused("You declared an interest in this applicant: a colleague does this.")
    if by.person_id in of_applicants([application.applicant_id]).get(application.applicant_id, ()):
        raise ActionRefused("You have, or had, a role in this applicant’s organisation: a colleague does this.")
