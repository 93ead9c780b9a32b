"""The page of an organisation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from irhub.organisations import queries
from irhub.registers import newest_editions
from irhub.registers import queries as register_queries
from irhub.registers.sources import SOURCES

OUTSIDE = {
    "provider": "https://www.cqc.org.uk/provider/",
    "location": "https://www.cqc.org.uk/location/",
    "company": "https://find-and-update.company-information.service.gov.uk/company/",
}
"""What the publishers' own pages of an id begin with."""
MOST_EVENTS = 8
"""So many lines of what happened are read at a glance."""


def organisation_page(
    request: HttpRequest, found: queries.Profile, template: str = "organisations/organisation.html", **values: Any
) -> HttpResponse:
    """What each register says of an organisation, now and over time, with the row behind every statement.

    `template`: one that extends this room's and fills its blocks from the `values`.
    """
    return render(
        request,
        template,
        {
            "fictional": any(one.fictional for one in found.newest),
            "sources": SOURCES,
            "found": found,
            "outside": OUTSIDE,
            "MOST_EVENTS": MOST_EVENTS,
            "parts": newest_editions.parts_of(found.newest),
            "changes": register_queries.changes_grouped(found.changes, queries.beside_others(found.changes)),
            **values,
        },
    )


Told = TypeVar("Told")


def found_or_away(organisation_id: str, route: str, read: Callable[[str], Told | None]) -> Told | HttpResponse:
    """The organisation as `read` tells of it, or the way to the one that took it in. Raises Http404 if the id was never given."""
    found = read(organisation_id)
    if found is not None:
        return found
    taken_in_by = queries.redirect_of(organisation_id)
    if taken_in_by is None:
        raise Http404("No organisation has this address.")
    return redirect(route, taken_in_by, permanent=True)
