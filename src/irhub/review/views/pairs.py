"""The pages on which people decide who is who. Each narrows what it shows to the councils of the reviewer's body."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from irhub.accounts.acting import acting_membership
from irhub.accounts.row_security import job_access
from irhub.accounts.sent_once import as_often_as_sent
from irhub.organisations import decisions
from irhub.registers import queries as register_queries
from irhub.review import queries, queue
from irhub.review.forms import DecidePair
from irhub.review.views.reviewer import blind_for, scope_for
from irhub.web.forms import posted, refusals_at, refusals_told, seen_now, status_of


@as_often_as_sent
@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, provider_id: str, sponsor_key: str) -> HttpResponse:
    """Two records side by side, and the four answers."""
    membership = acting_membership(request)
    who, blind_mode = membership.person.email, blind_for(request)
    found = queries.pair(sponsor_key, provider_id, who, scope_for(request))
    if found is None:
        raise Http404("No such pair is held.")
    form = posted(DecidePair, request, namesakes=found.namesakes, initial={"seen": found.seen})
    if form.is_valid():
        told = form.cleaned_data
        with refusals_at(form):
            with job_access():
                [made, *more] = decisions.decide(sponsor_key, provider_id, **told, by=membership, blind=blind_mode)
            others = f", and {len(more)} more with the same answer" if more else ""
            said = f"{made.get_verdict_display()}”: {found.sponsor.name} and {found.provider.provider_name}{others}"
            messages.success(request, f"Recorded as “{said}. You can undo it below.")
            return redirect("review-next")
        found = queries.pair(sponsor_key, provider_id, who, scope_for(request)) or found
        seen_now(form, seen=found.seen)
    return render(
        request,
        "review/pair.html",
        {
            "fictional": register_queries.is_fictional(),
            "found": found,
            "blind": blind_mode,
            "form": form,
            "last": next(iter(queue.my_last(who, 1)), None),
            "most_locations": queries.MOST_LOCATIONS,
        },
        status=status_of(form),
    )


@as_often_as_sent
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what I decided last, and show that pair again."""
    membership = acting_membership(request)
    with refusals_told(request):
        with job_access():
            withdrawn = decisions.undo(by=membership)
        messages.success(request, f"Undone: {withdrawn[0].sponsor['name']} is as it was before you decided.")
        return redirect("review-pair", withdrawn[0].provider_id, withdrawn[0].sponsor_key)
    return redirect("review")
