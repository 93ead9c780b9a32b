"""What waits for somebody, from whichever room: rooms list theirs in a module `my_work`, and *My work* shows all of it.

So the page knows no room by name, and rooms that stand side by side never import one another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from irhub.accounts.models import Membership
from irhub.web.rooms import gathered


@dataclass(frozen=True)
class Waiting:
    """A page of work: its route, what it is called, and what waits there for whoever acts, in a word or two (blank: nothing to tell).

    `urgent`: of that, what somebody may come to harm by or waits for; a page with some comes before all others. `always`: whether the page is
    shown while nothing waits."""

    route: str
    title: str
    told: Callable[[Membership], str] = lambda _: ""
    urgent: Callable[[Membership], str] = lambda _: ""
    always: bool = True


@dataclass(frozen=True)
class Place:
    """A page of work as it is shown to somebody."""

    route: str
    title: str
    told: str


def places_of_work(membership: Membership, opens: Callable[[str], bool]) -> list[Place]:
    """The pages of work that somebody may open (`opens` says so of a route), in the order of the rooms, but what is urgent first."""
    listed = [waiting for of_a_room in gathered("my_work", "WAITING") for waiting in of_a_room if opens(waiting.route)]
    told = [(one, one.urgent(membership), one.told(membership)) for one in listed]
    told.sort(key=lambda row: not row[1])
    found = [(one, ", ".join(filter(None, (urgent, rest)))) for one, urgent, rest in told]
    return [Place(one.route, one.title, says) for one, says in found if says or one.always]
