"""Which pairs are whose: those that concern the councils that a body watches over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from irhub.accounts.policy import Rows, Whose
from irhub.places import councils, councils_in, partnerships
from irhub.registers.models import Location


@dataclass(frozen=True)
class Scope:
    """The ONS codes of the councils whose pairs may be seen; None for all of England and what lies in no council."""

    codes: frozenset[str] | None

    def covers(self, pair_councils: list[str]) -> bool:
        """Whether a pair whose provider has or had locations in these councils may be seen."""
        return self.codes is None or not self.codes.isdisjoint(pair_councils)


def scope_of(rows: Rows, place: str) -> Scope:
    """What the queue is narrowed to: nothing where a role reviews any, else to the council or the partnership's councils."""
    if rows is Rows.ANY:
        return Scope(None)
    found = [known for known in partnerships() if known.slug == place]
    return Scope(frozenset({place, *(council.code for known in found for council in councils_in(known))} - {""}))


def whose_pair(provider_id: str, sponsor_key: str) -> Whose | None:
    """Whose a pair is: it concerns the councils in which the provider has or had locations, and their partnerships."""
    return Whose(places=places_of([provider_id]))


def places_of(provider_ids: Collection[str]) -> frozenset[str]:
    """The places in which providers have or had locations, as bodies name theirs: councils by code, partnerships by slug."""
    found = Location.objects.filter(provider_id__in=list(provider_ids)).values_list("council_code", flat=True)
    codes = set(found) - {""}
    near = {known.slug for known in partnerships() if codes & {council.code for council in councils_in(known)}}
    return frozenset(codes | near)


def every_place() -> frozenset[str]:
    """Every council and partnership, as bodies name theirs."""
    return frozenset({known.code for known in councils()} | {known.slug for known in partnerships()})


def councils_of(scope: Scope) -> list[tuple[str, str]]:
    """Code and name of the councils in a scope, by name."""
    covered = [council for council in councils() if scope.covers([council.code])]
    return sorted(((council.code, council.name) for council in covered), key=lambda told: told[1])
