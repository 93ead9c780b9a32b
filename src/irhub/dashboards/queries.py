"""What the England, council, data and search pages read. Every row type is frozen, every order stated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL

from irhub.dashboards.models import ProviderInCouncil
from irhub.places import Council
from irhub.registers.models import Change

Licence = ProviderInCouncil.Licence
SORTS = {
    "name": ("name", "provider_id"),
    "locations": ("-locations", "name", "provider_id"),
    "beds": ("-beds", "name", "provider_id"),
    "licence": ("licence", "name", "provider_id"),
}
_OF_COUNCILS = """
    SELECT c.id FROM dashboards_recordincouncil r JOIN registers_change c ON c.entity_key = r.entity_key
    WHERE r.council_code = ANY(%s)
    UNION SELECT c.id FROM dashboards_recordincouncil r JOIN registers_change c ON c.entity_key_before = r.entity_key
    WHERE r.council_code = ANY(%s)
"""


@dataclass(frozen=True)
class CouncilRow:
    """A council's figures: locations and providers on the CQC's list, and how many providers hold a licence."""

    council_code: str
    locations: int
    providers: int
    licensed: int
    formerly: int


@dataclass(frozen=True)
class Coverage:
    """How far the registers were joined: providers on the CQC's newest list, and how many have a linked sponsor."""

    providers: int
    linked: int


def council_rows() -> dict[str, CouncilRow]:
    """By code, every council that has a location on the CQC's newest list."""
    rows = (
        ProviderInCouncil.objects.values("council_code")
        .annotate(
            sum_locations=Sum("locations"),
            providers=Count("id"),
            licensed=Count("id", filter=Q(licence=Licence.LICENSED)),
            formerly=Count("id", filter=Q(licence=Licence.FORMERLY)),
        )
        .order_by("council_code")
    )
    return {
        row["council_code"]: CouncilRow(
            row["council_code"], row["sum_locations"], row["providers"], row["licensed"], row["formerly"]
        )
        for row in rows
    }


def providers_in(council: Council) -> QuerySet[ProviderInCouncil]:
    """The providers with a location in the council now, by name."""
    return ProviderInCouncil.objects.filter(council_code=council.code).order_by(*SORTS["name"])


def counted(providers: QuerySet[ProviderInCouncil], field: str) -> dict[str, int]:
    """How many providers have each value of a field."""
    return dict(providers.order_by(field).values_list(field).annotate(Count("id")))


def services_in(providers: QuerySet[ProviderInCouncil]) -> list[str]:
    """The service types of the providers, each once, in order."""
    return sorted(
        {
            service
            for joined in providers.order_by().values_list("service_types", flat=True).distinct()
            for service in joined.split(" | ")
            if service
        }
    )


def of_councils(changes: QuerySet[Change], councils: Iterable[Council]) -> QuerySet[Change]:
    """Of the changes, those of locations that lie or lay in the councils, and of the sponsors and companies of their
    providers."""
    codes = [council.code for council in councils]
    return changes.filter(id__in=RawSQL(_OF_COUNCILS, (codes, codes)))


def change_counts(since: date) -> dict[str, int]:
    """How many changes of each kind were seen in editions of `since` or later."""
    return counted_by_kind(Change.objects.filter(by__gte=since))


def counted_by_kind(changes: QuerySet[Change]) -> dict[str, int]:
    """How many of the changes are of each kind."""
    return dict(changes.order_by("kind").values_list("kind").annotate(Count("id")))


def days_before(newest: date | None, days: int) -> date:
    """The date that many days before the newest edition."""
    return (newest or date.min + timedelta(days=days)) - timedelta(days=days)


def coverage() -> Coverage:
    """How many of the providers on the CQC's newest list have a linked sponsor, now or formerly."""
    found: dict[str, Any] = ProviderInCouncil.objects.aggregate(
        providers=Count("provider_id", distinct=True),
        linked=Count("provider_id", distinct=True, filter=~Q(licence=Licence.NONE)),
    )
    return Coverage(**found)


@dataclass(frozen=True)
class Works:
    """A provider's name on the CQC's newest list, and the codes of the councils in which it works, most locations first."""

    name: str
    councils: tuple[str, ...]


def where_provider_works(provider_id: str) -> Works | None:
    """Where a provider has locations; None if the CQC's newest list has no such provider."""
    found = list(
        ProviderInCouncil.objects.filter(provider_id=provider_id)
        .order_by("-locations", "council_code")
        .values_list("name", "council_code")
    )
    return Works(found[0][0], tuple(code for _, code in found)) if found else None
