"""What a firm is owed for a month of a scheme: minutes by client, and nothing of what was said. Closed once, it does not change any more.

A month is found by scheme and firm from the calls and corrections themselves: whatever became of the scheme since, and whichever firm it has now.
What is confirmed or corrected for a month that is closed stands in the next that is open, marked with its own month.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import CharField, DateField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, Concat, TruncMonth
from django.utils.timezone import localdate, localtime

from irhub.accounts.audit import record
from irhub.accounts.models import Body, Membership
from irhub.accounts.moving import named, require
from irhub.accounts.policy import Whose
from irhub.legal_advice.keeping import as_the_hub
from irhub.legal_advice.models import Call, Correction, EntitlementEntry, Invoice, InvoiceLine
from irhub.legal_advice.workflows import LEADS, CorrectionState
from irhub.programmes.models import Scheme, Unit
from irhub.programmes.workflows import SchemeState
from irhub.web.errors import ActionRefused
from irhub.web.london import LONDON, moment
from irhub.web.working_days import months_after


@dataclass(frozen=True)
class Line:
    """A client's part of an invoice. `month`: in which its calls began; of one before the invoice's it came late.

    `minutes`: from the entitlement; `goodwill`: beyond it; `corrected`: by corrections, either way.
    """

    month: date
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
    firm: Body
    first: date
    lines: list[Line]
    invoice: Invoice | None

    @property
    def billed(self) -> int:
        """What the firm is owed in all, in minutes."""
        return sum(line.billed for line in self.lines)


@dataclass(frozen=True)
class Listed:
    """A month in a list: what the firm is owed in minutes, and the invoice if it is closed."""

    scheme: Scheme
    firm: Body
    first: date
    billed: int
    invoice: Invoice | None


@dataclass(frozen=True)
class Reckoning:
    """Whether all minutes of a scheme stand on an invoice or in a month that is open.

    `used`: as the ledger tells, without goodwill; `corrected`: by corrections of calls, either way; `invoiced`, `waiting`: as closed and open
    months tell.
    """

    scheme: Scheme
    used: int
    goodwill: int
    corrected: int
    invoiced: int
    waiting: int

    @property
    def unreconciled(self) -> int:
        """Minutes that stand nowhere (above zero), or that stand on invoices and in no ledger. 0 unless somebody wrote past this room."""
        return self.used + self.goodwill + self.corrected - self.invoiced - self.waiting


@as_the_hub
def months_of(body: Body, today: date) -> list[Listed]:
    """The months of the schemes that a body runs, and of those for which it is or was the firm, the newest first: each in which something
    was said or corrected, and this one of schemes that can be used."""
    return sorted(_listed(body, today), key=lambda one: (one.first, one.scheme.name, one.firm.name), reverse=True)


@as_the_hub
def reckonings(body: Body, listed: Iterable[Listed]) -> list[Reckoning]:
    """Of each scheme of a body with minutes, whether its months (`months_of`) add up to its ledger."""
    schemes = {one.pk: one for one in Scheme.objects.filter(body=body, unit=Unit.MINUTES)}
    used = EntitlementEntry.objects.filter(balance__scheme__in=schemes, kind="use").order_by()
    given = Call.objects.filter(scheme__in=schemes).exclude(confirmed_at=None).order_by()
    corrected = Correction.objects.filter(
        call__scheme__in=schemes, state=CorrectionState.BOOKED, goodwill=False
    ).order_by()
    sums = {
        "used": dict(used.values_list("balance__scheme").annotate(all=-Sum("amount"))),
        "goodwill": dict(given.values_list("scheme").annotate(all=Sum("goodwill"))),
        "corrected": dict(corrected.values_list("call__scheme").annotate(all=-Sum("amount"))),
    }
    months: dict[tuple[int, bool], int] = defaultdict(int)
    for one in listed:
        months[one.scheme.pk, one.invoice is not None] += one.billed
    found = (
        Reckoning(
            scheme, **{name: told.get(number, 0) for name, told in sums.items()}, invoiced=months[number, True],
            waiting=months[number, False],
        )
        for number, scheme in sorted(schemes.items(), key=lambda each: (each[1].name, each[0]))
    )  # fmt: skip
    return [one for one in found if any((one.used, one.goodwill, one.corrected, one.invoiced, one.waiting))]


@as_the_hub
def month_of(scheme: Scheme, firm: Body, first: date) -> Month:
    """A month as it was closed; or as it stands, with what came too late for the closed months right before it."""
    invoice = Invoice.objects.filter(scheme=scheme, firm=firm, month=first).first()
    if invoice is not None:
        kept = [
            Line(**{name: getattr(one, name) for name in Line.__dataclass_fields__})
            for one in invoice.lines.order_by("client_name", "client_key", "month")
        ]
        return Month(scheme, firm, first, kept, invoice)
    return Month(scheme, firm, first, _lines(_calls(scheme, firm, first), _corrections(scheme, firm, first)), None)


@as_the_hub
def is_a_month(scheme: Scheme, firm: Body, first: date) -> bool:
    """Whether a firm has such a month of a scheme, closed or open: for the address of a page."""
    if not scheme.opens_on.replace(day=1) <= first <= localdate():
        return False
    last = scheme.closes_on if scheme.state == SchemeState.PUBLISHED else date.min
    lasts = scheme.law_firm_id == firm.pk and first <= last
    if lasts or Invoice.objects.filter(scheme=scheme, firm=firm, month=first).exists():
        return True
    return bool(_calls(scheme, firm, first) or _corrections(scheme, firm, first))


@as_the_hub
def has_months(scheme: Scheme, firm: Body) -> bool:
    """Whether a body is, or was, the law firm of a scheme."""
    if scheme.law_firm_id == firm.pk:
        return True
    return any(model.objects.filter(scheme=scheme, firm=firm).exists() for model in (Call, Invoice))


def is_over(first: date) -> bool:
    """Whether a month is over, so that it can be closed."""
    return months_after(first, 1) <= localdate()


@as_the_hub
def close_month(*, scheme: Scheme, firm: Body, first: date, by: Membership) -> Invoice:
    """Close a month: nothing of it changes any more; what is confirmed or corrected later stands in the next month that is open.

    Raises ActionRefused if the month is not over, a call of it is not confirmed or its goodwill not agreed to, it is closed already, or it is not
    theirs to close.
    """
    require(by, (LEADS,), Whose(body=scheme.body_id), "Whoever leads the helpline closes a month.")
    if first.day != 1:
        raise ActionRefused("There is no such month.")
    if not is_over(first):
        raise ActionRefused("The month is not over yet.")
    begun = Call.objects.filter(scheme=scheme, firm=firm, confirmed_at=None, started_at__lt=_end(first))
    if begun.exists():
        raise ActionRefused("A call of this month is not confirmed yet. The lawyer confirms it first.")
    calls, corrections = _calls(scheme, firm, first), _corrections(scheme, firm, first)
    if Correction.objects.filter(call__in=calls, goodwill=True, state=CorrectionState.ASKED).exists():
        raise ActionRefused("Goodwill of a call waits for a second person. Agree to it or refuse it first.")
    try:
        with transaction.atomic():
            made = Invoice.objects.create(
                body_id=scheme.body_id, scheme=scheme, firm=firm, month=first, closed_by=by.person.email
            )
    except IntegrityError as problem:
        raise ActionRefused("This month is closed already.") from problem
    InvoiceLine.objects.bulk_create(
        InvoiceLine(invoice=made, **{name: getattr(line, name) for name in Line.__dataclass_fields__})
        for line in _lines(calls, corrections)
    )
    Call.objects.filter(pk__in=[call.pk for call in calls]).update(invoice=made)
    Correction.objects.filter(pk__in=[each.pk for each in corrections]).update(invoice=made)
    record("closed a month of legal advice", by=by, about=named(made), month=str(first))
    return made


@as_the_hub
def unreconciled(scheme: Scheme) -> Iterator[str]:
    """Where hold, call, entries and invoice do not tell the same, a sentence each. There is none, unless somebody wrote past this room."""
    return iter(list(_unreconciled(scheme)))


def _unreconciled(scheme: Scheme) -> Iterator[str]:
    mine = Q(key=Concat(Value("call "), OuterRef("reference"))) | Q(
        key=Concat(Value("hold "), Cast(OuterRef("appointment__hold_id"), CharField()))
    )
    entries = EntitlementEntry.objects.filter(mine, balance=OuterRef("appointment__entitlement")).order_by()
    taken = Coalesce(-Subquery(entries.values("balance").annotate(all=Sum("amount")).values("all")), 0)
    calls = (
        Call.objects.filter(scheme=scheme).exclude(confirmed_at=None).annotate(told=taken + F("goodwill") + F("unpaid"))
    )
    for call in calls.exclude(told=F("minutes")).order_by("pk"):
        yield f"Call {call.reference} took {call.minutes} minutes; its entries and goodwill tell {call.told}."
    for invoice in Invoice.objects.filter(scheme=scheme).order_by("month", "pk"):
        told = invoice.lines.aggregate(all=Sum(F("minutes") + F("goodwill")))["all"] or 0
        called = invoice.calls.aggregate(all=Sum(F("minutes") - F("unpaid")))["all"] or 0
        if told != called:
            yield f"Invoice {invoice.reference} tells {told} minutes; its calls took {called}."


def _listed(body: Body, today: date) -> Iterator[Listed]:
    """The months of a body, in no order."""
    mine = Q(body=body) | Q(firm=body)
    closed = list(Invoice.objects.filter(mine).annotate(billed=Coalesce(_billed_on_lines(), 0)))
    months = defaultdict(set)
    for one in closed:
        months[one.scheme_id, one.firm_id].add(one.month)
    sums: dict[tuple[int, int, date], int] = defaultdict(int)
    for scheme, firm, own, minutes in _open_sums(body):
        sums[scheme, firm, _stands_in(own, months[scheme, firm])] += minutes
    live = Scheme.objects.filter(Q(body=body) | Q(law_firm=body), state=SchemeState.PUBLISHED, unit=Unit.MINUTES)
    this = today.replace(day=1)
    for lasting in live.filter(opens_on__lte=today, closes_on__gte=this, law_firm__isnull=False):
        assert lasting.law_firm_id is not None
        if this not in months[lasting.pk, lasting.law_firm_id]:
            sums[lasting.pk, lasting.law_firm_id, this] += 0
    schemes = Scheme.objects.in_bulk({each[0] for each in (*months, *sums)})
    firms = Body.objects.in_bulk({each[1] for each in (*months, *sums)})
    for (number, whose, first), billed in sums.items():
        yield Listed(schemes[number], firms[whose], first, billed, None)
    for one in closed:
        yield Listed(schemes[one.scheme_id], firms[one.firm_id], one.month, one.billed, one)


def _billed_on_lines() -> Sum:
    return Sum(F("lines__minutes") + F("lines__goodwill") + F("lines__corrected"))


def _open_sums(body: Body) -> Iterator[tuple[int, int, date, int]]:
    """Scheme, firm, own month and minutes of what stands on no invoice."""
    calls = _open_calls().filter(Q(body=body) | Q(firm=body)).order_by()
    month = TruncMonth("started_at", tzinfo=LONDON, output_field=DateField())
    yield from calls.values_list("scheme", "firm", month).annotate(all=Sum(F("minutes") - F("unpaid")))
    corrected = _open_corrections().filter(Q(body=body) | Q(call__firm=body)).order_by()
    month = TruncMonth("decided_at", tzinfo=LONDON, output_field=DateField())
    yield from corrected.values_list("call__scheme", "call__firm", month).annotate(all=-Sum("amount"))


def _stands_in(own: date, closed: Collection[date]) -> date:
    """The month in which something stands that is on no invoice: its own, or the first after it that is open."""
    while own in closed:
        own = months_after(own, 1)
    return own


def _since(scheme: Scheme, firm: Body, first: date) -> datetime:
    """When the first of the months begins whose late minutes stand in an open month: all that are closed right before it."""
    closed = set(Invoice.objects.filter(scheme=scheme, firm=firm, month__lt=first).values_list("month", flat=True))
    while (before := months_after(first, -1)) in closed:
        first = before
    return moment(first, time.min)


def _open_calls() -> QuerySet[Call]:
    return Call.objects.filter(invoice=None).exclude(confirmed_at=None)


def _open_corrections() -> QuerySet[Correction]:
    """Of calls: what a client was given or lost without one is no affair of the firm's, and goodwill of a call stands with it."""
    return Correction.objects.filter(state=CorrectionState.BOOKED, invoice=None, call__isnull=False, goodwill=False)


def _calls(scheme: Scheme, firm: Body, first: date) -> list[Call]:
    """Confirmed calls that stand in an open month: they began in it, or in a closed one right before it, and are on no invoice."""
    found = _open_calls().filter(scheme=scheme, firm=firm, started_at__lt=_end(first))
    found = found.filter(started_at__gte=_since(scheme, firm, first))
    return list(found.select_related("appointment").order_by("started_at", "pk"))


def _corrections(scheme: Scheme, firm: Body, first: date) -> list[Correction]:
    """The same of corrections of calls, by the month in which they were agreed to."""
    found = _open_corrections().filter(call__scheme=scheme, call__firm=firm, decided_at__lt=_end(first))
    found = found.filter(decided_at__gte=_since(scheme, firm, first))
    return list(found.select_related("entitlement").order_by("pk"))


def _lines(calls: list[Call], corrections: list[Correction]) -> list[Line]:
    found: dict[tuple[str, date], Line] = {}
    for call in calls:
        at, month = call.appointment, _month(call.started_at)
        line = found.get((at.client_key, month), Line(month, at.client_kind, at.client_key, at.client_name))
        found[at.client_key, month] = replace(
            line, calls=line.calls + 1, minutes=line.minutes + (call.minutes or 0) - call.goodwill - call.unpaid,
            goodwill=line.goodwill + call.goodwill,
        )  # fmt: skip
    for each in corrections:
        assert each.decided_at is not None
        held, month = each.entitlement, _month(each.decided_at)
        line = found.get((held.client_key, month), Line(month, held.client_kind, held.client_key, held.client_name))
        found[held.client_key, month] = replace(line, corrected=line.corrected - each.amount)
    return sorted(found.values(), key=lambda line: (line.client_name, line.client_key, line.month))


def _month(at: datetime) -> date:
    return localtime(at, LONDON).date().replace(day=1)


def _end(first: date) -> datetime:
    return moment(months_after(first, 1), time.min)
