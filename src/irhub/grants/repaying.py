"""Money that comes back: asked for by one person, recorded or written off by another; and the close of a grant, at zero."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from irhub.accounts.audit import name_of
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move
from irhub.accounts.row_security import system_access
from irhub.casework.ledger import book
from irhub.grants.guarding import WHY, for_the_funder, refuse_near, refuse_nothing
from irhub.grants.letters import tell_applicant
from irhub.grants.models import Award
from irhub.grants.money import back_to_pot, said
from irhub.grants.payments.models import Advance, BankNumbers, Repayment
from irhub.grants.payments.workflows import PaymentState, RepaymentState, ReportState
from irhub.grants.position import position_of
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day


@transaction.atomic
def ask_back(award: Award, *, amount: int, why: str, due_on: date, by: Membership) -> Repayment:
    """Ask a grantee to pay money back. `amount`: pence; `why`: which the grantee reads.

    Raises ActionRefused for more than the grantee was paid and has not paid back, or is asked for already.
    """
    for_the_funder(award, by)
    refuse_near(award.application, by)
    refuse_nothing(amount)
    with system_access(WHY):
        there = Award.objects.select_for_update().get(pk=award.pk)
        if there.state != "active":
            raise ActionRefused("Money is asked back before a grant is closed.")
        asked = sum(each.amount for each in there.repayments.filter(state=RepaymentState.ASKED))
        has = position_of(there).to_account
        if amount > has - asked:
            raise ActionRefused(
                f"The grantee has {said(has)} of this grant, of which {said(asked)} is asked back already.", "amount"
            )
        made = begin(
            Repayment(
                body_id=there.body_id, award=there, applicant_id=there.applicant_id, amount=amount, why=why, due_on=due_on, asked_by=name_of(by)
            ),
            by=by, told="asked for money of a grant back",
        )  # fmt: skip
        tell_applicant(there.application, f"repay-{made.pk}", f"Grant {there.reference}: please pay back {said(amount)}", [
            f"please pay back {said(amount)} by {day(due_on)}, with the reference {made.reference}.", f"Why: {why}",
        ])  # fmt: skip
    return made


@transaction.atomic
def receive(repayment: Repayment, *, version: int, reason: str, by: Membership) -> Repayment:
    """Record that money came back: it is in the pot again. `reason`: where it stands on the bank statement. Not by whoever asked for it."""
    return _settle(repayment, "receive", version, reason, by)


@transaction.atomic
def write_off(repayment: Repayment, *, version: int, reason: str, by: Membership) -> Repayment:
    """Give up money that cannot be had. Not by whoever asked for it."""
    return _settle(repayment, "write off", version, reason, by)


@transaction.atomic
def withdraw_repayment(repayment: Repayment, *, version: int, reason: str, by: Membership) -> Repayment:
    """Ask for it no longer."""
    check_move(repayment, "withdraw", by=by, reason=reason)
    with system_access(WHY):
        return move(repayment, "withdraw", by=by, version=version, reason=reason)


def _settle(repayment: Repayment, name: str, version: int, reason: str, by: Membership) -> Repayment:
    check_move(repayment, name, by=by, reason=reason)
    if repayment.asked_by.lower() == name_of(by).lower():
        raise ActionRefused("You asked for this money: a colleague records what became of it.")
    refuse_near(repayment.award.application, by)
    with system_access(WHY):
        award = Award.objects.select_related("call__pot").get(pk=repayment.award_id)
        if name == "receive":
            book(award.call.pot, repayment.amount, key=f"repaid {repayment.reference}", why=award.name, by=by)
        advance = Advance.objects.get(award=award)
        book(advance, -repayment.amount, key=f"{name} {repayment.reference}", why=reason, by=by)
        return move(repayment, name, by=by, version=version, reason=reason)


@transaction.atomic
def close_award(award: Award, *, version: int, reason: str, by: Membership) -> Award:
    """Close a grant, at zero: what was not paid goes back to the pot, and what was paid is spent as reported, or paid back.

    Raises ActionRefused while a payment is under way, a return or repayment is open, or something is neither spent nor paid back.
    """
    check_move(award, "close", by=by, reason=reason)
    refuse_near(award.application, by)
    with system_access(WHY):
        there = Award.objects.select_for_update().select_related("call__pot", "application").get(pk=award.pk)
        way = (PaymentState.PLANNED, PaymentState.ASKED, PaymentState.RELEASED, PaymentState.FILED)
        if there.payments.filter(state__in=way).exists():
            raise ActionRefused("A payment is still planned or under way: cancel it, or wait for the bank.")
        if there.reports.filter(state__in=(ReportState.DUE, ReportState.IN)).exists():
            raise ActionRefused("A return is still open: accept it, or call it off.")
        if there.repayments.filter(state=RepaymentState.ASKED).exists():
            raise ActionRefused("Money that was asked back has not come yet.")
        at = position_of(there)
        if at.unspent:
            raise ActionRefused(
                f"{said(at.unspent)} was paid and is neither spent by accepted returns nor paid back: ask for it back."
            )
        if at.to_account:
            advance = Advance.objects.get(award=there)
            book(advance, -at.to_account, key="spent", why="Spent, by the accepted returns", by=by)
        back_to_pot(there, why=f"Closed: {reason.strip()}", by=by)
        moved: Award = move(there, "close", by=by, version=version, reason=reason)
        BankNumbers.objects.filter(details__award=moved).delete()
        tell_applicant(moved.application, f"closed-{moved.pk}", f"Grant {moved.reference} is closed", [
            f"your grant of {said(moved.granted)} is closed. Keep its receipts for six years.",
        ])  # fmt: skip
    moved.refresh_from_db()
    return moved
