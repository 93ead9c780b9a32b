"""Naming who decides of a programme's safeguarding concerns."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from irhub.accounts.acting import acting_membership
from irhub.support import queries
from irhub.support.forms import NameLeadForm
from irhub.support.safeguarding import grounds, lead_of, name_lead
from irhub.web.forms import posted, refusals_at


@require_http_methods(["GET", "POST"])
def lead(request: HttpRequest, slug: str) -> HttpResponse:
    """Who decides of the safeguarding concerns of a programme, and what may be told to whom."""
    by, programme = acting_membership(request), queries.helpline_at(slug)
    if programme is None:
        raise Http404("There is no helpline at this address.")
    now = lead_of(programme)
    form = posted(NameLeadForm, request, people=queries.adviser_choices(by), initial={"person": now and now.pk})
    if form.is_valid():
        with refusals_at(form):
            made = name_lead(programme=programme, by=by, **form.cleaned_data)
            messages.success(request, f"{made.person.name} decides of safeguarding concerns.")
            return redirect("support")
    values = {"programme": programme, "form": form, "now": now, "grounds": grounds()}
    return render(request, "support/safeguarding.html", values, status=400 if request.method == "POST" else 200)
