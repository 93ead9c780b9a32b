"""Who owns the company of a provider, and which other providers have the same owner, as a page of the provider shows it."""

from __future__ import annotations

from dataclasses import dataclass

from irhub.indicators.models import Owned
from irhub.indicators.rows import Evidence, evidence_of
from irhub.indicators.snapshot import CONTROLLERS


@dataclass(frozen=True)
class Sister:
    """A provider of a group: the own organisation, or another with the same owner."""

    organisation_id: str
    name: str
    locations: int
    beds: int
    licensed: bool


@dataclass(frozen=True)
class Group:
    """Who owns the company of a provider, with the source rows that say so, and the other providers with that owner: those
    with most locations first. `owns`: the provider's own company is the owner."""

    owner_name: str
    owns: bool
    evidence: tuple[Evidence, ...]
    others: tuple[Sister, ...]


def group_of(organisation_id: str) -> Group | None:
    """The owner of an organisation and whom else it owns, now; None where no owner is known."""
    mine = Owned.objects.filter(organisation_id=organisation_id).first()
    if mine is None:
        return None
    others = Owned.objects.filter(owner_key=mine.owner_key).exclude(pk=mine.pk).order_by("-locations", "-beds", "name")
    columns = ("organisation_id", "name", "locations", "beds", "licensed")
    rows = evidence_of(mine.evidence)
    return Group(
        mine.owner_name,
        all(row.register != CONTROLLERS for row in rows),
        rows,
        tuple(Sister(*row) for row in others.values_list(*columns)),
    )
