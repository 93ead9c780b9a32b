"""What changed: since a person's last visit to a place, or in the 7, 30 or 90 days up to the newest edition, or to a past day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.timezone import localdate

from irhub.accounts.models import Person
from irhub.dashboards import queries
from irhub.dashboards.models import Visit
from irhub.organisations.queries import beside_others
from irhub.places import COUNTRY, Place, councils
from irhub.registers import queries as register_queries
from irhub.registers.models import Change

SITTING = timedelta(hours=4)
"""Pages that a person opens within this time of one another are one visit."""
DAYS = (7, 30, 90)
VISIT = "visit"
_WEIGHTY = (
    "licence_removed", "licence_returned", "rating_changed", "location_deregistered", "renamed", "licence_granted",
    "provider_changed", "company_status_changed", "became_dormant",
)  # fmt: skip
SHOWN = 6


@dataclass(frozen=True)
class ChangePeriod:
    """A stretch of time in which changes were seen: what it is called, how it is asked for, and its changes.

    `since` is the day of the last visit, or the first day of the stretch.
    """

    asked: str
    title: str
    since: date
    found: QuerySet[Change]


def visited(person: Person, place: Place) -> datetime | None:
    """Keep that a person looks at a place now. Returns when they last did before this sitting."""
    now = timezone.now()
    visit, new = Visit.objects.get_or_create(person=person, place_code=place.code, defaults={"latest_at": now})
    if new:
        return None
    if now - visit.latest_at > SITTING:
        visit.before_at = visit.latest_at
    visit.latest_at = now
    visit.save(update_fields=["latest_at", "before_at"])
    return visit.before_at


def periods_offered(before: datetime | None) -> list[tuple[str, str]]:
    """All that can be asked for: how, and its title; the one that suits is `usual`."""
    visit = [(VISIT, "Since your last visit")] if before else []
    return [*visit, *((str(days), f"{days} days") for days in DAYS)]


def usual(before: datetime | None) -> str:
    """The period that suits where none is asked for."""
    return VISIT if before else "30"


def period(place: Place, newest: date | None, before: datetime | None, chosen: str) -> ChangePeriod:
    """One of the periods that are offered, with its changes."""
    if chosen == VISIT and before:
        loaded = register_queries.editions_loaded_since(before)
        among = Q(pk__in=[])
        for register, day in loaded:
            among |= Q(register=register, by=day)
        since = localdate(before)
        found = of_place(register_queries.changes_between().filter(among), place)
        return ChangePeriod(VISIT, f"since your last visit on {since.day} {since:%B}", since, found)
    since = queries.days_before(newest, int(chosen))
    found = of_place(register_queries.changes_between(since), place)
    up_to = f"{newest.day} {newest:%B %Y}" if newest else "the newest edition"
    return ChangePeriod(chosen, f"in the {chosen} days up to {up_to}", since, found)


def of_place(changes: QuerySet[Change], place: Place) -> QuerySet[Change]:
    """Of the changes, those that concern care providers of a place."""
    return queries.of_councils(changes, councils() if place.kind == COUNTRY else place.councils)


def weightiest(found: QuerySet[Change]) -> list[register_queries.ChangeGroup]:
    """The changes that most often ask for something to be done, the newest of each kind first."""
    order = Case(
        *(When(kind=kind, then=Value(number)) for number, kind in enumerate(_WEIGHTY)),
        default=Value(len(_WEIGHTY)),
        output_field=IntegerField(),
    )
    shown = list(found.order_by(order, "-by", "name", "id")[:SHOWN])
    return register_queries.changes_grouped(shown, beside_others(shown))
