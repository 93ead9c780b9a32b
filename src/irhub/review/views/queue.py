"""What waits for a reviewer, asked for as it was last, and how well reviewers agree."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.registers import queries as register_queries
from irhub.review import measured, queue
from irhub.review.forms import Blind
from irhub.review.pair_list import BLIND, PAIRS, QueueFilters, filters_of
from irhub.review.scope import Scope, councils_of
from irhub.review.views.reviewer import blind_for, scope_for
from irhub.web.forms import posted
from irhub.web.listing import ask, page_by_page, show

FILTERS = "review-filters"
"""The session's name for what the reviewer last asked to see."""


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """The queue: what waits for me, how far it has come, and a way to begin where I was."""
    membership = acting_membership(request)
    scope = scope_for(request)
    form = _filters(request, scope)
    asked = queue.QueueFilter(**form.asked)
    found = queue.queue(scope, membership.person.email, asked, blind=blind_for(request))
    rows = page_by_page(found.pairs, queue.listed)
    return render(
        request,
        "review/queue.html",
        {
            "fictional": register_queries.is_fictional(),
            "asked": asked,
            "form": form,
            "narrowed": scope.codes is not None,
            "found": found,
            "following": found.next_after(),
            "list": show(ask(request, PAIRS), rows),
            "blind": blind_for(request),
            "mine": queue.my_last(membership.person.email),
        },
    )


@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """The next pair for me, or back to the queue where none is left."""
    membership = acting_membership(request)
    after = (request.GET.get("sponsor", ""), request.GET.get("provider", ""))
    scope = scope_for(request)
    asked = queue.QueueFilter(**_filters(request, scope).asked)
    found = queue.queue(scope, membership.person.email, asked, blind=blind_for(request))
    waiting = found.next_after(*after)
    if waiting is None:
        if found.total:  # else the queue says it by itself
            messages.info(request, "Nothing else waits for you here.")
        return redirect("review")
    return redirect("review-pair", waiting.provider_id, waiting.sponsor_key)


@require_POST
def blind(request: HttpRequest) -> HttpResponse:
    """Hide, or show again, scores and what others decided."""
    form = posted(Blind, request)
    request.session[BLIND] = form.is_valid() and form.cleaned_data["blind"] == "on"
    return redirect("review")


@require_safe
def agreement(request: HttpRequest) -> HttpResponse:
    """How well we agree, and how many accepted links are right."""
    return render(
        request,
        "review/agreement.html",
        {"fictional": register_queries.is_fictional(), "told": measured.measured(), "blind": blind_for(request)},
    )


def _filters(request: HttpRequest, scope: Scope) -> QueueFilters:
    """What the address asks to see, else what the person asked for last; of that, what can be read is kept."""
    here = any(name in request.GET for name in QueueFilters.base_fields)
    given = request.GET if here else request.session.get(FILTERS, {})
    form = filters_of(given, councils_of(scope), blind_for(request))
    if here:
        request.session[FILTERS] = form.asked
    return form
