"""Who left the sponsor register this quarter: the front door and the picture of councils count by the same days and the same rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from irhub.organisations.models import ProviderInCouncil
from irhub.registers import queries as register_queries


def quarter_of(day: date) -> date:
    """The first day of the quarter of the year in which a day is."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def this_quarter(as_at: date | None = None, held: tuple[date, date] | None = None) -> tuple[date, date] | None:
    """The quarter of the newest edition of sponsors, or of a past day: from its first day, or the first edition that is held if that is
    later, up to that edition or day. None while there is no second edition, from which alone a change can be told. `held`: the days of the
    first and the newest edition, of whoever knows them."""
    first, newest = held or register_queries.span_of("home_office_sponsors")
    if first is None or newest is None:
        return None
    until = min(as_at, newest) if as_at else newest
    return (max(quarter_of(until), first), until) if until > first else None


def left_since(since: date, as_at: date | None = None, councils: Collection[str] | None = None) -> set[tuple[str, str]]:
    """Provider and council of the care providers whose last linked sponsor left the register on that day or after it, and that hold no
    licence now (or on the past day): those that lists show as having left since. `councils`: of these alone."""
    found = ProviderInCouncil.objects.filter(
        as_at=as_at, adult_social_care=True, licence=ProviderInCouncil.Licence.FORMERLY, left_by__gte=since
    ).exclude(council_code="")
    if councils is not None:
        found = found.filter(council_code__in=councils)
    return set(found.values_list("provider_id", "council_code"))
