"""What hangs on a licence, who else is near, and a way to begin a plan."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.continuity import actions, queries
from irhub.continuity.exposure import exposure
from irhub.continuity.forms import Nearby, OpenPlan
from irhub.continuity.near import near
from irhub.registers import queries as register_queries
from irhub.web.forms import posted, refusals_at
from irhub.web.listing import page_of

AT_ONCE = 10
"""Locations on a page, each with who is near it."""
USUAL_MILES = 5


@require_safe
def what_if(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """What would be touched if the sponsor licence of an organisation went, who else is near, and what to do."""
    return _what_if(request, organisation_id)


@require_POST
def plan_open(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Begin a plan for an organisation."""
    membership = acting_membership(request)
    form = posted(OpenPlan, request, body=membership.body.name)
    if exposure(organisation_id) is None:
        raise Http404("No organisation has this address.")
    if not form.is_valid():
        return _what_if(request, organisation_id, form)
    with refusals_at(form):
        made = actions.open_plan(organisation_id, form.cleaned_data["why"], by=membership)
        messages.success(request, f"The plan is open. Everybody of {membership.body.name} sees what you save.")
        return redirect("plan", made.pk)
    return _what_if(request, organisation_id, form)


def _what_if(request: HttpRequest, organisation_id: str, form: OpenPlan | None = None) -> HttpResponse:
    membership = acting_membership(request)
    found = exposure(organisation_id)
    if found is None:
        raise Http404("No organisation has this address.")
    nearby = Nearby(request.GET, usual={"miles": USUAL_MILES})
    miles = int(nearby.asked["miles"])
    of = page_of(found.locations, request.GET.get("page"), AT_ONCE)
    return render(
        request,
        "continuity/what_if.html",
        {
            "fictional": register_queries.is_fictional(),
            "found": found,
            "miles": miles,
            "nearby": nearby,
            "of": of,
            "near": near(organisation_id, list(of.rows), miles),
            "plans": queries.plans_of(membership.body, organisation_id),
            "form": form or OpenPlan(body=membership.body.name),
        },
        status=400 if form else 200,
    )
