"""What free legal advice comes to month by month: see programmes/months.py. Never by client, and nothing of what was said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Min, Q, QuerySet, Sum
from django.utils.timezone import localdate, localtime

from irhub.legal_advice.models import Call, Entitlement, EntitlementEntry
from irhub.programmes.models import Programme, Scheme, SchemeEvent
from irhub.programmes.months import Count, Figure, Monthly, by_council, moments
from irhub.programmes.workflows import SchemeState
from irhub.web.london import LONDON
from irhub.web.retention_rules import SIX_YEARS

FIGURES = (
    Figure("clients", "Clients", "Providers and councils that were granted minutes in the month, each once a scheme."),
    Figure("granted", "Minutes granted", "Minutes of entitlements that were granted, in the month in which a client first used the scheme."),
    Figure("used", "Minutes used", "Minutes of confirmed calls that were taken from entitlements, in the month in which they were booked."),
    Figure("corrected", "Minutes corrected", "Minutes that were given back (above zero) or taken by corrections, in the month in which somebody agreed to them."),
    Figure("given", "Minutes given as goodwill", "Minutes that clients were given beyond their entitlement, in the month in which somebody agreed to them."),
    Figure("expired", "Minutes expired", "Minutes that were left at the end of the month in which their scheme ended or was withdrawn. What is booked to them later, such as a call of the last day that is confirmed then, changes the figure of its own month. Minutes granted, given and corrected are those used, those expired and those still left."),
    Figure("goodwill", "Minutes of goodwill in calls", "Minutes of confirmed calls beyond what clients had left, in the month in which the call began, unless they were refused. They are in no entitlement."),
)  # fmt: skip


def _count(programme: Programme, first: date, end: date) -> Iterator[Count]:
    begins, ends = moments(first, end)
    entries = EntitlementEntry.objects.filter(balance__scheme__programme=programme, at__gte=begins, at__lt=ends)
    granted = _summed(entries.filter(kind="grant"), "balance__", "amount")
    yield from by_council("clients", [(council, key, 1) for council, key, _ in granted])
    yield from by_council("granted", granted)
    yield from by_council("used", _summed(entries.filter(kind="use"), "balance__", "amount", -1))
    yield from by_council("corrected", _summed(entries.filter(kind="correction"), "balance__", "amount"))
    yield from by_council("given", _summed(entries.filter(kind="goodwill"), "balance__", "amount"))
    calls = Call.objects.filter(
        scheme__programme=programme, goodwill__gt=0, started_at__gte=begins, started_at__lt=ends
    )
    yield from by_council("goodwill", _summed(calls, "appointment__entitlement__", "goodwill"))
    last_days = list(_last_days(programme))
    ended = [scheme for scheme, last in last_days if first <= last < min(end, localdate())]
    before = [scheme for scheme, last in last_days if last < first]
    left = EntitlementEntry.objects.filter(
        Q(balance__scheme__in=ended) | Q(balance__scheme__in=before, at__gte=begins), at__lt=ends
    )
    yield from by_council("expired", [row for row in _summed(left, "balance__", "amount") if row[2]])


def _last_days(programme: Programme) -> Iterator[tuple[Scheme, date]]:
    """The last day of each scheme: that on which it closes, or on which it was withdrawn before."""
    withdrawn = SchemeEvent.objects.filter(scheme__programme=programme, after=SchemeState.WITHDRAWN)
    on = {scheme: localtime(at, LONDON).date() for scheme, at in withdrawn.values_list("scheme", "at")}
    for scheme in Scheme.objects.filter(programme=programme):
        yield scheme, min(scheme.closes_on, on.get(scheme.pk, scheme.closes_on))


def _summed(
    rows: QuerySet[EntitlementEntry] | QuerySet[Call], held: str, column: str, sign: int = 1
) -> list[tuple[str, str, float]]:
    """Council and key of each client, and the sum of a column. `held`: the way from a row to its entitlement; `sign`: -1 for what is taken."""
    grouped = rows.order_by().values_list(f"{held}council", f"{held}client_key").annotate(all=Sum(column))
    return [(council, key, sign * much) for council, key, much in grouped]


def _first(programme: Programme) -> date | None:
    """An entitlement's first entry is its grant, of the same day: not to be looked for among all entries."""
    found: date | None = Entitlement.objects.filter(scheme__programme=programme).aggregate(first=Min("granted_on"))[
        "first"
    ]
    return found


MONTHLY = (
    Monthly(
        "legal-advice", "Free minutes with a lawyer",
        "Minutes by month, and by the council in which the client has most of its care locations.",
        FIGURES, _count, _first, SIX_YEARS,
    ),
)  # fmt: skip
