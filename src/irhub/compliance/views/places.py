"""Head office answers for its locations: which answer for themselves, and what they confirm."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from irhub.accounts.acting import acting_membership
from irhub.compliance import actions, queries
from irhub.compliance.forms import ConfirmForm, PlacesForm
from irhub.compliance.questionnaire import NAME
from irhub.compliance.views.checks import found
from irhub.web.forms import posted, refusals_at, refusals_told, status_of


@require_http_methods(["GET", "POST"])
def places(request: HttpRequest, number: int) -> HttpResponse:
    """Choose the locations that answer for themselves."""
    at, by = found(number), acting_membership(request)
    if at.heads is not None or at.sheet.questionnaire != NAME:
        raise Http404("Places answer for themselves in a self-check of head office alone.")
    there = queries.places_of(at.sheet)
    offered = {one.location_id: one.place for one in there} | {
        one.id: one.name for one in queries.locations_of(by.body)
    }
    chosen = [one.location_id for one in there]
    form = posted(
        PlacesForm, request, offered=sorted(offered.items(), key=lambda one: one[1]), initial={"places": chosen}
    )
    if form.is_valid():
        with refusals_at(form):
            actions.choose_places(at.sheet, form.cleaned_data["places"], by=by)
            messages.success(request, "Saved.")
            return redirect("self-check-sheet", number)
    return render(
        request, "compliance/places.html", {"at": at, "form": form, "offered": offered}, status=status_of(form)
    )


@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm that head office's answers are true of a place."""
    at, form = found(number), posted(ConfirmForm, request)
    if at.heads is None:
        raise Http404("Head office confirms nothing.")
    if form.is_valid():
        with refusals_told(request, "Confirmed."):
            actions.confirm_place(at.sheet, seen=form.cleaned_data["seen"], by=acting_membership(request))
    return redirect("self-check-sheet", number)
