"""Pages of the schemes of a programme."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.programmes import actions, forms, queries
from irhub.programmes.changes import OF_A_SCHEME
from irhub.programmes.views.programmes import changed, programme_found, tell
from irhub.web.forms import posted, refusals_at


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a scheme."""
    found = programme_found(slug)
    form = posted(forms.SchemeForm, request, programme=found, initial={"councils": found.councils})
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        with refusals_at(form):
            made = actions.add_scheme(programme=found, **given, by=acting_membership(request))
            messages.success(request, "The scheme is a draft: read it again, then publish it.")
            return redirect("scheme", made.pk)
    return render(request, "programmes/add_scheme.html", {"form": form, "programme": found})


@require_safe
def scheme(request: HttpRequest, number: int) -> HttpResponse:
    """One scheme, and what happened to it."""
    found = _found(number)
    return render(
        request,
        "programmes/scheme.html",
        {
            "scheme": found,
            "stage": found.stage(localdate()),
            "councils": queries.covered(found.councils),
            "events": found.events.order_by("-at", "-pk"),
            "seen": forms.Seen(initial={"version": found.version}),
        },
    )


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, number: int, what: str) -> HttpResponse:
    """Change a scheme: in which way, the address says (changes.py)."""
    found = _found(number)
    if what not in OF_A_SCHEME:
        raise Http404("A scheme cannot be changed so.")
    return changed(request, found, OF_A_SCHEME[what], found.programme, redirect("scheme", number))


@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Let everybody see it."""
    found, form = _found(number), posted(forms.Seen, request)
    if form.is_valid():
        version = form.cleaned_data["version"]
        tell(request, actions.publish_scheme, "The scheme is published.", scheme=found, version=version)
    return redirect("scheme", number)


def _found(number: int) -> Any:
    found = queries.scheme_numbered(number)
    if found is None:
        raise Http404("There is no such scheme.")
    return found
