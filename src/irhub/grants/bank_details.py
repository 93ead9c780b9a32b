"""The account to which a grant is paid: the grantee gives it, one person calls back, another agrees. A changed one goes the same way.

Pages show the holder and the last two digits. Sort code and number stand sealed in a table that no role reads, until the grant is closed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import transaction

from irhub.accounts.audit import name_of
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.row_security import system_access
from irhub.grants.guarding import for_the_grantee, refuse_near
from irhub.grants.letters import tell_applicant
from irhub.grants.models import Award
from irhub.grants.payments.models import BankDetails, BankNumbers, Payment
from irhub.grants.payments.workflows import DetailsState
from irhub.web import sealing
from irhub.web.errors import ActionRefused

_PURPOSE = "irhub.grants.bank"
_WHY = "bank details are written by no role, and their numbers read by none"
_NEW = (DetailsState.GIVEN, DetailsState.CHECKED)


def account_of(award: Award) -> BankDetails | None:
    """The account of a grant to which two people agreed."""
    return award.bank_details.filter(state=DetailsState.AGREED).first()


def waits_to_be_checked(award: Award) -> BankDetails | None:
    """The account that its grantee gave anew, while nobody has agreed to it."""
    return award.bank_details.filter(state__in=_NEW).first()


def unsettled(payments: Iterable[Payment]) -> list[Payment]:
    """Of payments that are released, those that must not go to the bank: the account that they were released to was replaced, or another one waits to
    be checked."""
    there = list(payments)
    waits = set(
        BankDetails.objects.filter(award__in={each.award_id for each in there}, state__in=_NEW).values_list(
            "award_id", flat=True
        )
    )
    return [
        each
        for each in there
        if each.award_id in waits or each.details is None or each.details.state != DetailsState.AGREED
    ]


@transaction.atomic
def give_details(award: Award, *, holder: str, sort_code: str, number: str, by: Membership) -> BankDetails:
    """Give an account for a grant, or another one. `sort_code`, `number`: six and eight digits.

    Raises ActionRefused from anybody but the grantee, of a grant that does not run, or while one waits to be checked.
    """
    for_the_grantee(award, by)
    if award.state not in ("signed", "active"):
        raise ActionRefused("Give bank details once you have signed the agreement, and until the grant is closed.")
    with system_access(_WHY):
        if waits_to_be_checked(award):
            raise ActionRefused("The account that you gave is being checked: wait for that first.")
        before = account_of(award)
        made = begin(
            BankDetails(
                body_id=award.body_id, award=award, applicant_id=award.applicant_id, holder=holder, ending=number[-2:], given_by=name_of(by)
            ),
            by=by, told="gave bank details for a grant",
        )  # fmt: skip
        keep_numbers(made, sort_code, number)
        if before is not None:
            tell_applicant(award.application, f"account-{made.pk}", f"Grant {award.reference}: a new bank account", [
                f"{name_of(by)} gave a new bank account for your grant. If that is not right, call us at once. Nothing is paid to it before we have called you.",
            ])  # fmt: skip
    return made


def keep_numbers(details: BankDetails, sort_code: str, number: str) -> None:
    """Keep the numbers of an account, sealed."""
    sealed = sealing.seal(_PURPOSE, json.dumps([sort_code, number]).encode())
    BankNumbers.objects.create(body_id=details.body_id, details=details, sealed=sealed)


@transaction.atomic
def check_details(details: BankDetails, *, version: int, reason: str, by: Membership) -> BankDetails:
    """Record that one called back the grantee. `reason`: whom, and where one found the number."""
    _funder(details, "check", by, reason)
    with system_access(_WHY):
        return move(details, "check", by=by, version=version, reason=reason)


@transaction.atomic
def agree_to_details(details: BankDetails, *, version: int, by: Membership) -> BankDetails:
    """Agree to an account as the second person: it takes the place of the one before. Raises ActionRefused from whoever checked it."""
    _funder(details, "agree", by)
    if details.checked_by.lower() == name_of(by).lower():
        raise ActionRefused("You checked this account: a colleague agrees to it.")
    with system_access(_WHY):
        if (before := account_of(details.award)) is not None:
            move(before, "replace", by=by)
        return move(details, "agree", by=by, version=version)


@transaction.atomic
def refuse_details(details: BankDetails, *, version: int, reason: str, by: Membership) -> BankDetails:
    """Refuse an account: its numbers are gone, and the grantee gives another one."""
    _funder(details, "refuse", by, reason)
    with system_access(_WHY):
        moved = move(details, "refuse", by=by, version=version, reason=reason)
        BankNumbers.objects.filter(details=moved).delete()
        tell_applicant(moved.award.application, f"account-refused-{moved.pk}", f"Grant {moved.award.reference}: give another bank account", [
            f"we cannot pay to the bank account that you gave: {reason.strip()}",
        ])  # fmt: skip
    return moved


def numbers_of(details: BankDetails) -> tuple[str, str]:
    """Sort code and number of an account, for a file for the bank: nothing else asks for them. Raises ActionRefused if they are not kept any more."""
    with system_access("a file for the bank holds the accounts to which it pays"):
        kept = BankNumbers.objects.filter(details=details).first()
    if kept is None:
        raise ActionRefused("The bank details of a payment in this file are not kept any more.")
    try:
        sort_code, number = json.loads(sealing.unseal(_PURPOSE, bytes(kept.sealed)))
    except sealing.Unreadable as problem:
        raise ActionRefused(
            "Bank details were sealed under another signing key: ask whoever runs the hub, or have them given again."
        ) from problem
    return sort_code, number


def renew_numbers() -> int:
    """Seal the numbers of every account under the signing key of now. Returns how many were; what cannot be opened stays as it is."""
    done = 0
    with system_access("what is sealed is sealed again after a change of the key"), transaction.atomic():
        for kept in BankNumbers.objects.select_for_update():
            before = bytes(kept.sealed)
            kept.sealed = sealing.renewed(_PURPOSE, before)
            if kept.sealed != before:
                kept.save(update_fields=["sealed"])
                done += 1
    return done


def _funder(details: BankDetails, name: str, by: Membership, reason: str = "") -> None:
    check_move(details, name, by=by, reason=reason)
    refuse_near(details.award.application, by)
