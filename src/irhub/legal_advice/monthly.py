"""What free legal advice comes to month by month: see programmes/months.py. Never by client, and nothing of what was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Min, QuerySet, Sum
from django.utils.timezone import localdate, localtime

from irhub.legal_advice.models import Call, Entitlement, EntitlementEntry
from irhub.programmes.models import Programme
from irhub.programmes.months import Count, Figure, Monthly, by_council, moments
from irhub.web.london import LONDON
from irhub.web.retention_rules import SIX_YEARS

FIGURES = (
    Figure("clients", "Clients", "Providers and councils that were granted minutes in the month, each once a scheme."),
    Figure("granted", "Minutes granted", "Minutes of entitlements that were granted, in the month in which a client first used the scheme."),
    Figure("used", "Minutes used", "Minutes of confirmed calls that were taken from entitlements, in the month in which they were booked."),
    Figure("goodwill", "Minutes of goodwill", "Minutes of confirmed calls beyond what clients had left, in the month in which the call began."),
    Figure("expired", "Minutes expired", "Minutes that were left when their scheme ended, in the month of its last day."),
)  # fmt: skip


def _count(programme: Programme, first: date, end: date) -> Iterator[Count]:
    begins, ends = moments(first, end)
    entries = EntitlementEntry.objects.filter(balance__scheme__programme=programme, at__gte=begins, at__lt=ends)
    granted = _summed(entries.filter(kind="grant"), "balance__", "amount")
    yield from by_council("clients", [(council, key, 1) for council, key, _ in granted])
    yield from by_council("granted", granted)
    yield from by_council("used", _summed(entries.filter(kind="use"), "balance__", "amount"))
    calls = Call.objects.filter(
        scheme__programme=programme, goodwill__gt=0, started_at__gte=begins, started_at__lt=ends
    )
    yield from by_council("goodwill", _summed(calls, "appointment__entitlement__", "goodwill"))
    over = Entitlement.objects.filter(
        scheme__programme=programme, amount__gt=0, scheme__closes_on__lt=min(end, localdate())
    )
    yield from by_council("expired", _summed(over.filter(scheme__closes_on__gte=first), "", "amount"))


def _summed(
    rows: QuerySet[Entitlement] | QuerySet[EntitlementEntry] | QuerySet[Call], held: str, column: str
) -> list[tuple[str, str, float]]:
    """Council and key of each client, and the sum of a column. `held`: the way from a row to its entitlement."""
    grouped = rows.order_by().values_list(f"{held}council", f"{held}client_key").annotate(all=Sum(column))
    return [(council, key, abs(much)) for council, key, much in grouped]


def _first(programme: Programme) -> date | None:
    found = Entitlement.objects.filter(scheme__programme=programme).aggregate(first=Min("entries__at"))["first"]
    return localtime(found, LONDON).date() if found else None


MONTHLY = (
    Monthly(
        "legal-advice", "Free minutes with a lawyer",
        "Minutes by month, and by the council in which the client has most of its care locations.",
        FIGURES, _count, _first, SIX_YEARS,
    ),
)  # fmt: skip
