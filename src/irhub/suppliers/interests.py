"""Interests that people of a body declare in companies, once for all applications: registers hold them against each applicant."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from irhub.accounts.audit import record
from irhub.accounts.models import Membership
from irhub.accounts.policy import Whose
from irhub.suppliers.models import DeclaredInterest
from irhub.suppliers.numbers import company_number
from irhub.web.errors import ActionRefused


@transaction.atomic
def declare_interest(*, name: str, number: str, what: str, by: Membership) -> DeclaredInterest:
    """Declare what connects one with a company. Raises ActionRefused for a number that is none, or one that is declared."""
    plain = company_number(number, "number")
    if interests_of(by).filter(company_number=plain).exists():
        raise ActionRefused("You have declared an interest in this company already.", "number")
    made = DeclaredInterest.objects.create(
        body=by.body, person=by.person, email=by.person.email, name=name, company_number=plain, what=what.strip()
    )
    record("declared an interest in a company", by=by, about=f"interest/{made.pk}")
    return made


@transaction.atomic
def end_interest(interest: DeclaredInterest, *, by: Membership) -> None:
    """Say that an interest has ended. It is no longer held against applicants, and stays in the list. Raises ActionRefused if it had."""
    if not DeclaredInterest.objects.filter(pk=interest.pk, person=by.person, ended_on=None).update(
        ended_on=localdate()
    ):
        raise ActionRefused("This interest has ended already.")
    record("ended an interest in a company", by=by, about=f"interest/{interest.pk}")


def interests_of(by: Membership) -> QuerySet[DeclaredInterest]:
    """What somebody has declared for their body, and has not ended."""
    return DeclaredInterest.objects.filter(body=by.body, person=by.person, ended_on=None).order_by("name", "pk")


def interest_numbered(number: int) -> DeclaredInterest | None:
    """One declared interest."""
    return DeclaredInterest.objects.filter(pk=number).first()


def whose_interest(number: int) -> Whose | None:
    """Whose an interest is: that of whoever declared it."""
    found = interest_numbered(number)
    return Whose(body=found.body_id, person=found.email) if found else None
