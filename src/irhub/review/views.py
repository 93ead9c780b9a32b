"""The pages on which people decide who is who. Each narrows what it shows to the councils of the reviewer's body."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership, rows_of
from irhub.organisations import decisions
from irhub.registers import queries as register_queries
from irhub.registers.sources.base import Refused
from irhub.review import measured, queries, queue
from irhub.review.forms import Blind, DecidePair
from irhub.review.pair_list import BLIND, PAIRS, QueueFilters, filters_of
from irhub.review.scope import Scope, councils_of, scope_of
from irhub.web.forms import posted
from irhub.web.listing import ask, page_by_page, show

FILTERS = "review-filters"
"""The session's name for what the reviewer last asked to see."""


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """The queue: what waits for me, how far it has come, and a way to begin where I was."""
    membership = acting_membership(request)
    scope = _scope(request)
    form = _filters(request, scope)
    asked = queue.QueueFilter(**form.asked)
    found = queue.queue(scope, membership.person.email, asked, blind=_blind(request))
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
            "blind": _blind(request),
            "mine": queue.my_last(membership.person.email),
        },
    )


@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """The next pair for me, or back to the queue where none is left."""
    membership = acting_membership(request)
    after = (request.GET.get("sponsor", ""), request.GET.get("provider", ""))
    scope = _scope(request)
    asked = queue.QueueFilter(**_filters(request, scope).asked)
    found = queue.queue(scope, membership.person.email, asked, blind=_blind(request))
    waiting = found.next_after(*after)
    if waiting is None:
        if found.total:  # else the queue says it by itself
            messages.info(request, "Nothing else waits for you here.")
        return redirect("review")
    return redirect("review-pair", waiting.provider_id, waiting.sponsor_key)


@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, provider_id: str, sponsor_key: str) -> HttpResponse:
    """Two records side by side, and the four answers."""
    membership = acting_membership(request)
    who, blind_mode = membership.person.email, _blind(request)
    found = queries.pair(sponsor_key, provider_id, who, _scope(request))
    if found is None:
        raise Http404("No such pair is held.")
    form, problem = posted(DecidePair, request, namesakes=found.namesakes, initial={"seen": found.seen}), ""
    if form.is_valid():
        told = form.cleaned_data
        try:
            [made, *more] = decisions.decide(sponsor_key, provider_id, **told, by=membership, blind=blind_mode)
        except (decisions.DecidedMeanwhile, Refused) as refused:
            problem = str(refused)
            found = queries.pair(sponsor_key, provider_id, who, _scope(request)) or found
            form = DecidePair(namesakes=found.namesakes, initial={**told, "seen": found.seen})
        else:
            others = f", and {len(more)} more with the same answer" if more else ""
            said = f"{made.get_verdict_display()}”: {found.sponsor.name} and {found.provider.provider_name}{others}"
            messages.success(request, f"Recorded as “{said}. You can undo it below.")
            return redirect("review-next")
    return render(
        request,
        "review/pair.html",
        {
            "fictional": register_queries.is_fictional(),
            "found": found,
            "blind": blind_mode,
            "problem": problem,
            "form": form,
            "last": next(iter(queue.my_last(who, 1)), None),
            "most_locations": queries.MOST_LOCATIONS,
        },
        status=409 if problem else 400 if form.errors else 200,
    )


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what I decided last, and show that pair again."""
    membership = acting_membership(request)
    try:
        withdrawn = decisions.undo(by=membership)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("review")
    messages.success(request, f"Undone: {withdrawn[0].sponsor['name']} is as it was before you decided.")
    return redirect("review-pair", withdrawn[0].provider_id, withdrawn[0].sponsor_key)


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
        {"fictional": register_queries.is_fictional(), "told": measured.measured(), "blind": _blind(request)},
    )


def _filters(request: HttpRequest, scope: Scope) -> QueueFilters:
    """What the address asks to see, else what the person asked for last; of that, what can be read is kept."""
    here = any(name in request.GET for name in QueueFilters.base_fields)
    given = request.GET if here else request.session.get(FILTERS, {})
    form = filters_of(given, councils_of(scope), _blind(request))
    if here:
        request.session[FILTERS] = form.asked
    return form


def _blind(request: HttpRequest) -> bool:
    return bool(request.session.get(BLIND))


def _scope(request: HttpRequest) -> Scope:
    return scope_of(rows_of(request), acting_membership(request).body.place_code)
