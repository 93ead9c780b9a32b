"""The kinds of message that the hub writes. A room lists its own in its module `notices` (`KINDS`), found by that name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from irhub.web.rooms import gathered


@dataclass(frozen=True)
class Kind:
    """A kind of message: its name in the database, what it is called on pages, and for how long it is worth being sent.

    `of_use`: after so long it is not tried again, and its text is removed if it has not left.
    """

    name: str
    title: str
    of_use: timedelta = timedelta(days=3)


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds of every room, by name. Raises ValueError if two have one name."""
    found = [kind for room in gathered("notices", "KINDS") for kind in room]
    named = {kind.name: kind for kind in found}
    if len(named) < len(found):
        raise ValueError("Two kinds of message have one name.")
    return named


def title_of(name: str) -> str:
    """What a kind is called on pages; its name if no room writes it any more."""
    kind = kinds().get(name)
    return kind.title if kind else name
