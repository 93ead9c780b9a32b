"""The pages of replies and challenges: a provider speaks, somebody answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from irhub.accounts.acting import acting_membership, asker_of
from irhub.accounts.menu import may_open
from irhub.attention import actions, queries
from irhub.attention.views import signal_or_404
from irhub.indicators.indicator import Indicator
from irhub.indicators.queries import definition
from irhub.organisations.links import JoinedPair, joined_pairs
from irhub.registers import queries as register_queries
from irhub.registers.sources import SOURCES
from irhub.web.context import page_links
from irhub.web.errors import ActionRefused

PAGE = 50
REPLIES = 20
"""Replies that one page offers to be looked at."""
LATELY = 10
"""Answers and decisions that are listed after the fact, so that one can be changed."""


@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, organisation_id: str, code: str) -> HttpResponse:
    """A provider writes, changes or withdraws what stands beside a signal about it."""
    membership = acting_membership(request)
    standing = queries.statements_on(asker_of(request), [organisation_id]).get((organisation_id, code))
    found = signal_or_404(request, organisation_id, code)
    if found is None and standing is None:
        raise Http404("This indicator does not hold of this organisation now.")
    text, errors = request.POST.get("text", standing.text if standing else ""), {}
    if request.method == "POST":
        try:
            if request.POST.get("action") == "withdraw" and standing:
                actions.withdraw_statement(standing.pk, by=membership)
                done = "Your statement was withdrawn: nobody sees it any more. You can write another at any time."
            else:
                name = found.name if found else standing.name if standing else ""
                actions.submit_statement(organisation_id, code, text, name=name, by=membership)
                done = "Saved. Councils, partnerships and the department see it now; the public, once it was looked at."
        except ActionRefused as problem:
            errors = _at_field(problem)
        else:
            messages.success(request, done, extra_tags="reply")
            return redirect(reverse("signal", args=[organisation_id, code]) + "#reply")
    values = {"organisation_id": organisation_id, "signal": found, "standing": standing, "text": text, "errors": errors}
    return _page(request, "attention/reply.html", indicator=definition(code), **values)


@require_http_methods(["GET", "POST"])
def challenge_signal(request: HttpRequest, organisation_id: str, code: str) -> HttpResponse:
    """Somebody says that a fact or a link behind a signal is wrong."""
    membership = acting_membership(request)
    found = signal_or_404(request, organisation_id, code)
    if found is None:
        raise Http404("This indicator does not hold of this organisation now.")
    typed = {name: request.POST.get(name, "") for name in ("about", "text")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            if typed["about"] not in queries.About.values:
                raise ActionRefused("Choose what is wrong: a fact, or whose record it is.", "about")
            actions.challenge(
                organisation_id,
                code,
                queries.About(typed["about"]),
                typed["text"],
                name=found.name,
                by=membership,
            )
        except ActionRefused as problem:
            errors = _at_field(problem)
        else:
            messages.success(
                request,
                "Your challenge was received. The answer will stand here.",
                extra_tags="challenge",
            )
            return redirect(reverse("signal", args=[organisation_id, code]) + "#challenge")
    values = {"organisation_id": organisation_id, "signal": found, "typed": typed, "errors": errors}
    return _page(
        request, "attention/challenge_signal.html", indicator=definition(code), kinds=queries.About.choices, **values
    )


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Challenges without an answer, replies that nobody has looked at, and what was done of both lately."""
    page = Paginator(queries.challenges_waiting(), PAGE).get_page(request.GET.get("page"))
    replies = queries.statements_waiting()
    return _page(
        request,
        "attention/challenges.html",
        page=page,
        links=page_links(page),
        rows=_defined(page),
        statements=_defined(replies[:REPLIES]),
        further=max(0, replies.count() - REPLIES),
        answered=_defined(queries.challenges_answered(LATELY)),
        decided=_defined(queries.statements_decided(LATELY)),
        moderates=may_open(request, "statement"),
        today=localdate(),
    )


@require_http_methods(["GET", "POST"])
def challenge(request: HttpRequest, number: int) -> HttpResponse:
    """One challenge with what it is about, and the form to answer it; whoever has answered can take that back."""
    membership = acting_membership(request)
    found = queries.challenge_numbered(number)
    if found is None:
        raise Http404("No such challenge.")
    errors: dict[str, str] = {}
    typed = {"agreed": request.POST.get("agreed", ""), "text": request.POST.get("text", found.answer)}
    if request.method == "POST":
        try:
            done = _answered(membership, number, request.POST.get("action", ""), typed)
        except ActionRefused as problem:
            errors, found = _at_field(problem), queries.challenge_numbered(number) or found
        else:
            messages.success(request, done)
            return redirect("challenge", number)
    indicator = definition(found.code)
    return _page(
        request,
        "attention/challenge.html",
        made=found,
        indicator=indicator,
        signal=signal_or_404(request, found.organisation_id, found.code) if indicator else None,
        pairs=_pairs(request, found.organisation_id),
        today=localdate(),
        errors=errors,
        typed=typed,
    )


def _answered(membership: Any, number: int, action: str, typed: dict[str, str]) -> str:
    """Answer a challenge, or take the answer back. Returns what was done, in a sentence."""
    if action == "take back":
        actions.take_back_answer(number, by=membership)
        return "Your answer was taken back: the challenge waits again. What you wrote is below."
    if typed["agreed"] not in ("yes", "no"):
        raise ActionRefused("Choose whether you agree.", "agreed")
    actions.answer(number, agreed=typed["agreed"] == "yes", text=typed["text"], by=membership)
    return "Answered. Whoever made the challenge sees it now."


def _pairs(request: HttpRequest, organisation_id: str) -> list[JoinedPair]:
    """The links behind an organisation that the visitor may review."""
    return [
        pair
        for pair in joined_pairs(organisation_id)
        if may_open(request, "review-pair", provider_id=pair.provider_id, sponsor_key=pair.sponsor_key)
    ]


@require_http_methods(["POST"])
def statement(request: HttpRequest, number: int) -> HttpResponse:
    """Decide whether the public sees a reply."""
    membership = acting_membership(request)
    try:
        show = request.POST.get("show") == "yes"
        said = actions.moderate(number, show=show, why=request.POST.get("why", ""), by=membership)
    except ActionRefused as problem:
        messages.error(request, str(problem))
    else:
        who = "Everybody sees" if show else "The public does not see"
        messages.success(request, f"{who} the reply of {said.body.name} now. You can decide otherwise below.")
    return redirect("challenges")


def _at_field(problem: ActionRefused) -> dict[str, str]:
    """What is wrong, by the field of the form that is to be put right."""
    return {problem.field or "main": str(problem)}


def _defined(rows: Iterable[Any]) -> list[tuple[Any, Indicator | None]]:
    """Each row with the definition of its indicator; None if there is no such indicator any more."""
    return [(row, definition(row.code)) for row in rows]


def _page(request: HttpRequest, template: str, **values: Any) -> HttpResponse:
    return render(request, template, {"fictional": register_queries.is_fictional(), "sources": SOURCES, **values})
