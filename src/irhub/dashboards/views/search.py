"""The pages on which organisations, places and people are searched."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from irhub.accounts.acting import acting_membership
from irhub.accounts.audit import record
from irhub.accounts.menu import may_open
from irhub.dashboards.addresses import address_of
from irhub.dashboards.forms import Search, SearchPeople
from irhub.dashboards.views.page import page
from irhub.organisations.search import MOST, Town, by_name, by_number, by_person, by_postcode, by_town, towns_named
from irhub.places import Council, council_of
from irhub.places.finding import place_coded, places_named


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Places by name or code, organisations by any name, number, postcode or town. A number that is one organisation's leads to it."""
    form = Search(request.GET)
    asked = form.asked["q"]
    if coded := place_coded(asked):
        return redirect(address_of(coded))
    numbered = by_number(asked)
    if len(numbered) == 1:
        return redirect("organisation", numbered[0].organisation_id)
    at_postcode = [] if numbered else by_postcode(asked)
    by_words = len(asked) >= 2 and not numbered and not at_postcode
    named, found, towns = (places_named(asked), by_name(asked), towns_named(asked)) if by_words else ([], [], [])
    names = {place.name.casefold() for place in named}
    towns = [town for town in towns if town.name.casefold() not in names]
    return page(
        request,
        "dashboards/search.html",
        form=form,
        asked=asked,
        places=named,
        towns=[(town, [(council, town.locations[council.code]) for council in _councils(town)]) for town in towns],
        groups=[
            (f"With the number {asked}", numbered, []),
            ("At this postcode", at_postcode, []),
            ("Care providers", [row for row in found if row.care], []),
            ("Other CQC services", [row for row in found if row.provider and not row.care], []),
            ("Other sponsors", [row for row in found if not row.provider], []),
            *((f"Care providers in {town.name}", by_town(town), _councils(town)) for town in towns),
        ],
        may_see_people=may_open(request, "search-people"),
        most=MOST,
        whole_postcode=len("".join(asked.split())) >= 5,
    )


def _councils(town: Town) -> list[Council]:
    """The councils in which a town is."""
    return [council for code in town.locations if code and (council := council_of(code))]


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
