"""The page on which somebody says when they are away, and who covers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from irhub.accounts import absences
from irhub.accounts.acting import acting_membership
from irhub.accounts.forms import Away
from irhub.web.errors import ActionRefused
from irhub.web.forms import posted, refusals_at
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
    found = absences.absence_numbered(number)
    assert found is not None  # the access table opens the address of one that is there alone
    try:
        absences.take_back(found, by=acting_membership(request))
    except ActionRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Taken back: your work comes to you.")
    return redirect("away")
