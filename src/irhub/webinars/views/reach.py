"""Who was reached: by name for whoever leads the helpline, as counts for whoever pays."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from irhub.places.geography import council_of
from irhub.programmes.queries import programme_at
from irhub.web.listing import ask, download, show
from irhub.webinars import reach
from irhub.webinars.lists import REACH, ReachFilters


@require_safe
def never_reached(request: HttpRequest, slug: str) -> HttpResponse:
    """The providers that no webinar reached; as a page or a file."""
    programme = _programme(slug)
    there = [(code, found.name) for code in programme.councils if (found := council_of(code))]
    asked = ask(request, REACH, form=ReachFilters(request.GET, council=there))
    rows = reach.never_reached(programme, **asked.filters)
    if asked.format:
        return download(asked, rows, about=[f"Care providers that no webinar of {programme.name} has reached."])
    values = {"tables": reach.tables(reach.providers(programme), hide=False), "list": show(asked, rows)}
    return render(request, "webinars/reach.html", values | {"programme": programme})


@require_safe
def counts(request: HttpRequest, slug: str) -> HttpResponse:
    """How many providers the webinars reached, for whoever pays for the programme: nobody by name."""
    programme = _programme(slug)
    values = {"programme": programme, "tables": reach.counts_for_whoever_pays(programme)}
    return render(request, "webinars/counts.html", values)


def _programme(slug: str) -> Any:
    found = programme_at(slug)
    if found is None:
        raise Http404("There is no such programme.")
    return found
