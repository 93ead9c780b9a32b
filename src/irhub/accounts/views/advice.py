"""The page on which a body's administrator records that the body may give immigration advice."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from irhub.accounts import advice
from irhub.accounts.acting import acting_membership
from irhub.accounts.forms import RegistrationToAdvise
from irhub.web.forms import posted, refusals_at


@require_http_methods(["GET", "POST"])
def registrations(request: HttpRequest) -> HttpResponse:
    """What is recorded of one's body, and a form to record a registration."""
    membership = acting_membership(request)
    form = posted(RegistrationToAdvise, request)
    if form.is_valid():
        with refusals_at(form):
            advice.add_registration(membership.body, **form.cleaned_data, by=membership)
            messages.success(request, "The registration is recorded.")
            return redirect("people-advice")
    today = localdate()
    context = {
        "body": membership.body,
        "form": form,
        "held": [
            (each, each in advice.registrations_on(membership.body, today))
            for each in advice.registrations_of(membership.body)
        ],
        "may": advice.may_advise(membership.body, today, 1),
    }
    return render(request, "accounts/advice.html", context)


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a record of one's body today."""
    if not advice.end_registration(number, by=acting_membership(request)):
        raise Http404("That registration does not exist, or no longer applies.")
    messages.success(request, "The registration is ended.")
    return redirect("people-advice")
