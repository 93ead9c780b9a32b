"""The page of an organisation."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from irhub.organisations import queries
from irhub.registers import holdings
from irhub.registers.sources import SOURCES


@require_GET
def organisation(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """What each register says of an organisation, now and over time, with the row behind every statement."""
    taken_in_by = queries.redirect_of(organisation_id)
    if taken_in_by:
        return redirect("organisation", taken_in_by, permanent=True)
    found = queries.profile(organisation_id)
    if found is None:
        raise Http404("No organisation has this address.")
    return render(
        request,
        "organisations/organisation.html",
        {
            "fictional": holdings.is_fictional(),
            "sources": SOURCES,
            "found": found,
            "changes": holdings.changes_grouped(found.changes),
        },
    )
