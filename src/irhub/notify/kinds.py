"""The kinds of message that the hub writes. A room lists its own in its module `notices` (`KINDS`), found by that name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from django.db.models import TextChoices

from irhub.web.rooms import gathered

if TYPE_CHECKING:
    from irhub.notify.models import Preference


class Every(TextChoices):
    """How often a person hears of something."""

    DAY = "day", "Each day on which there is something"
    WEEK = "week", "Once a week"
    NEVER = "never", "Never"


@dataclass(frozen=True)
class Digest:
    """What is said of the time since somebody was last told: nothing, if the text is blank. `until`: the day up to which it tells."""

    until: date
    subject: str = ""
    text: str = ""


@dataclass(frozen=True)
class Chosen:
    """A kind that people choose for themselves, for a body in which they hold a role.

    `route`: who may open this page may have it. `begins`: the day from which somebody who chooses it now is told. `write`: what is to be
    said to a person since a day, with links that begin with the address of the site; None while they may not have it, or there
    is nothing newer.
    """

    route: str
    begins: Callable[[], date]
    write: Callable[[Preference, str], Digest | None]


@dataclass(frozen=True)
class Kind:
    """A kind of message: its name in the database, what it is called on pages, and for how long it is worth being sent.

    `of_use`: after so long it is not tried again, and its text is removed if it has not left. `chosen`: of what people choose to have;
    a kind without is written to whom it concerns, and nobody can switch it off: to those who may open the page `route`, if one is named.
    """

    name: str
    title: str
    of_use: timedelta = timedelta(days=3)
    chosen: Chosen | None = None
    route: str = ""


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
