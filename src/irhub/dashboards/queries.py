"""What the England, council, data and search pages read. Every row type is frozen, every order stated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from irhub.dashboards.models import ChangeInCouncil
from irhub.organisations.models import ProviderInCouncil
from irhub.places import Council
from irhub.registers.models import Change


def of_councils(changes: QuerySet[Change], councils: Iterable[Council]) -> QuerySet[Change]:
    """Of the changes, those of locations that lie or lay in the councils, and of the sponsors and companies of their
    providers."""
    here = ChangeInCouncil.objects.filter(council_code__in=[council.code for council in councils])
    return changes.filter(id__in=here.values("change_id"))


def counted_by_kind(changes: QuerySet[Change]) -> dict[str, int]:
    """How many of the changes are of each kind."""
    return dict(changes.order_by("kind").values_list("kind").annotate(Count("id")))


def days_before(newest: date | None, days: int) -> date:
    """The date that many days before the newest edition."""
    return (newest or date.min + timedelta(days=days)) - timedelta(days=days)


@dataclass(frozen=True)
class Works:
    """A provider's name on the CQC's newest list, and the codes of the councils in which it works, most locations first."""

    name: str
    councils: tuple[str, ...]


def where_provider_works(provider_id: str) -> Works | None:
    """Where a provider has locations; None if the CQC's newest list has no such provider."""
    found = list(
        ProviderInCouncil.objects.filter(as_at=None, provider_id=provider_id)
        .exclude(council_code="")
        .order_by("-adult_social_care", "-locations", "council_code")
        .values_list("name", "council_code")
    )
    return Works(found[0][0], tuple(dict.fromkeys(code for _, code in found))) if found else None
