"""Instalments of a grant: planned within it, asked for by one person and released by another, within the authority of whoever releases.

The grant’s ledger holds the money from the asking on, in the name of whoever asks, and lets it go in the name of whoever releases.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from irhub.accounts.audit import name_of
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.row_security import system_access
from irhub.casework.ledger import book, reserve, settle
from irhub.grants.bank_details import account_of, waits_to_be_checked
from irhub.grants.guarding import WHY, for_the_funder, refuse_near, refuse_nothing, refuse_unless_runs
from irhub.grants.models import Award
from irhub.grants.money import limit_of, said
from irhub.grants.payments.models import Payment
from irhub.grants.position import planned_of
from irhub.web.errors import ActionRefused

HELD_FOR = timedelta(days=60)
"""How long a grant’s money is held for a payment that was asked for; asked and not released, it is held anew when it is released."""


@transaction.atomic
def plan_payment(award: Award, *, amount: int, due_on: date, what: str, by: Membership) -> Payment:
    """Plan an instalment. `amount`: pence. Raises ActionRefused before both have signed, or if the instalments would come above the grant."""
    for_the_funder(award, by)
    refuse_near(award.application, by)
    refuse_nothing(amount)
    with system_access(WHY):
        there = Award.objects.select_for_update().get(pk=award.pk)
        refuse_unless_runs(there)
        planned = planned_of(there)
        if planned + amount > there.granted:
            raise ActionRefused(
                f"{said(there.granted)} was awarded, and the instalments that there are come to {said(planned)}: no more than {said(there.granted - planned)} can be planned.",
                "amount",
            )  # fmt: skip
        return begin(
            Payment(
                body_id=there.body_id, award=there, amount=amount, due_on=due_on, what=what, planned_by=name_of(by)
            ),
            by=by,
            told="planned a payment of a grant",
        )


@transaction.atomic
def ask_payment(payment: Payment, *, version: int, reason: str, by: Membership) -> Payment:
    """Ask for a payment. `reason`: why it is due, and on which evidence. The grant’s ledger holds the money from now on.

    Raises ActionRefused if so much is not left of the grant, or it does not run.
    """
    check_move(payment, "ask", by=by, reason=reason)
    with system_access(WHY):
        award = Award.objects.get(pk=payment.award_id)
        refuse_near(award.application, by)
        refuse_unless_runs(award)
        reserve(award, payment.amount, key=payment.reference, lasts=HELD_FOR, by=by)
        return move(payment, "ask", by=by, version=version, reason=reason)


@transaction.atomic
def release_payment(payment: Payment, *, version: int, by: Membership) -> Payment:
    """Release a payment: its money leaves the grant, and it goes into the next file for the bank.

    Raises ActionRefused from whoever asked for it, beyond what somebody may release, without an account that two people agreed to or while a
    new one waits to be checked.
    """
    check_move(payment, "release", by=by)
    if payment.asked_by.lower() == name_of(by).lower():
        raise ActionRefused("You asked for this payment: a colleague releases it.")
    with system_access(WHY):
        award = Award.objects.select_related("call__pot").get(pk=payment.award_id)
        refuse_near(award.application, by)
        refuse_unless_runs(award)
        limit = limit_of(award.call.pot, by)
        if payment.amount > limit:
            raise ActionRefused(f"You may release up to {said(limit)} from this pot. Ask whoever may release more.")
        details = account_of(award)
        if details is None:
            raise ActionRefused("No bank account of the grantee is agreed to yet.")
        if waits_to_be_checked(award):
            raise ActionRefused("The grantee gave a new bank account: check it before anything is paid.")
        moved = move(payment, "release", by=by, version=version, columns={"limit": limit, "details": details})
        hold = reserve(award, payment.amount, key=payment.reference, lasts=HELD_FOR, by=payment.asked_by)
        settle(hold, payment.amount, why=f"Payment {payment.reference}, asked for by {payment.asked_by}", by=by)
    return moved


@transaction.atomic
def send_back(payment: Payment, *, version: int, reason: str, by: Membership) -> Payment:
    """Send a payment that was asked for back to whoever asked: its money is free again."""
    check_move(payment, "send back", by=by, reason=reason)
    with system_access(WHY):
        moved = move(payment, "send back", by=by, version=version, reason=reason)
        _let_go(moved, by)
    return moved


@transaction.atomic
def cancel_payment(payment: Payment, *, version: int, reason: str, by: Membership) -> Payment:
    """Cancel a payment that is in no file yet: its money is free again, or back in the grant."""
    check_move(payment, "cancel", by=by, reason=reason)
    with system_access(WHY):
        stood = payment.state
        moved = move(payment, "cancel", by=by, version=version, reason=reason)
        if stood == "released":
            to_grant(moved, why=reason, by=by)
        else:
            _let_go(moved, by)
    return moved


def to_grant(payment: Payment, *, why: str, by: Membership) -> None:
    """Bring the money of a payment that left its grant, and did not arrive, back into it."""
    book(payment.award, payment.amount, key=f"undone {payment.reference}", why=why, by=by)


def _let_go(payment: Payment, by: Membership) -> None:
    held = payment.award.holds.filter(key=payment.reference, settled_at=None).first()
    if held is not None:
        settle(held, 0, by=by)
