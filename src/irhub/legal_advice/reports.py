"""Minutes granted, used and expired, by month and by council, for those who pay: what fewer than five clients did is not shown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate, localtime

from irhub.accounts.models import Body
from irhub.legal_advice.keeping import as_the_hub
from irhub.legal_advice.models import Call, Entitlement, EntitlementEntry
from irhub.web.london import LONDON
from irhub.web.suppression import suppressed

MEANS = {
    "granted": "Minutes of entitlements that were granted, in the month in which a client first used the scheme.",
    "used": "Minutes of confirmed calls that were taken from entitlements, in the month in which they were booked.",
    "goodwill": "Minutes of confirmed calls beyond what clients had left, in the month in which the call began.",
    "expired": "Minutes that were left when their scheme ended, in the month of its last day.",
}
"""What each figure means."""
FIGURES = tuple(MEANS)


@dataclass(frozen=True)
class Reach:
    """A figure of a month and a council: minutes, None where fewer than five clients, or so few that others would tell, stand behind it."""

    month: date
    council: str
    figure: str
    minutes: int | None


@as_the_hub
def minutes_by_month_and_council(hub: Body, first: date, last: date) -> list[Reach]:
    """Each figure of a hub's schemes from one month to another (their first days), by council. Whoever calls it says who may see it."""
    sums: dict[tuple[str, date, str], int] = defaultdict(int)
    clients: dict[tuple[str, date, str], set[str]] = defaultdict(set)

    def count(figure: str, on: date, held: Entitlement, minutes: int) -> None:
        month = on.replace(day=1)
        if first <= month <= last and minutes:
            sums[figure, month, held.council] += minutes
            clients[figure, month, held.council].add(held.client_key)

    entries = EntitlementEntry.objects.filter(balance__body=hub, kind__in=("grant", "use"))
    for entry in entries.select_related("balance").iterator():
        granted = entry.kind == "grant"
        count("granted" if granted else "used", _day(entry.at), entry.balance, abs(entry.amount))
    for call in Call.objects.filter(body=hub, goodwill__gt=0).select_related("appointment__entitlement").iterator():
        count("goodwill", _day(call.started_at), call.appointment.entitlement, call.goodwill)
    for held in Entitlement.objects.filter(body=hub, scheme__closes_on__lt=localdate()).select_related("scheme"):
        count("expired", held.scheme.closes_on, held, held.amount)
    return [row for figure in FIGURES for row in _shown(figure, sums, clients)]


def _shown(
    figure: str, sums: dict[tuple[str, date, str], int], clients: dict[tuple[str, date, str], set[str]]
) -> list[Reach]:
    """The cells of a figure, without those from which one client's minutes could be told."""
    cells = [key for key in sums if key[0] == figure]
    months, councils = sorted({key[1] for key in cells}), sorted({key[2] for key in cells})
    many = [[len(clients.get((figure, month, council), ())) for council in councils] for month in months]
    found = []
    for month, row in zip(months, suppressed(many), strict=True):
        for council, shown in zip(councils, row, strict=True):
            minutes = sums.get((figure, month, council), 0)
            found.append(Reach(month, council, figure, None if shown is None else minutes))
    return found


def _day(at: datetime) -> date:
    return localtime(at, LONDON).date()
