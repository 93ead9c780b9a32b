"""The front door: what the hub is, one box to find anything, England in three numbers, and what each visitor can do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from irhub.dashboards.forms import Search
from irhub.dashboards.views.page import ASKED, page
from irhub.home import offers
from irhub.home.england import numbers
from irhub.registers import lagging, newest_editions
from irhub.registers import queries as register_queries
from irhub.registers.sources import SOURCES

_OF_ENGLAND = frozenset({"as_at", "definitions", "window"})
"""What links to England's page asked for while this was its address: they are cited for ever."""


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The front door; links to England as at a day lead on to England's page."""
    if _OF_ENGLAND & set(request.GET):
        return redirect(f"{reverse('england')}?{request.GET.urlencode()}", permanent=True)
    freshness = register_queries.freshness(localdate())
    loaded = {row.register for row in freshness if row.newest}
    return page(
        request,
        "home/front.html",
        form=Search({}),
        numbers=numbers(),
        missing=[SOURCES[register].title for register in ASKED if register not in loaded],
        parts=newest_editions.parts(None),
        withheld=lagging.decisions_wait(),
        freshness=freshness,
        audiences=offers.WHO,
    )
