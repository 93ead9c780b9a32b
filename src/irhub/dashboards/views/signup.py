"""The page on which a care provider asks to take part: the council in whose area it works decides (accounts)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from irhub.accounts import provider_requests
from irhub.accounts.allauth_internals import within_limit
from irhub.accounts.forms import AskToTakePart
from irhub.accounts.sent_once import once
from irhub.dashboards.queries import where_provider_works
from irhub.places import councils_in, partnerships
from irhub.web.forms import posted, refusals_at

OFTEN = {"join": "5/h/ip"}
"""How often one address of the network may ask."""


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Ask to act for a care provider on the CQC's list."""
    form = posted(AskToTakePart, request, initial={"provider_id": request.GET.get("provider", "")})
    if form.is_valid():
        told = form.cleaned_data
        works = where_provider_works(told["provider_id"])
        if works is None:
            form.add_error("provider_id", "No provider with this number is on the CQC’s newest list.")
        elif not within_limit(request, "join", OFTEN):
            form.add_error(None, "Too many requests came from where you are. Try again in an hour.")
        else:
            covering = [
                place.slug
                for place in partnerships()
                if {council.code for council in councils_in(place)} & set(works.councils)
            ]
            decides = provider_requests.deciding_body(works.councils, covering)
            known = {name: told[name] for name in ("provider_id", "name", "email", "words")}

            def asks() -> str:
                provider_requests.ask(decides, provider_name=works.name, **known)
                return "asked"

            with refusals_at(form):
                once(request, asks)
                context = {"name": works.name, "decides": decides.name if decides else "The operator of the hub"}
                return render(request, "dashboards/joined.html", context)
    return render(request, "dashboards/join.html", {"form": form})
