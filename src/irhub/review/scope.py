"""Which pairs a reviewer may decide: those that concern the councils that their body watches over."""

from __future__ import annotations

from dataclasses import dataclass

from irhub.accounts.models import Membership
from irhub.accounts.roles import Kind
from irhub.places import councils, councils_in, partnerships


@dataclass(frozen=True)
class Scope:
    """The ONS codes of the councils whose pairs may be seen; None for all of England and what lies in no council."""

    codes: frozenset[str] | None

    def covers(self, pair_councils: list[str]) -> bool:
        """Whether a pair whose provider has or had locations in these councils may be seen."""
        return self.codes is None or not self.codes.isdisjoint(pair_councils)


def scope_of(hat: Membership) -> Scope:
    """What a hat narrows review to: the department sees all, a partnership its councils, a council its own place."""
    kind, place = hat.body.kind, hat.body.place_code
    if kind == Kind.DEPARTMENT:
        return Scope(None)
    if kind == Kind.PARTNERSHIP:
        found = [known for known in partnerships() if known.slug == place]
        return Scope(frozenset(council.code for known in found for council in councils_in(known)))
    return Scope(frozenset({place} - {""}) if kind == Kind.COUNCIL else frozenset())


def councils_of(scope: Scope) -> list[tuple[str, str]]:
    """Code and name of the councils in a scope, by name."""
    covered = [council for council in councils() if scope.covers([council.code])]
    return sorted(((council.code, council.name) for council in covered), key=lambda told: told[1])
