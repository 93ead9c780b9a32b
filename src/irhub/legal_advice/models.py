"""Minutes of legal advice, appointments and calls: primary, and for the hub, its law firm and each client's own alone.

Nobody who acts for a body writes here past the room's actions: the database takes rows from the system role alone (ADR 32).
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Now

from irhub.accounts.guarded import Moving
from irhub.accounts.models import Body, Membership, OwnedByBody
from irhub.casework.events import Event
from irhub.casework.ledger import Balance, Entry, Hold
from irhub.casework.references import Referenced
from irhub.legal_advice.outcomes import Answer, Outcome, Stands
from irhub.legal_advice.workflows import APPOINTMENT, CORRECTION, GONE, AppointmentState, CorrectionState
from irhub.programmes.models import Audience, Scheme
from irhub.web.model_fields import OneOf


def _firm() -> Any:
    """The law firm to which a thing belongs."""
    return models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")


def _scheme() -> Any:
    """The scheme under which somebody is helped. `body` of each row is the body that runs the scheme."""
    return models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="+")


class ForClient(models.Model):
    """What a client has. `client_key`: the CQC id of a provider, the ONS code of a council."""

    client_kind = OneOf(max_length=10, choices=Audience)
    client_key = models.CharField(max_length=40)
    client_name = models.CharField(max_length=200)

    class Meta:
        abstract = True


class Entitlement(OwnedByBody, Referenced, ForClient, Balance):
    """The minutes that a client has under a scheme: granted on first use, to one id once. `rows`: of the registers, of that day."""

    prefix = "LA"
    unit = "minutes"

    scheme = _scheme()
    granted_on = models.DateField()
    council = models.CharField(max_length=100, blank=True, default="", help_text="Where most of its locations are")
    why = models.TextField(help_text="Why it was eligible, in a sentence")
    rows = models.JSONField(default=list)

    class Meta(Balance.Meta):
        constraints = [
            *Balance.Meta.constraints,
            models.UniqueConstraint("scheme", "client_key", name="entitlement_once_for_each_client"),
        ]
        indexes = [models.Index("client_key", name="entitlement_of_client")]

    def __str__(self) -> str:
        return self.client_name


class EntitlementEntry(Entry):
    """Minutes that were granted, used, corrected or given as goodwill: `kind` follows from the key under which they were booked."""

    balance = models.ForeignKey(Entitlement, on_delete=models.CASCADE, related_name="entries")
    kind = models.GeneratedField(
        expression=Case(
            When(key="grant", then=Value("grant")),
            When(key__startswith="correction", then=Value("correction")),
            When(key__startswith="goodwill", then=Value("goodwill")),
            default=Value("use"),
        ),
        output_field=models.CharField(max_length=10),
        db_persist=True,
    )

    class Meta(Entry.Meta):
        verbose_name_plural = "entitlement entries"
        indexes = [models.Index("at", name="entitlement_entry_at")]


class EntitlementHold(Hold):
    """Minutes that are spoken for by an appointment."""

    balance = models.ForeignKey(Entitlement, on_delete=models.CASCADE, related_name="holds")

    class Meta(Hold.Meta):
        pass


class Series(OwnedByBody):
    """A time at which a lawyer is there each week, as the clock in London shows it, so that it stays in summer and winter."""

    scheme = _scheme()
    firm = _firm()
    lawyer = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    lawyer_name = models.CharField(max_length=150)
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    first = models.DateField(help_text="Its weekday is that of the series")
    last = models.DateField()
    made_by = models.CharField(max_length=254)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "series"
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="series_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(minutes__range=(5, 240)), name="series_of_sensible_length"),
        ]


class Slot(OwnedByBody, Referenced):
    """A time that a lawyer offers. No two of one lawyer overlap."""

    prefix = "SL"

    scheme = _scheme()
    firm = _firm()
    lawyer = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    lawyer_name = models.CharField(max_length=150)
    series = models.ForeignKey(Series, on_delete=models.SET_NULL, null=True, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by = models.CharField(max_length=254)
    cancelled_at = models.DateTimeField(null=True)
    taken = False  # whether it is booked, where a query says so

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_ends_after_it_starts"),
            ExclusionConstraint(
                name="slots_of_a_lawyer_never_overlap",
                expressions=[
                    (
                        Func(
                            F("lawyer"), F("lawyer"), Value("[]"), function="int8range",
                            output_field=BigIntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(cancelled_at=None),
            ),
        ]  # fmt: skip

    @property
    def minutes(self) -> int:
        """How long it is."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)


class Appointment(OwnedByBody, Moving, Referenced, ForClient):
    """A slot that was booked for a client. `hold`: its minutes; `sequence`: how often it changed, as calendars count that."""

    prefix = "AP"
    workflow = APPOINTMENT

    scheme = _scheme()
    firm = _firm()
    lawyer = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    lawyer_name = models.CharField(max_length=150)
    entitlement = models.ForeignKey(Entitlement, on_delete=models.CASCADE, related_name="appointments")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="appointments")
    hold = models.OneToOneField(EntitlementHold, on_delete=models.RESTRICT, null=True, related_name="appointment")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(default=1, help_text="Of immigration advice, 1 to 3")
    case = models.CharField(max_length=20, blank=True, default="", help_text="Reference of the helpline's case")
    sequence = models.PositiveSmallIntegerField(default=0)
    booked_by = models.CharField(max_length=254)
    booked_at = models.DateTimeField(db_default=Now())
    reminded_at = models.DateTimeField(null=True)
    state = OneOf(max_length=10, choices=AppointmentState, default=AppointmentState.ASKED)

    class Meta:
        constraints = [
            models.UniqueConstraint("slot", condition=~Q(state__in=sorted(GONE)), name="slot_booked_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 3)), name="appointment_of_a_level"),
        ]
        indexes = [
            models.Index(fields=["firm", "starts_at"], name="appointment_of_firm"),
            models.Index("body", F("starts_at").desc(), name="appointment_of_hub"),
            models.Index("client_key", name="appointment_of_client"),
        ]

    def __str__(self) -> str:
        return self.reference


class AppointmentEvent(Event):
    """What happened to an appointment."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="events")


class Caller(models.Model):
    """Whom the lawyer rings. The firm reads it once it has answered *clear*, by the fence of the table."""

    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="caller")
    name = models.CharField(max_length=150)
    phone = models.CharField(max_length=40)
    email = models.EmailField(blank=True, default="")


class Party(models.Model):
    """Who takes part in a matter, by name, for the firm's check."""

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="parties")
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=40, blank=True, default="", help_text="At the CQC or Companies House")
    stands = OneOf(max_length=10, choices=Stands)

    class Meta:
        verbose_name_plural = "parties"


class PartyCheck(models.Model):
    """That the firm looked whether it can act, and what it answered: never why. Each answer stays; after one that refuses comes no other.

    `could`, `goes`: of a refusal, the numbers of its releases: that with which it could be told, and that with which it is (releasing.py).
    """

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="checks")
    answer = OneOf(max_length=10, choices=Answer)
    answered_by = models.CharField(max_length=254)
    answered_at = models.DateTimeField(db_default=Now())
    could = models.PositiveSmallIntegerField(null=True)
    goes = models.PositiveSmallIntegerField(null=True)
    release_at = models.DateTimeField(null=True, help_text="When the client is told that the firm does not act")

    class Meta:
        constraints = [
            models.UniqueConstraint("appointment", condition=~Q(answer=Answer.CLEAR), name="party_check_refuses_once"),
            models.CheckConstraint(
                condition=Q(answer=Answer.CLEAR, release_at=None, could=None, goes=None)
                | (~Q(answer=Answer.CLEAR) & Q(release_at__isnull=False, could__isnull=False, goes__isnull=False)),
                name="party_check_is_told_when_it_refuses",
            ),
        ]


class Invoice(OwnedByBody, Referenced):
    """A month of a firm's calls under a scheme, closed: it does not change any more."""

    prefix = "IN"

    scheme = _scheme()
    firm = _firm()
    month = models.DateField(help_text="Its first day")
    closed_by = models.CharField(max_length=254)
    closed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint("scheme", "firm", "month", name="month_closed_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="invoice_of_a_month"),
        ]


class InvoiceLine(ForClient):
    """What a firm did for a client in a month: how much, never what about. `month`: its own, an earlier one than the invoice's if it came late."""

    invoice = models.ForeignKey(Invoice, on_delete=models.CASCADE, related_name="lines")
    month = models.DateField(help_text="The first day of that in which the calls began")
    calls = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField(help_text="From the entitlement")
    goodwill = models.PositiveIntegerField(help_text="Beyond the entitlement")
    corrected = models.IntegerField(default=0, help_text="By corrections of calls of earlier months or of this one")

    class Meta:
        constraints = [
            models.UniqueConstraint("invoice", "client_key", "month", name="invoice_line_for_each_client"),
            models.CheckConstraint(condition=Q(month__day=1), name="invoice_line_of_a_month"),
        ]


class Call(OwnedByBody, Referenced):
    """A talk with a lawyer. The database sets `started_at` of a call with a timer, and takes none that begins outside its scheme.

    `minutes`: in all, with part of a minute counted as a whole one; `goodwill`: of these, what is beyond the entitlement, once a second person
    agreed to it or while that is waited for (`Correction`); `unpaid`: the same, if they refused.
    """

    prefix = "CL"

    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="call")
    scheme = _scheme()
    firm = _firm()
    lawyer = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    started_by = models.CharField(max_length=254)
    stopped_at = models.DateTimeField(null=True)
    typed = models.BooleanField(
        default=False, help_text="Its minutes, or when it ended, were typed, not taken by the timer"
    )
    typed_why = models.CharField(
        max_length=500, blank=True, default="", db_default="", help_text="Why the timer did not stop at its end"
    )
    minutes = models.PositiveSmallIntegerField(null=True)
    goodwill = models.PositiveSmallIntegerField(default=0)
    unpaid = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="Beyond the entitlement, and refused as goodwill"
    )
    goodwill_why = models.CharField(max_length=500, blank=True, default="")
    outcome = OneOf(max_length=20, choices=Outcome, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="calls")

    class Meta:
        constraints = [
            models.UniqueConstraint("lawyer", condition=Q(stopped_at=None), name="one_call_of_a_lawyer_at_a_time"),
            models.CheckConstraint(
                condition=Q(stopped_at=None) | Q(stopped_at__gte=F("started_at")), name="call_stops_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, minutes=None)
                | (Q(confirmed_at__isnull=False, stopped_at__isnull=False, minutes__gte=1) & ~Q(outcome="")),
                name="call_confirmed_whole",
            ),
            models.CheckConstraint(
                condition=Q(goodwill=0) | (Q(goodwill__lte=F("minutes")) & ~Q(goodwill_why="")),
                name="goodwill_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(unpaid=0) | Q(goodwill=0, unpaid__lte=F("minutes")), name="call_is_goodwill_or_unpaid"
            ),
        ]


class Correction(OwnedByBody, Moving, Referenced):
    """Minutes to be given back (above zero) or taken, to which a second person agrees. `call`: whose minutes were wrong, if any.

    `goodwill`: nothing was wrong, and they are given beyond the entitlement: by the hub, or, if it is of a `call`, by the lawyer at its end.
    """

    prefix = "CO"
    workflow = CORRECTION

    entitlement = models.ForeignKey(Entitlement, on_delete=models.CASCADE, related_name="corrections")
    call = models.ForeignKey(Call, on_delete=models.CASCADE, null=True, related_name="corrections")
    amount = models.SmallIntegerField()
    goodwill = models.BooleanField(default=False, db_default=False, help_text="Given beyond the entitlement")
    why = models.TextField()
    asked_by = models.CharField(max_length=254)
    asked_at = models.DateTimeField(db_default=Now())
    decided_by = models.CharField(max_length=254, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="corrections")
    state = OneOf(max_length=10, choices=CorrectionState, default=CorrectionState.ASKED)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="correction_changes_something"),
            models.CheckConstraint(condition=Q(goodwill=False) | Q(amount__gt=0), name="goodwill_is_given"),
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="correction_by_a_second_person"),
        ]


class CorrectionEvent(Event):
    """What happened to a correction."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="events")
