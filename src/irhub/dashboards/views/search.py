"""The pages on which organisations, places and people are searched."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from irhub.accounts.acting import acting_membership
from irhub.accounts.audit import record
from irhub.accounts.menu import may_open
from irhub.dashboards.forms import Search, SearchPeople
from irhub.dashboards.views.page import page
from irhub.organisations.search import MOST, by_name, by_person, by_postcode
from irhub.places import places


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Organisations by any of their names or by postcode, and places by name."""
    form = Search(request.GET)
    asked = form.asked["q"]
    at_postcode = by_postcode(asked)
    found = [] if at_postcode or len(asked) < 2 else by_name(asked)
    return page(
        request,
        "dashboards/search.html",
        form=form,
        asked=asked,
        places=[place for place in places() if len(asked) >= 2 and asked.casefold() in place.name.casefold()],
        groups=[
            ("At this postcode", at_postcode),
            ("Care providers", [row for row in found if row.provider]),
            ("Sponsors without a linked care provider", [row for row in found if not row.provider]),
        ],
        may_see_people=may_open(request, "search-people"),
        most=MOST,
    )


@require_safe
def search_people(request: HttpRequest) -> HttpResponse:
    """Organisations by the people whom registers name for them. Every search is kept in the audit trail."""
    form = SearchPeople(request.GET)
    asked = form.asked["q"]
    people = []
    if len(asked) >= 3:
        people = by_person(asked)
        record(
            "searched for a person",
            by=acting_membership(request),
            about="search/people",
            typed=asked[:100],
        )
    return page(request, "dashboards/search_people.html", form=form, asked=asked, people=people, most=MOST)
