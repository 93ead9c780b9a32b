"""What follows an agreement: bank details, instalments, files for the bank and its answers, returns, changes, repayments, tasks.

Money is in whole pence. An instalment leaves a grant by its ledger when it is released, and comes to what its grantee has to account for
(`Advance`) when the bank says that it is paid. Whoever asks for a payment never releases it, and whoever asks for money back never records
that it came: the database refuses one person. The numbers of bank accounts stand sealed in a table that no role reads.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now
from django.db.models.lookups import Exact

from irhub.accounts.guarded import Moving
from irhub.accounts.models import Body, OwnedByBody
from irhub.casework.events import Event
from irhub.casework.ledger import Balance, Entry, Hold
from irhub.casework.references import Referenced
from irhub.casework.watching import WatchTask
from irhub.grants.payments.workflows import (
    BATCH,
    CHANGE,
    DETAILS,
    OUT,
    PAYMENT,
    REPAYMENT,
    REPORT,
    TASK,
    BatchState,
    ChangeState,
    DetailsState,
    PaymentState,
    RepaymentState,
    ReportState,
)
from irhub.web.model_fields import OneOf

_PAYS_OUT = [str(each) for each in OUT]


def _another(one: str, other: str) -> Q:
    """That two columns name two people, however their addresses are written."""
    return ~Q(Exact(Lower(one), Lower(other)))


class BankDetails(OwnedByBody, Moving):
    """An account of a grantee, known by its holder and the last two digits of its number. One person calls back, another agrees."""

    workflow = DETAILS

    award = models.ForeignKey("grants.Award", on_delete=models.CASCADE, related_name="bank_details")
    applicant = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    holder = models.CharField(max_length=18, help_text="As the bank has it: a payment system takes 18 characters")
    ending = models.CharField(max_length=2)
    given_by = models.CharField(max_length=254)
    given_at = models.DateTimeField(db_default=Now())
    checked_by = models.CharField(max_length=254, blank=True, default="")
    checked_at = models.DateTimeField(null=True)
    checked_how = models.TextField(blank=True, default="")
    agreed_by = models.CharField(max_length=254, blank=True, default="")
    agreed_at = models.DateTimeField(null=True)
    refused_why = models.TextField(blank=True, default="")
    state = OneOf(max_length=10, choices=DetailsState, default=DetailsState.GIVEN)

    class Meta:
        verbose_name_plural = "bank details"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                "award", condition=Q(state__in=["given", "checked"]), name="one_new_account_of_a_grant"
            ),
            models.UniqueConstraint("award", condition=Q(state="agreed"), name="one_account_of_a_grant"),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "replaced"])
                | (~Q(agreed_by="") & ~Q(checked_by="") & _another("agreed_by", "checked_by")),
                name="account_agreed_by_a_second_person",
            ),
        ]


class BankNumbers(OwnedByBody):
    """Sort code and number of an account, sealed (web/sealing.py): only a file for the bank holds them in the open. No role reads this table."""

    details = models.OneToOneField(BankDetails, on_delete=models.CASCADE, related_name="numbers")
    sealed = models.BinaryField()

    class Meta:
        verbose_name_plural = "bank numbers"


class Batch(OwnedByBody, Moving, Referenced):
    """A file for the bank: its payments, how many, what they come to, and the SHA-256 of its bytes. The file is made again when it is asked for."""

    workflow = BATCH
    prefix = "GB"

    many = models.PositiveIntegerField()
    total = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    made_by = models.CharField(max_length=254)
    made_at = models.DateTimeField(db_default=Now())
    sent_by = models.CharField(max_length=254, blank=True, default="")
    sent_at = models.DateTimeField(null=True)
    dropped_why = models.TextField(blank=True, default="")
    state = OneOf(max_length=10, choices=BatchState, default=BatchState.MADE)

    class Meta:
        verbose_name_plural = "batches"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(many__gte=1, total__gte=F("many")), name="batch_pays_something")
        ]

    def __str__(self) -> str:
        return self.reference


class Payment(OwnedByBody, Moving, Referenced):
    """An instalment of a grant. `limit`: the most pence that whoever released it may release, on that day; `details`: the account that it goes to.

    A trigger of the migration refuses to release what no signed agreement covers, or what would come above the grant.
    """

    workflow = PAYMENT
    prefix = "GP"

    award = models.ForeignKey("grants.Award", on_delete=models.PROTECT, related_name="payments")
    amount = models.IntegerField()
    due_on = models.DateField()
    what = models.CharField(max_length=200, help_text="What it is for")
    planned_by = models.CharField(max_length=254)
    asked_by = models.CharField(max_length=254, blank=True, default="")
    asked_at = models.DateTimeField(null=True)
    evidence = models.TextField(blank=True, default="")
    released_by = models.CharField(max_length=254, blank=True, default="")
    released_at = models.DateTimeField(null=True)
    limit = models.IntegerField(null=True)
    details = models.ForeignKey(BankDetails, null=True, on_delete=models.PROTECT, related_name="payments")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="payments")
    paid_on = models.DateField(null=True)
    failed_why = models.TextField(blank=True, default="")
    state = OneOf(max_length=10, choices=PaymentState, default=PaymentState.PLANNED)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="payment_pays_something"),
            models.CheckConstraint(
                condition=Q(released_by="") | (~Q(asked_by="") & _another("released_by", "asked_by")),
                name="payment_released_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_PAYS_OUT)
                | (~Q(released_by="") & Q(limit__isnull=False, amount__lte=F("limit"))),
                name="payment_within_authority",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class PaymentEvent(Event):
    """What happened to a payment: for the funder."""

    payment = models.ForeignKey(Payment, on_delete=models.CASCADE, related_name="events")


class Answer(OwnedByBody):
    """An answer of the bank, as it was read: the same file is read once."""

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    kept_by = models.CharField(max_length=254)
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint("body", "sha256", name="bank_answer_read_once")]


class AnswerLine(OwnedByBody):
    """A row of a bank’s answer, and what came of it. `payment`: that which it names; None if the hub knows none of that reference."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="lines")
    row = models.PositiveIntegerField(help_text="As a spreadsheet counts")
    reference = models.CharField(max_length=100, blank=True, default="")
    outcome = models.CharField(max_length=100, blank=True, default="")
    amount = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    payment = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT, related_name="answers")
    came = models.BooleanField(default=False, help_text="Whether it changed a payment")
    came_of = models.CharField(max_length=300)


class Advance(OwnedByBody, Balance):
    """What the grantee of a grant was paid and has not accounted for: spent as reported, or paid back."""

    unit = "pence"

    award = models.OneToOneField("grants.Award", on_delete=models.PROTECT, related_name="advance")

    class Meta(Balance.Meta):
        pass


class AdvanceEntry(Entry):
    """Money that a grantee was paid, accounted for or paid back."""

    balance = models.ForeignKey(Advance, on_delete=models.PROTECT, related_name="entries")

    class Meta(Entry.Meta):
        verbose_name_plural = "advance entries"


class AdvanceHold(Hold):
    """Money of a grantee that is spoken for."""

    balance = models.ForeignKey(Advance, on_delete=models.PROTECT, related_name="holds")

    class Meta(Hold.Meta):
        pass


class Report(OwnedByBody, Moving):
    """A return of a grantee for a time: what was spent by budget line (pence), whom it reached, what is likely to be left. `note`: why it came back."""

    workflow = REPORT

    award = models.ForeignKey("grants.Award", on_delete=models.CASCADE, related_name="reports")
    applicant = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    due_on = models.DateField()
    final = models.BooleanField(default=False)
    staff = models.IntegerField(default=0)
    services = models.IntegerField(default=0)
    things = models.IntegerField(default=0)
    providers = models.PositiveIntegerField(default=0)
    workers = models.PositiveIntegerField(default=0)
    story = models.TextField(blank=True, default="")
    risks = models.TextField(blank=True, default="")
    forecast = models.IntegerField(default=0, help_text="What is likely to be left at the end")
    in_by = models.CharField(max_length=254, blank=True, default="")
    in_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=254, blank=True, default="")
    accepted_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, default="")
    state = OneOf(max_length=10, choices=ReportState, default=ReportState.DUE)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on"), due_on__gte=F("from_on")), name="return_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(staff__gte=0, services__gte=0, things__gte=0, forecast__gte=0), name="return_spends_no_less"
            ),
        ]

    @property
    def spent(self) -> int:
        """Pence that were spent in its time, all lines together."""
        return self.staff + self.services + self.things


class Change(OwnedByBody, Moving):
    """A request of a grantee: for more time (`ends_on`), or to move pence from one line of the budget to another. The grant’s sum stays."""

    workflow = CHANGE

    award = models.ForeignKey("grants.Award", on_delete=models.CASCADE, related_name="changes")
    applicant = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField(null=True)
    from_line = models.CharField(max_length=20, blank=True, default="")
    to_line = models.CharField(max_length=20, blank=True, default="")
    amount = models.IntegerField(null=True)
    why = models.TextField()
    asked_by = models.CharField(max_length=254)
    asked_at = models.DateTimeField(db_default=Now())
    decided_by = models.CharField(max_length=254, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, default="")
    state = OneOf(max_length=10, choices=ChangeState, default=ChangeState.ASKED)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint("award", condition=Q(state="asked"), name="one_change_of_a_grant_at_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False, amount=None, from_line="", to_line="")
                | (Q(ends_on=None, amount__gte=1) & ~Q(from_line="") & ~Q(to_line="") & ~Q(from_line=F("to_line"))),
                name="change_of_time_or_of_lines",
            ),
        ]


class Repayment(OwnedByBody, Moving, Referenced):
    """Money that a grantee is asked to pay back. Whoever asks for it never records that it came, nor writes it off."""

    workflow = REPAYMENT
    prefix = "GY"

    award = models.ForeignKey("grants.Award", on_delete=models.PROTECT, related_name="repayments")
    applicant = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    amount = models.IntegerField()
    why = models.TextField()
    due_on = models.DateField()
    asked_by = models.CharField(max_length=254)
    asked_at = models.DateTimeField(db_default=Now())
    settled_by = models.CharField(max_length=254, blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_how = models.TextField(blank=True, default="")
    state = OneOf(max_length=12, choices=RepaymentState, default=RepaymentState.ASKED)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="repayment_of_something"),
            models.CheckConstraint(
                condition=~Q(state__in=["received", "written off"])
                | (~Q(settled_by="") & _another("settled_by", "asked_by")),
                name="repayment_settled_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class GranteeTask(WatchTask):
    """Something about a grantee that somebody has to look at."""

    workflow = TASK

    award = models.ForeignKey("grants.Award", on_delete=models.CASCADE, related_name="tasks")

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint("award", "key", name="grantee_task_once")]
