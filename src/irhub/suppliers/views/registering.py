"""An agency that has no account registers, to apply to a framework."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from irhub.accounts.allauth_internals import within_limit
from irhub.accounts.sent_once import as_often_as_sent
from irhub.suppliers import queries, registering
from irhub.suppliers.connected_forms import RegisterConfirmForm, RegisterForm
from irhub.suppliers.frameworks import takes_applications
from irhub.web.errors import ActionRefused
from irhub.web.forms import posted, refusals_at, status_of

OFTEN = {"supplier-register": "10/h/ip,3/h/key"}
"""How often somebody registers: by network, and by the address that they give."""


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for an account of one's business. Whether it has one already is told to the address alone."""
    found = queries.framework_numbered(number)
    if found is None or not takes_applications(found, localdate()):
        raise Http404("There is no such framework, or it takes no applications.")
    form = posted(RegisterForm, request)
    if form.is_valid():
        with refusals_at(form):
            email = form.cleaned_data["email"]
            if not within_limit(request, "supplier-register", OFTEN, key=email.lower()):
                raise ActionRefused(
                    "You have asked several times within an hour. Look into your mail, or try again later."
                )
            registering.ask_to_register(found, **form.cleaned_data)
            messages.success(request, f"We have written to {email}. Open the link there and press the button to begin.")
            return redirect("framework", number)
    values = {
        "framework": found,
        "form": form,
        "basis": "",
        "heading": f"Register to apply to {found.name}",
        "button": "Register",
    }
    return render(request, "suppliers/details.html", values, status=status_of(form))


@as_often_as_sent
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, link: str) -> HttpResponse:
    """Have the account made, by a button: opening the link changes nothing. By a link that made one, its invitation is taken up."""
    if secret := registering.invitation_by(link):
        return redirect("invitation", secret)
    asked, form = registering.asked_by(link), posted(RegisterConfirmForm, request)
    found = queries.framework_numbered(asked.framework) if asked else None
    if asked is None or found is None:
        return render(request, "suppliers/register_gone.html", {"gone": registering.GONE}, status=410)
    if form.is_valid():
        with refusals_at(form):
            return redirect("invitation", registering.confirm(link, found))
    taken = registering.taken(asked, found) if registering.is_taken(asked) else ""
    values = {
        "asked": asked,
        "framework": found,
        "form": form,
        "taken": taken,
        "heading": "Your business has an account already" if taken else f"Register {asked.name}",
        "button": "Make the account",
    }
    return render(request, "suppliers/register_confirm.html", values, status=status_of(form))
