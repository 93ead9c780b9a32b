"""What shows only when awards are laid side by side, or beside those of the last version: duplicates, and identifiers that changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from irhub.grants.giving360.awards import Award
from irhub.grants.giving360.checks.finding import ASKS, STOPS, Finding, Known
from irhub.web.words import words_of

Facts = tuple[object, ...]


def findings(awards: Sequence[Award], known: Known) -> Iterator[Finding]:
    """What is wrong with the awards together."""
    yield from _twice(awards)
    yield from _of_several_funders(awards)
    yield from _changed(awards, known.before)


def _facts(award: Award) -> Facts:
    """What a grant is, whatever number it bears."""
    return (*_organisation(award), award.awarded, award.award_date, tuple(words_of(award.title)))


def _organisation(award: Award) -> Facts:
    return (award.recipient.identifier or tuple(words_of(award.recipient.name)),)


def _twice(awards: Sequence[Award]) -> Iterator[Finding]:
    numbered: dict[str, list[int]] = defaultdict(list)
    alike: dict[Facts, list[int]] = defaultdict(list)
    for at, award in enumerate(awards):
        numbered[award.identifier].append(at)
        alike[_facts(award)].append(at)
    for identifier, places in numbered.items():
        for at in places[1:] if identifier else ():
            yield Finding(
                at,
                "identifier",
                "identifier_twice",
                STOPS,
                f"{identifier} stands before another grant too: give each its own.",
            )
    for places in alike.values():
        for at in places[1:]:
            if awards[at].identifier != awards[places[0]].identifier:
                yield Finding(
                    at,
                    "identifier",
                    "grant_twice",
                    ASKS,
                    f"{awards[places[0]].identifier or 'Another grant'} has the same recipient, amount, date and title: if it is one grant, leave one out.",
                )


def _of_several_funders(awards: Sequence[Award]) -> Iterator[Finding]:
    if not awards:
        return
    first = awards[0].funder
    for at, award in enumerate(awards):
        if (award.funder.identifier, award.funder.name) != (first.identifier, first.name):
            yield Finding(
                at,
                "funder_id",
                "several_funders",
                STOPS,
                f"The funder is not {first.name}, as in the first grant: publish a file for each funder.",
            )


def _changed(awards: Sequence[Award], before: Sequence[Award]) -> Iterator[Finding]:
    """Identifiers of the last version that are gone, or are another grant's now."""
    was = {award.identifier: award for award in before if award.identifier}
    now = {award.identifier for award in awards}
    gone: dict[Facts, list[str]] = defaultdict(list)
    for identifier, award in was.items():
        if identifier not in now:
            gone[_facts(award)].append(identifier)
    for at, award in enumerate(awards):
        held = was.get(award.identifier)
        if held is not None and _organisation(held) != _organisation(award) and held.awarded != award.awarded:
            yield Finding(
                at,
                "identifier",
                "identifier_reused",
                STOPS,
                f"{award.identifier} was another recipient’s in the last version: give this grant its own.",
            )
        if held is None and (old := gone.get(_facts(award))):
            yield Finding(
                at,
                "identifier",
                "identifier_changed",
                STOPS,
                f"This grant was published as {old.pop(0)}: keep that identifier.",
            )
            if not old:
                del gone[_facts(award)]


def gone(awards: Sequence[Award], before: Sequence[Award]) -> list[str]:
    """The identifiers of the last version that no award bears now: whoever publishes says why, for readers will miss them."""
    now = {award.identifier for award in awards}
    return [award.identifier for award in before if award.identifier and award.identifier not in now]
