"""Which records are one organisation: accepted links and shared company numbers joined up, conflicts told instead of joined.

Plain functions, no database. The result hangs on what is joined alone, never on the order in which it is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Edge:
    """An accepted link. `decided`: the number of the first decision behind it; None where only a score speaks."""

    sponsor_key: str
    provider_id: str
    score: float
    decided: int | None = None


@dataclass(frozen=True)
class Conflict:
    """A link that would bring two company numbers into one organisation, and the numbers: its provider's, and the other."""

    sponsor_key: str
    provider_id: str
    number: str
    other_number: str


@dataclass(frozen=True)
class Clusters:
    """For each provider, and each sponsor that joined one, by key: the provider that anchors its organisation."""

    anchors: dict[str, str]
    conflicts: list[Conflict]


def cluster(numbers: Mapping[str, str], minted_on: Mapping[str, date], edges: Iterable[Edge]) -> Clusters:
    """Form organisations of all the providers and of the sponsors that have an edge.

    `numbers`: each provider's company number, "" where it gave none. `minted_on`: when each provider first stood. Providers
    of one number are one organisation. Decisions join before scores do, earlier ones first, then the higher score;
    a link that would join two numbers joins nothing. The provider that stood first is the anchor, of two the lower id.
    """
    root = {provider: provider for provider in numbers}
    number_of: dict[str, str] = {}

    def find(record: str) -> str:
        while root[record] != record:
            root[record] = root[root[record]]
            record = root[record]
        return record

    first_with: dict[str, str] = {}
    for provider in sorted(numbers):
        if number := numbers[provider]:
            root[provider] = first_with.setdefault(number, provider)
            number_of[first_with[number]] = number
    conflicts = []
    for edge in sorted(edges, key=_strength):
        root.setdefault(edge.sponsor_key, edge.sponsor_key)
        one, other = find(edge.sponsor_key), find(edge.provider_id)
        held, asked = number_of.get(one, ""), number_of.get(other, "")
        if held and asked and held != asked:
            conflicts.append(Conflict(edge.sponsor_key, edge.provider_id, asked, held))
        elif one != other:
            root[one] = other
            if held:
                number_of[other] = held
    anchors: dict[str, str] = {}
    for provider in sorted(numbers, key=lambda provider: (minted_on[provider], provider)):
        anchors.setdefault(find(provider), provider)
    keys = {record: find(record) for record in root}
    return Clusters({record: anchors[top] for record, top in keys.items() if top in anchors}, conflicts)


def _strength(edge: Edge) -> tuple[bool, int, float, str, str]:
    return edge.decided is None, edge.decided or 0, -edge.score, edge.sponsor_key, edge.provider_id
