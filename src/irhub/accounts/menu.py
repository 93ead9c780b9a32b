"""The menu and the foot of every page: the places that each room has in them (`NAVIGATION` and `FOOTER` of its module `navigation`:
route and title), those that the visitor may open; and their own place or record, which comes first (`OWN`)."""

from __future__ import annotations

from functools import cache, partial

from django.conf import settings
from django.http import HttpRequest

from irhub.accounts.access import reaches, table
from irhub.accounts.acting import asker_of, membership_of
from irhub.accounts.policy import granted
from irhub.web.rooms import gathered


@cache
def places_in(table_name: str) -> tuple[tuple[str, str], ...]:
    """Route and title of every place that the rooms name in their `NAVIGATION` or `FOOTER`."""
    return tuple(place for room in gathered("navigation", table_name) for place in room)


def may_open(request: HttpRequest, route: str, **names: object) -> bool:
    """Whether the visitor may open a route, or of it what an address with these names would name: for links that would
    lead to a refusal."""
    asker = asker_of(request)
    grant = granted(table()[route], asker)
    return grant is not None and reaches(route, grant, asker, names)


def own_of(request: HttpRequest) -> tuple[str, str] | None:
    """Address and name of the place or record in which the visitor's work begins (`OWN` of a room's module `navigation`), if they have one."""
    membership = membership_of(request)
    named = (own(membership) for own in gathered("navigation", "OWN") if membership)
    return next((found for found in named if found), None)


def navigation(request: HttpRequest) -> dict[str, object]:
    """For every template, `menu` and `foot`: route and title of each place that the visitor may open; `own`: address and name of their own
    place; `opens`, which tells of any route whether they may; `demo` where people of the demo sign in by one click."""
    opens = partial(may_open, request)
    return {
        "own": own_of(request),
        "menu": [place for place in places_in("NAVIGATION") if opens(place[0])],
        "foot": [place for place in places_in("FOOTER") if opens(place[0])],
        "opens": opens,
        "demo": settings.IRHUB_DEMO,
    }
