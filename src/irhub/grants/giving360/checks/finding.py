"""What a check says, and what the checks are told beside the awards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from irhub.grants.giving360.awards import Award
from irhub.grants.giving360.fields import by_key

STOPS, ASKS = True, False
"""Whether what is found keeps a file from being published, or is for somebody to look at."""


class Said(NamedTuple):
    """What is found in one award. `kind`: the same for all of its sort, for counting. `sentence`: what is wrong, and what to do."""

    key: str
    kind: str
    stops: bool
    sentence: str


class Finding(NamedTuple):
    """The same, and which award, counted from 0."""

    at: int
    key: str
    kind: str
    stops: bool
    sentence: str

    @property
    def title(self) -> str:
        """The column as the standard calls it."""
        return by_key()[self.key].title


@dataclass(frozen=True)
class Known:
    """What the awards are held against.

    `prefix`: the publisher's of 360Giving, such as `360G-leeds`; "" if any will do. `before`: the awards of the last published version.
    `register_names`: by organisation identifier, the name on that register; the identifiers of whole registers are looked up there if
    `registers` names their lists, such as GB-COH, so that one that is missing is on no register.
    """

    today: date
    prefix: str = ""
    before: Sequence[Award] = ()
    register_names: Mapping[str, str] = field(default_factory=dict)
    registers: frozenset[str] = frozenset()
