"""The menu and the foot of every page: the places that each room has in them (`NAVIGATION` and `FOOTER` of its module `navigation`:
route and title), those that the visitor may open; and before them where their work begins (`FIRST`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from irhub.accounts.access import opened_by, table
from irhub.accounts.acting import asker_of, membership_of
from irhub.accounts.policy import Asker, granted, reads_only
from irhub.accounts.trail_names import called_by_name
from irhub.web.rooms import gathered


@cache
def places_in(table_name: str) -> tuple[tuple[str, str], ...]:
    """Route and title of every place that the rooms name in their `NAVIGATION` or `FOOTER`."""
    return tuple(place for room in gathered("navigation", table_name) for place in room)


def may_open(request: HttpRequest, route: str, **names: object) -> bool:
    """Whether the visitor may open a route, or of it what an address with these names would name: for links that would
    lead to a refusal."""
    return _opens(asker_of(request), route, **names)


def _opens(asker: Asker, route: str, **names: object) -> bool:
    return opened_by(route, table()[route].to, asker, names) is not None


def may_send(request: HttpRequest, route: str) -> bool:
    """Whether the visitor may send what a route they may open takes: for forms that would lead to a refusal."""
    asker = asker_of(request)
    grant = granted(table()[route], asker)
    return grant is not None and not reads_only(grant, asker)


def own_places(request: HttpRequest) -> list[tuple[str, str]]:
    """Route and title of each place in the menu or at the foot that the visitor may open and the public may not: where their role works."""
    asker, public = asker_of(request), Asker(public_open=True)
    return [
        place
        for name in ("NAVIGATION", "FOOTER")
        for place in places_in(name)
        if _opens(asker, place[0]) and granted(table()[place[0]], public) is None
    ]


@dataclass(frozen=True)
class First:
    """What comes first in the menu: its route, what its address names, and its title."""

    route: str
    names: Mapping[str, str]
    title: str


def first_of(request: HttpRequest) -> tuple[str, str] | None:
    """Address and title of the place or record in which the visitor's work begins (`FIRST` of a room's module `navigation`), if they may
    open it."""
    for first in gathered("navigation", "FIRST"):
        found: First = first(membership_of(request))
        if may_open(request, found.route, **found.names):
            return reverse(found.route, kwargs=dict(found.names)), found.title
    return None


def navigation(request: HttpRequest) -> dict[str, object]:
    """For every template, `menu` and `foot`: route and title of each place that the visitor may open; `first`: address and title of what comes before
    them; `opens`, which tells of any route whether they may; `called`, which tells the name of somebody by their address; `demo` where people of the demo sign in by one click."""
    opens = partial(_opens, asker_of(request))  # who asks stays the same while a page is made
    return {
        "first": first_of(request),
        "menu": [place for place in places_in("NAVIGATION") if opens(place[0])],
        "foot": [place for place in places_in("FOOTER") if opens(place[0])],
        "opens": opens,
        "called": called_by_name(),
        "demo": settings.IRHUB_DEMO,
    }
