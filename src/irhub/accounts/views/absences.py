"""The pages on which people say when they, or colleagues, are away, and who covers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts import absences, queries
from irhub.accounts.acting import acting_membership
from irhub.accounts.forms import Away, ColleagueAway
from irhub.web.forms import posted, refusals_at, refusals_told
from irhub.web.saying import say_day


@require_http_methods(["GET", "POST"])
def away(request: HttpRequest) -> HttpResponse:
    """When one is away in the role in which one acts, for whom one covers, and a form to say it."""
    membership = acting_membership(request)
    colleagues = absences.can_cover(membership)
    form = posted(Away, request, colleagues=colleagues)
    if form.is_valid():
        with refusals_at(form):
            made = absences.say_away(**form.cleaned_data, by=membership)
            messages.success(
                request, f"{made.cover.person.name} covers for you from {say_day(made.first)} to {say_day(made.last)}."
            )
            return redirect("away")
    context = {
        "form": form,
        "colleagues": colleagues,
        "mine": absences.absences_of(membership),
        "covered": absences.covered_by(membership),
    }
    return render(request, "accounts/away.html", context)


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Say that one is not away after all."""
    return _taken_back(request, number, "Cancelled. Your work comes to you again.", "away")


@require_safe
def colleagues(request: HttpRequest) -> HttpResponse:
    """Who of one's colleagues is away, and of whom one may say so."""
    by = acting_membership(request)
    context = {"standing": absences.absences_said_of(by), "held": absences.of_colleagues(by)}
    return render(request, "accounts/colleagues_away.html", context)


@require_http_methods(["GET", "POST"])
def colleague(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a colleague is away, and who covers for them."""
    by, held = acting_membership(request), queries.role_numbered(number)
    if held is None:
        raise Http404("Nobody holds this role.")
    covers = absences.can_cover(held)
    form = posted(ColleagueAway, request, colleagues=covers)
    if form.is_valid():
        with refusals_at(form):
            made = absences.say_away(**form.cleaned_data, by=by, of=held)
            told = f"{made.cover.person.name} covers for {held.person.name} from {say_day(made.first)} to {say_day(made.last)}."
            messages.success(request, told)
            return redirect("colleagues-away")
    context = {"form": form, "held": held, "covers": covers}
    status = 400 if request.method == "POST" else 200
    return render(request, "accounts/colleague_away.html", context, status=status)


@require_POST
def colleague_back(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a colleague is not away after all."""
    return _taken_back(request, number, "Cancelled. Their work comes to them again.", "colleagues-away")


def _taken_back(request: HttpRequest, number: int, done: str, then: str) -> HttpResponse:
    found = absences.absence_numbered(number)
    assert found is not None  # the access table opens the address of one that is there alone
    with refusals_told(request, done):
        absences.take_back(found, by=acting_membership(request))
    return redirect(then)
