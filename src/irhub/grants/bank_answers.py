"""What the bank answers to a file of payments: every row is kept with what came of it, and the same answer again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from irhub.accounts.audit import name_of, record
from irhub.accounts.models import Membership
from irhub.accounts.moving import move
from irhub.accounts.row_security import system_access
from irhub.casework.ledger import book
from irhub.files.handed_in import HandedIn
from irhub.files.turns import sheets_in_turn
from irhub.files.uploads import Sheet
from irhub.grants.giving360.reading.amounts import amount_of
from irhub.grants.giving360.reading.dates import Order, Ordered, day_of
from irhub.grants.guarding import WHY
from irhub.grants.letters import tell_applicant
from irhub.grants.money import pence, said
from irhub.grants.paying import to_grant
from irhub.grants.payments.models import Advance, Answer, AnswerLine, Payment
from irhub.grants.payments.workflows import BatchState, PaymentState
from irhub.web.errors import ActionRefused
from irhub.web.jinja import day

_HEADS: Mapping[str, tuple[str, ...]] = {
    "reference": ("your reference", "payment reference", "reference", "ref"),
    "outcome": ("outcome", "paid or failed", "result", "status"),
    "amount": ("amount", "value"),
    "reason": ("reason for failure", "reason", "narrative", "description"),
    "paid_on": ("paid on", "paid_on", "payment date", "value date", "date"),
}
"""How banks call the columns that are read, of several in one file the first here; account numbers are not among them."""
_PAID = frozenset({"paid", "success", "successful", "accepted", "complete", "completed", "processed"})
_FAILED = frozenset({"failed", "rejected", "returned", "unpaid", "refused", "declined"})


@dataclass(frozen=True)
class Row:
    """A row of an answer as it was written. `number`: as a spreadsheet counts."""

    number: int
    reference: str
    outcome: str
    amount: str
    reason: str
    paid_on: str


def rows_of(sheets: Sequence[Sheet]) -> list[Row]:
    """The rows of an answer. Raises ActionRefused if no sheet has the columns of a reference and an outcome."""
    found = [row for sheet in sheets if not sheet.hidden for row in _of_sheet(sheet)]
    if not found:
        raise ActionRefused(
            "No column is called “reference” and another “outcome”, with rows below: name them so, and try again.",
            "file",
        )
    return found


def _of_sheet(sheet: Sheet) -> Iterator[Row]:
    at: dict[str, int] = {}
    for row in sheet.rows:
        titles = [each.casefold().strip() for each in row.cells]
        heads = {key: titles.index(name) for key, names in _HEADS.items() for name in reversed(names) if name in titles}
        if {"reference", "outcome"} <= set(heads):
            at = heads
            continue
        if at:
            told = {key: row.cells[at[key]] if key in at and at[key] < len(row.cells) else "" for key in _HEADS}
            yield Row(row.number, **told)


@transaction.atomic
def take_answer(file: HandedIn, *, by: Membership) -> Answer:
    """Read an answer of the bank, and do what each row says. The same file again is the answer that there is.

    Raises ActionRefused, or Refused of the file itself, if it cannot be read: then nothing of it is kept.
    """
    rows = rows_of(sheets_in_turn(file.name, file.data))
    with system_access(WHY):
        before: Answer | None = Answer.objects.filter(body=by.body, sha256=file.sha256).first()
        if before is not None:
            return before
        try:
            with transaction.atomic():
                answer = Answer.objects.create(body=by.body, name=file.name, sha256=file.sha256, kept_by=name_of(by))
        except IntegrityError:
            return Answer.objects.get(body=by.body, sha256=file.sha256)
        for row in rows:
            _take(answer, row, by)
        came = answer.lines.filter(came=True).count()
        record("read an answer of the bank", by=by, about=f"bank answer/{answer.pk}", rows=len(rows), came=came)
    return answer


def _take(answer: Answer, row: Row, by: Membership) -> None:
    reference = row.reference.strip().upper()
    payment = (
        Payment.objects.select_for_update(of=("self",)).filter(body_id=answer.body_id, reference=reference).first()
    )
    came, came_of = _do(payment, row, by)
    AnswerLine.objects.create(
        body_id=answer.body_id, answer=answer, row=row.number, reference=row.reference[:100], outcome=row.outcome[:100], amount=row.amount[:40],
        reason=row.reason[:300], payment=payment, came=came, came_of=came_of,
    )  # fmt: skip


def _do(payment: Payment | None, row: Row, by: Membership) -> tuple[bool, str]:
    """What comes of a row: whether it changes its payment, and in words."""
    word = row.outcome.strip().casefold()
    if payment is None:
        return False, "The hub knows no payment of this reference: ask the bank."
    if word not in _PAID | _FAILED:
        return False, "This outcome is neither paid nor failed: look at the bank’s website."
    if row.amount.strip() and _pence(row.amount) != payment.amount:
        return False, f"The amount is not that of the payment, which is {said(payment.amount)}: ask the bank."
    paid_on = _day(row.paid_on)
    if row.paid_on.strip() and paid_on is None:
        return (
            False,
            f"Its date, {row.paid_on.strip()[:40]}, cannot be read: write it as 2026-03-31, and hand the row in again.",
        )
    if paid_on is not None and paid_on > localdate():
        return False, f"Its date, {day(paid_on)}, is yet to come: ask the bank."
    if word in _PAID:
        return _paid(payment, paid_on or localdate(), by)
    return _failed(payment, row.reason.strip() or "The bank gave no reason.", by)


def _paid(payment: Payment, paid_on: date, by: Membership) -> tuple[bool, str]:
    if payment.state == PaymentState.PAID:
        return False, "Known already: paid."
    if why := _not_sent(payment):
        return False, why
    move(payment, "pay", by=by, columns={"paid_on": paid_on})
    advance, _ = Advance.objects.get_or_create(award=payment.award, defaults={"body_id": payment.body_id})
    book(advance, payment.amount, key=f"paid {payment.reference}", why=f"Payment {payment.reference}", by=by)
    tell_applicant(payment.award.application, f"paid-{payment.pk}", f"Grant {payment.award.reference}: {said(payment.amount)} is paid", [
        f"{said(payment.amount)} is on its way to your account, with the reference {payment.reference}.",
    ])  # fmt: skip
    return True, "Paid."


def _failed(payment: Payment, reason: str, by: Membership) -> tuple[bool, str]:
    if payment.state == PaymentState.FAILED:
        return False, "Known already: failed."
    stood = payment.state
    if stood != PaymentState.PAID and (why := _not_sent(payment)):
        return False, why
    if stood == PaymentState.PAID:
        advance = Advance.objects.get(award=payment.award)
        try:
            book(advance, -payment.amount, key=f"returned {payment.reference}", why=reason, by=by)
        except ActionRefused:
            return False, "It was paid, and the grantee has accounted for it since: settle this with the bank."
    move(payment, "fail", by=by, reason=reason)
    to_grant(payment, why=f"Payment {payment.reference} failed: {reason}", by=by)
    tell_applicant(payment.award.application, f"failed-{payment.pk}", f"Grant {payment.award.reference}: a payment failed", [
        f"the bank could not pay {said(payment.amount)} to you. Look at your bank details on the page of your grant.",
    ])  # fmt: skip
    return True, "Returned by the bank after it was paid." if stood == PaymentState.PAID else "Failed."


def _not_sent(payment: Payment) -> str:
    """Why a payment cannot have been answered; blank if it can. Raises ActionRefused if only its file was not marked as sent."""
    sent = payment.batch is not None and payment.batch.state == BatchState.SENT
    if payment.state == PaymentState.FAILED:
        return "It failed before, and its money is in the grant again: ask the bank whether it was paid all the same."
    if payment.state != PaymentState.FILED:
        at = str(PaymentState(payment.state).label).lower()
        return f"It is “{at}”, and was not sent to the bank: look into it."
    if not sent:
        raise ActionRefused(
            f"The file with {payment.reference} is not marked as sent to the bank: mark it first.", "file"
        )
    return ""


def _pence(text: str) -> int | None:
    """An amount as banks write it: 1,500.00, £1500. None if it is none, or has parts of a penny."""
    found = amount_of(text).value
    return None if found is None or found != round(found, 2) else pence(found)


def _day(text: str) -> date | None:
    """A day as banks in this country write it; None if it is none."""
    return day_of(text, Ordered(Order.DAY_FIRST, "")).value
