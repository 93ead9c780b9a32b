"""Files for the bank: every released payment of a body, with a total and a hash. The file is made of its rows whenever it is asked for, and kept nowhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import transaction
from django.http import HttpResponse

from irhub.accounts.audit import name_of, record
from irhub.accounts.models import Membership
from irhub.accounts.moving import begin, check_move, move, named
from irhub.accounts.row_security import system_access
from irhub.grants.bank_details import numbers_of, unsettled
from irhub.grants.guarding import WHY
from irhub.grants.payments.models import Batch, Payment
from irhub.grants.payments.workflows import BatchState, PaymentState
from irhub.web.errors import ActionRefused
from irhub.web.listing.writers import File, Told, as_csv

_OTHER_ACCOUNT = "What is released waits: its grantees gave another account since. Check that account; if it was agreed to, cancel the payment and ask for it again."
MOST = 500
"""Payments of one file."""
COLUMNS = (
    Told("reference", "Reference", "Of the payment: the bank’s answer names it."),
    Told("account_name", "Account name", "The holder, as the bank has it."),
    Told("sort_code", "Sort code", "Six digits."),
    Told("account_number", "Account number", "Eight digits."),
    Told("amount", "Amount", "In pounds, with pennies."),
    Told("currency", "Currency", "Always GBP."),
    Told("due", "Due on", "The day on which it is due, as YYYY-MM-DD."),
)


def _row(payment: Payment) -> tuple[str, ...]:
    if payment.details is None:
        raise ActionRefused(f"Payment {payment.reference} has no account.")
    sort_code, number = numbers_of(payment.details)
    pounds = f"{Decimal(payment.amount) / 100:.2f}"
    return payment.reference, payment.details.holder, sort_code, number, pounds, "GBP", payment.due_on.isoformat()


def _file(reference: str, payments: Sequence[Payment]) -> HttpResponse:
    return as_csv(File(f"payments-{reference}", COLUMNS, [_row(each) for each in payments]))


def _hash(answer: HttpResponse) -> str:
    return hashlib.sha256(answer.content).hexdigest()


@transaction.atomic
def make_batch(*, by: Membership) -> Batch:
    """Put every released payment of one’s body into a file, but for those whose grantee gave another account since. Raises ActionRefused if there is
    none."""
    with system_access(WHY):
        found = Payment.objects.select_for_update(of=("self",)).select_related("details")
        released = list(found.filter(body=by.body, state=PaymentState.RELEASED).order_by("pk"))
        left = {each.pk for each in unsettled(released)}
        payments = [each for each in released if each.pk not in left][:MOST]
        if not payments and left:
            raise ActionRefused(_OTHER_ACCOUNT)
        if not payments:
            raise ActionRefused("No payment is released that is in no file yet.")
        made = begin(
            Batch(
                body=by.body,
                many=len(payments),
                total=sum(each.amount for each in payments),
                sha256=_hash(_file("", payments)),
                made_by=name_of(by),
            ),
            by=by,
            told="made a file of payments for the bank",
        )
        for each in payments:
            move(each, "file", by=by, columns={"batch": made})
    return made


def file_of(batch: Batch, *, by: Membership) -> HttpResponse:
    """The file of a batch, byte for byte as it was made. It holds account numbers: who took it away is in the audit trail.

    Raises ActionRefused of one that was dropped, from another body, and if its bytes are not those of which the hash was kept.
    """
    if batch.body_id != by.body_id:
        raise ActionRefused("The body that made this file alone can have it.")
    if batch.state == BatchState.DROPPED:
        raise ActionRefused("This file was dropped: make another one.")
    with system_access(WHY):
        payments = list(Payment.objects.filter(batch=batch).select_related("details").order_by("pk"))
        _refuse_unsettled(batch, payments)
    answer = _file(batch.reference, payments)
    if _hash(answer) != batch.sha256:
        raise ActionRefused(
            "This file is not as it was made: a payment of it has failed or changed. Look at each of its payments."
        )
    record("took away a file of payments for the bank", by=by, about=named(batch), payments=batch.many)
    return answer


def _refuse_unsettled(batch: Batch, payments: Iterable[Payment]) -> None:
    """Raises ActionRefused of a file that was not sent yet if the grantee of a payment in it gave another account since."""
    if batch.state == BatchState.MADE and (left := unsettled(payments)):
        raise ActionRefused(
            f"Drop this file, and make another one: {', '.join(each.reference for each in left)} would go to an account that its grantee has replaced, or is replacing."
        )


@transaction.atomic
def send_batch(batch: Batch, *, version: int, by: Membership) -> Batch:
    """Mark a file as sent to the bank."""
    check_move(batch, "send", by=by)
    with system_access(WHY):
        _refuse_unsettled(batch, Payment.objects.filter(batch=batch).select_related("details"))
        return move(batch, "send", by=by, version=version)


@transaction.atomic
def drop_batch(batch: Batch, *, version: int, reason: str, by: Membership) -> Batch:
    """Drop a file that was never sent: its payments are released again, and go into the next one."""
    check_move(batch, "drop", by=by, reason=reason)
    with system_access(WHY):
        moved = move(batch, "drop", by=by, version=version, reason=reason)
        for each in moved.payments.filter(state=PaymentState.FILED):
            move(each, "take out", by=by, columns={"batch": None})
    return moved
