"""The way in: who somebody is, what they can get where they are, and what waits for whoever is signed in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from irhub.accounts.acting import membership_of
from irhub.accounts.menu import may_open, own_places
from irhub.casework.work import places_of_work
from irhub.home import offers
from irhub.home.forms import Where
from irhub.home.own import lands_on
from irhub.places import place_of_code
from irhub.places.geography import council_of
from irhub.programmes.national import national
from irhub.registers import queries as register_queries

_HELP = (
    ("help-questions", "What you asked the helpline"),
    ("legal-mine", "Your minutes of free legal advice, and appointments"),
    ("webinar-bookings", "Webinars that you booked"),
)
"""Route and title of what somebody whom the hub helps comes back to."""


@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """Who are you: the way to what there is for each."""
    return render(request, "home/who.html", {"audiences": offers.WHO})


@require_safe
def for_whom(request: HttpRequest, audience: str) -> HttpResponse:
    """What an audience can get where it is, how, and until when."""
    asks = offers.audience_of(audience)
    if asks is None:
        raise Http404("Choose whether you are a care provider, a council, a worker or a partner.")
    membership = membership_of(request)
    own = offers.own_councils(membership) if membership else []
    form = Where(request.GET, usual={"council": own[0].slug} if own else None)
    council = council_of(form.asked["council"]) if form.asked["council"] else None
    return render(
        request,
        "home/for_whom.html",
        {
            "audience": asks,
            "told": offers.WHO[asks],
            "form": form,
            "council": council,
            "offers": offers.offers(asks, council, localdate()) if council else [],
            "national": national(asks),
            "to_read": offers.to_read(asks),
        },
    )


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Where somebody's own work begins. Whoever acts in no role comes to their account."""
    membership = membership_of(request)
    return redirect(lands_on(membership) if membership else "me")


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What waits for somebody in their role, and where they work. Whoever acts in none comes to their account."""
    membership = membership_of(request)
    if membership is None:
        return redirect("me")
    waits = places_of_work(membership, lambda route: may_open(request, route))
    own = offers.own_councils(membership)
    asks = offers.own_audience(membership)
    help_for = [place for place in _HELP if asks and may_open(request, place[0])]
    told = {one.route for one in waits if one.told} | {route for route, _ in help_for}
    works = {one.route: one.title for one in waits}
    for route, title in own_places(request):
        works.setdefault(route, title)
    return render(
        request,
        "home/today.html",
        {
            "fictional": register_queries.is_fictional(),
            "day": localdate(),
            "waiting": [one for one in waits if one.told],
            "places": [(route, title) for route, title in works.items() if route not in told],
            "help": help_for,
            "place": place_of_code(membership.body.place_code) if membership.body.place_code else None,
            "organisation": offers.own_organisation(membership),
            "audience": asks,
            "offers": [one for council in own[:1] for one in offers.offers(asks, council, localdate())] if asks else [],
        },
    )
