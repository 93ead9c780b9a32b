"""What every page of this room is shown by."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from irhub.dashboards import permalinks
from irhub.places import Place, parents, place_at
from irhub.registers import lagging
from irhub.registers import queries as register_queries
from irhub.registers.sources import SOURCES

ASKED = ("home_office_sponsors", "cqc_locations")
"""The registers without which nobody can tell what needs action, or needed it on a past day."""


def untold(pin: permalinks.Pinned) -> list[str]:
    """The registers that are asked what needs action and are not held, or not as far back as the past day that is shown."""
    return [register for register in ASKED if register not in pin.editions]


def page(request: HttpRequest, template: str, **values: Any) -> HttpResponse:
    """A page, with what the base of every page here needs to know."""
    return render(request, template, {"fictional": register_queries.is_fictional(), "sources": SOURCES, **values})


def place_of(area: str, slug: str) -> Place:
    """The place of an address; 404 if no place has it."""
    place = place_at(area, slug)
    if place is None:
        raise Http404("No place has this address.")
    return place


def place_page(
    request: HttpRequest, template: str, place: Place, pin: permalinks.Pinned, **values: Any
) -> HttpResponse:
    """A page of a place, with what the head and tabs of each need to know."""
    return page(
        request,
        template,
        place=place,
        parents=parents(place),
        pin=pin,
        then=pin.then,
        newest=pin.newest,
        parts=pin.parts,
        untold=untold(pin),
        withheld=pin.as_at is None and lagging.decisions_wait(),
        **values,
    )
