"""The hub's own checks of awards: what the standard's schema and its checker accept, and what should not be published all the same.

`check` asks all of them. Each finding names the award, the column and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence

from irhub.grants.giving360.awards import Award
from irhub.grants.giving360.checks import amounts, dates, identifiers, organisations, people, places, texts, whole_file
from irhub.grants.giving360.checks.finding import Finding, Known

_OF_ONE = (
    identifiers.findings,
    texts.findings,
    amounts.findings,
    dates.findings,
    organisations.findings,
    places.findings,
    people.findings,
)


def check(awards: Sequence[Award], known: Known) -> list[Finding]:
    """What is found in these awards, in their order. `Finding.stops`: it must be put right before they are published."""
    told = [
        Finding(at, *said) for at, award in enumerate(awards) for findings in _OF_ONE for said in findings(award, known)
    ]
    return sorted([*told, *whole_file.findings(awards, known)], key=lambda found: found.at)
