"""A telephone call: who calls, whether the helpline is for them, and the call itself, logged in under a minute."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from irhub.accounts.acting import acting_membership
from irhub.support import callers, parties, queries, scripts, taking
from irhub.support.finding import FindForm
from irhub.support.forms import CallForm
from irhub.support.neutral import NEUTRAL
from irhub.web.forms import posted, refusals_at


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Who calls: by name, CQC id, postcode, company number, or the name of a council."""
    by, form = acting_membership(request), FindForm(request.GET)
    said = form.asked["q"]
    programmes = list(queries.programmes_run(by.body))
    found = callers.find_callers(said)
    told = [
        (one, [(programme, callers.eligibility(programme, one.kind, one.key)) for programme in programmes])
        for one in found[:8]
    ]
    return render(
        request,
        "support/find.html",
        {"form": form, "said": said, "told": told, "more": len(found) - len(told), "programmes": programmes},
    )


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, slug: str, kind: str, key: str) -> HttpResponse:
    """Log a call of a client."""
    by = acting_membership(request)
    programme = queries.helpline_at(slug)
    who = callers.caller(kind, key)
    if programme is None or who is None:
        raise Http404("There is no such programme or client.")
    form = posted(CallForm, request, themes=queries.theme_choices(programme))
    if form.is_valid():
        with refusals_at(form):
            return redirect(_logged(request, programme, who, form.cleaned_data))
    values: dict[str, Any] = {
        "programme": programme,
        "who": who,
        "form": form,
        "eligible": callers.eligibility(programme, kind, key),
        "minutes": callers.minutes_told(programme, kind, key),
        "conflicts": parties.conflicts(by.body_id, client=who.party),
        "neutral": NEUTRAL,
        "script": scripts.opening(programme),
    }
    return render(request, "support/call.html", values, status=400 if request.method == "POST" else 200)


def _logged(request: HttpRequest, programme: Any, who: Any, told: dict[str, Any]) -> str:
    made = taking.take_call(programme=programme, who=who, told=told, by=acting_membership(request))
    messages.success(request, f"The call is logged as {made}.")
    return reverse("support-case", args=[made.reference])
