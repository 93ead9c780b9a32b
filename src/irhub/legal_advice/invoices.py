"""What a firm is owed for a month of a scheme: minutes by client, and nothing of what was said. Closed once, it does not change any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import F, Q, Sum
from django.utils.timezone import localdate

from irhub.accounts.audit import record
from irhub.accounts.models import Body, Membership
from irhub.accounts.moving import named
from irhub.accounts.policy import Whose
from irhub.legal_advice.keeping import as_the_hub, require
from irhub.legal_advice.models import Call, Correction, EntitlementEntry, Invoice, InvoiceLine
from irhub.legal_advice.slots import moment
from irhub.legal_advice.workflows import LEADS, CorrectionState
from irhub.programmes.models import Scheme
from irhub.web.errors import ActionRefused
from irhub.web.working_days import months_after


@dataclass(frozen=True)
class Line:
    """A client's part of a month. `minutes`: from the entitlement; `goodwill`: beyond it; `corrected`: by corrections, either way."""

    client_kind: str
    client_key: str
    client_name: str
    calls: int = 0
    minutes: int = 0
    goodwill: int = 0
    corrected: int = 0

    @property
    def billed(self) -> int:
        """What the firm is owed, in minutes."""
        return self.minutes + self.goodwill + self.corrected


@dataclass(frozen=True)
class Month:
    """A month of a firm's calls under a scheme. `invoice`: None while it is open, so that it still grows."""

    scheme: Scheme
    first: date
    lines: list[Line]
    invoice: Invoice | None

    @property
    def billed(self) -> int:
        """What the firm is owed in all, in minutes."""
        return sum(line.billed for line in self.lines)


def months_of(schemes: list[Scheme], today: date) -> list[tuple[Scheme, date, Invoice | None]]:
    """The months of some schemes up to today, the newest first, and of those that are closed the invoice."""
    closed = {(each.scheme_id, each.month): each for each in Invoice.objects.filter(scheme__in=schemes)}
    found = [
        (scheme, month, closed.get((scheme.pk, month)))
        for scheme in schemes
        for month in _months(scheme.opens_on, min(scheme.closes_on, today))
    ]
    return sorted(found, key=lambda each: (each[1], each[0].name), reverse=True)


def month_of(scheme: Scheme, firm: Body, first: date) -> Month:
    """A month as it was closed; or as it stands, with what came too late for the months that are closed."""
    invoice = Invoice.objects.filter(scheme=scheme, firm=firm, month=first).first()
    if invoice is not None:
        kept = [
            Line(one.client_kind, one.client_key, one.client_name, one.calls, one.minutes, one.goodwill, one.corrected)
            for one in invoice.lines.order_by("client_name", "client_key")
        ]
        return Month(scheme, first, kept, invoice)
    return Month(scheme, first, _lines(_calls(scheme, firm, first), _corrections(scheme, firm, first)), None)


def is_over(first: date) -> bool:
    """Whether a month is over, so that it can be closed."""
    return months_after(first, 1) <= localdate()


@as_the_hub
def close_month(*, scheme: Scheme, first: date, by: Membership) -> Invoice:
    """Close a month: nothing of it changes any more; what is confirmed or corrected later stands in the next month that is open.

    Raises ActionRefused if the month is not over, a call of it is not confirmed, it is closed already, or it is not theirs to close.
    """
    require(by, (LEADS,), Whose(body=scheme.body_id), "Whoever leads the helpline closes a month.")
    if scheme.law_firm is None or first.day != 1:
        raise ActionRefused("There is no such month.")
    if not is_over(first):
        raise ActionRefused("The month is not over yet.")
    begun = Call.objects.filter(scheme=scheme, firm=scheme.law_firm, confirmed_at=None, started_at__lt=_end(first))
    if begun.exists():
        raise ActionRefused("A call of this month is not confirmed yet. The lawyer confirms it first.")
    calls, corrections = _calls(scheme, scheme.law_firm, first), _corrections(scheme, scheme.law_firm, first)
    try:
        with transaction.atomic():
            made = Invoice.objects.create(
                body_id=scheme.body_id, scheme=scheme, firm=scheme.law_firm, month=first, closed_by=by.person.email
            )
    except IntegrityError as problem:
        raise ActionRefused("This month is closed already.") from problem
    InvoiceLine.objects.bulk_create(
        InvoiceLine(
            invoice=made, client_kind=line.client_kind, client_key=line.client_key, client_name=line.client_name, calls=line.calls,
            minutes=line.minutes, goodwill=line.goodwill, corrected=line.corrected,
        )
        for line in _lines(calls, corrections)
    )  # fmt: skip
    Call.objects.filter(pk__in=[call.pk for call in calls]).update(invoice=made)
    Correction.objects.filter(pk__in=[each.pk for each in corrections]).update(invoice=made)
    record("closed a month of legal advice", by=by, about=named(made), month=str(first))
    return made


@as_the_hub
def unreconciled(scheme: Scheme) -> Iterator[str]:
    """Where hold, call, entries and invoice do not tell the same, a sentence each. There is none, unless somebody wrote past this room."""
    return iter(list(_unreconciled(scheme)))


def _unreconciled(scheme: Scheme) -> Iterator[str]:
    calls = Call.objects.filter(scheme=scheme).exclude(confirmed_at=None).select_related("appointment__hold")
    for call in calls.order_by("pk"):
        hold = call.appointment.hold
        keys = [f"call {call.reference}", *([f"hold {hold.pk}"] if hold else [])]
        entries = EntitlementEntry.objects.filter(balance=call.appointment.entitlement_id, key__in=keys)
        taken = -(entries.aggregate(all=Sum("amount"))["all"] or 0)
        if taken + call.goodwill != call.minutes:
            yield f"Call {call.reference} took {call.minutes} minutes; its entries and goodwill tell {taken + call.goodwill}."
    for invoice in Invoice.objects.filter(scheme=scheme).order_by("month"):
        told = invoice.lines.aggregate(all=Sum(F("minutes") + F("goodwill")))["all"] or 0
        called = invoice.calls.aggregate(all=Sum("minutes"))["all"] or 0
        if told != called:
            yield f"Invoice {invoice.reference} tells {told} minutes; its calls took {called}."


def _calls(scheme: Scheme, firm: Body, first: date) -> list[Call]:
    """Confirmed calls that began before the end of a month and stand on no invoice, of which the months before are closed or theirs too."""
    found = Call.objects.filter(scheme=scheme, firm=firm, invoice=None, started_at__lt=_end(first))
    since = _open_since(scheme, firm, first)
    return list(
        found.exclude(confirmed_at=None).filter(since).select_related("appointment").order_by("started_at", "pk")
    )


def _open_since(scheme: Scheme, firm: Body, first: date) -> Q:
    """What stands in a month that is open: its own, and what came late for one before it that is closed."""
    closed = Invoice.objects.filter(scheme=scheme, firm=firm, month__lt=first).values_list("month", flat=True)
    own = Q(started_at__gte=moment(first, time.min))
    for month in closed if _is_first_open(scheme, firm, first) else ():
        own |= Q(started_at__gte=moment(month, time.min), started_at__lt=_end(month))
    return own


def _is_first_open(scheme: Scheme, firm: Body, first: date) -> bool:
    """Whether a month is the first after one that is closed: what came late stands in one month alone."""
    closed = Invoice.objects.filter(scheme=scheme, firm=firm).order_by("-month").values_list("month", flat=True).first()
    return closed is not None and months_after(closed, 1) == first


def _corrections(scheme: Scheme, firm: Body, first: date) -> list[Correction]:
    """Booked corrections of calls that stand on no invoice: of the month in which they were agreed to, or the first that is open after it."""
    booked = Correction.objects.filter(
        state=CorrectionState.BOOKED, call__scheme=scheme, call__firm=firm, invoice=None, decided_at__lt=_end(first)
    )
    if not _is_first_open(scheme, firm, first):
        booked = booked.filter(decided_at__gte=moment(first, time.min))
    return list(booked.select_related("entitlement").order_by("pk"))


def _lines(calls: list[Call], corrections: list[Correction]) -> list[Line]:
    found: dict[str, Line] = {}
    for call in calls:
        at = call.appointment
        line = found.get(at.client_key, Line(at.client_kind, at.client_key, at.client_name))
        found[at.client_key] = replace(
            line, calls=line.calls + 1, minutes=line.minutes + (call.minutes or 0) - call.goodwill,
            goodwill=line.goodwill + call.goodwill,
        )  # fmt: skip
    for each in corrections:
        held = each.entitlement
        line = found.get(held.client_key, Line(held.client_kind, held.client_key, held.client_name))
        found[held.client_key] = replace(line, corrected=line.corrected - each.amount)
    return sorted(found.values(), key=lambda line: (line.client_name, line.client_key))


def _months(first: date, last: date) -> Iterator[date]:
    at = first.replace(day=1)
    while at <= last:
        yield at
        at = months_after(at, 1)


def _end(first: date) -> datetime:
    return moment(months_after(first, 1), time.min)
