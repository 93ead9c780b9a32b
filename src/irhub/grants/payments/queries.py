"""What the pages about the money of grants read. What comes is what the database gives to whoever asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from irhub.accounts.models import Body
from irhub.accounts.policy import Whose
from irhub.grants.models import Award
from irhub.grants.payments.models import (
    Answer,
    BankDetails,
    Batch,
    Change,
    GranteeTask,
    Payment,
    Repayment,
    Report,
)
from irhub.grants.payments.workflows import ChangeState, DetailsState, PaymentState, RepaymentState, ReportState
from irhub.grants.queries import whose_of_both


@dataclass(frozen=True)
class Told:
    """A payment or a repayment as its grantee reads it: nobody of the funder is named."""

    reference: str
    amount: int
    due_on: date
    what: str
    stands: str


def payments_of(body: Body, q: str = "", state: str = "") -> QuerySet[Payment]:
    """The payments of a body’s grants, those that wait for somebody first."""
    found = Payment.objects.filter(body=body).select_related("award")
    if q:
        found = found.filter(Q(reference__icontains=q) | Q(award__name__icontains=q) | Q(award__reference__icontains=q))
    return (found.filter(state=state) if state else found).order_by("paid_on", "due_on", "pk")


def payments_told(award: Award) -> list[Told]:
    """The payments of a grant, for its grantee. `award`: as `whole_of` reads it."""
    rows = [each for each in award.payments.all() if each.state != PaymentState.CANCELLED]
    told = [Told(each.reference, each.amount, each.due_on, each.what, _stands(each)) for each in rows]
    return sorted(told, key=lambda each: (each.due_on, each.reference))


def _stands(payment: Payment) -> str:
    if payment.state in (PaymentState.PAID, PaymentState.FAILED):
        return str(payment.get_state_display())
    return "Planned" if payment.state in (PaymentState.PLANNED, PaymentState.ASKED) else "On its way"


def repayments_told(award: Award) -> list[Told]:
    """What a grantee is asked to pay back. `award`: as `whole_of` reads it."""
    rows = [each for each in award.repayments.all() if each.state != RepaymentState.WITHDRAWN]
    told = [Told(each.reference, each.amount, each.due_on, each.why, str(each.get_state_display())) for each in rows]
    return sorted(told, key=lambda each: (each.due_on, each.reference))


def payment_numbered(number: int) -> Payment | None:
    """A payment, with all that it is followed back by."""
    return (
        Payment.objects.filter(pk=number)
        .select_related("award__call__pot", "award__call__body", "award__application", "details", "batch")
        .first()
    )


def batches_of(body: Body) -> list[Batch]:
    """The files for the bank of a body, the newest first."""
    return list(Batch.objects.filter(body=body).order_by("-pk")[:20])


def answers_of(body: Body) -> list[Answer]:
    """The answers of the bank that a body read, the newest first."""
    return list(Answer.objects.filter(body=body).order_by("-pk")[:20])


def report_numbered(number: int) -> Report | None:
    """A return."""
    return Report.objects.filter(pk=number).select_related("award__call", "award__application").first()


def one_of(model: Any, number: int) -> Any:
    """A row of the money of grants, with its grant; None if there is none."""
    found = model._default_manager.filter(pk=number)
    named = {field.name for field in model._meta.fields}
    return (found.select_related("award__call", "award__application") if "award" in named else found).first()


def _of_funder(model: Any, number: int) -> Whose | None:
    body = model._default_manager.filter(pk=number).values_list("body_id", flat=True).first()
    return Whose(body=body) if body else None


def whose_payment(number: int) -> Whose | None:
    """Whose a payment is: the funder’s."""
    return _of_funder(Payment, number)


def whose_batch(number: int) -> Whose | None:
    """Whose a file for the bank is."""
    return _of_funder(Batch, number)


def whose_answer(number: int) -> Whose | None:
    """Whose an answer of the bank is."""
    return _of_funder(Answer, number)


def whose_task(number: int) -> Whose | None:
    """Whose a task about a grantee is."""
    return _of_funder(GranteeTask, number)


def whose_repayment(number: int) -> Whose | None:
    """Whose a repayment is: the funder’s."""
    return _of_funder(Repayment, number)


def whose_details(number: int) -> Whose | None:
    """Whose bank details are: the funder’s and the grantee’s."""
    return whose_of_both(BankDetails, number)


def whose_report(number: int) -> Whose | None:
    """Whose a return is: the funder’s and the grantee’s."""
    return whose_of_both(Report, number)


def whose_change(number: int) -> Whose | None:
    """Whose a request to change a grant is: the funder’s and the grantee’s."""
    return whose_of_both(Change, number)


def to_pay(body: Body) -> int:
    """How many payments of a body’s grants wait to be released."""
    return Payment.objects.filter(body=body, state=PaymentState.ASKED).count()


def to_look_at(body: Body) -> int:
    """How many returns, requests and new bank accounts of a body’s grantees wait for it."""
    return (
        Report.objects.filter(body=body, state=ReportState.IN).count()
        + Change.objects.filter(body=body, state=ChangeState.ASKED).count()
        + BankDetails.objects.filter(body=body, state__in=(DetailsState.GIVEN, DetailsState.CHECKED)).count()
    )


def to_hand_in(body: Body) -> tuple[int, int]:
    """How many returns a grantee has to hand in within four weeks, and how many of them are late."""
    today = localdate()
    due = [
        each
        for each in Report.objects.filter(applicant=body, state=ReportState.DUE).values_list("due_on", flat=True)
        if (each - today).days <= 28
    ]
    return len(due), sum(each < today for each in due)
