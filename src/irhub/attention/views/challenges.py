"""The pages of replies and challenges: a provider speaks, somebody answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from irhub.accounts.acting import acting_membership, asker_of
from irhub.accounts.menu import may_open
from irhub.attention import actions, queries
from irhub.attention.forms import AnswerChallenge, ChallengeSignal, DecideReply, Pressed, Reply
from irhub.attention.lists import CHALLENGES, challenge_rows
from irhub.attention.views.signals import signal_or_404
from irhub.attention.workflows import ChallengeState
from irhub.indicators.indicator import Indicator
from irhub.indicators.queries import definition
from irhub.organisations.links import JoinedPair, joined_pairs
from irhub.registers import queries as register_queries
from irhub.registers.sources import SOURCES
from irhub.review.views.reviewer import scope_for
from irhub.web.forms import posted, refusals_at, seen_now
from irhub.web.listing import ask, page_by_page, show

REPLIES = 20
"""Replies that one page offers to be looked at."""
LATELY = 10
"""Answers and decisions that are listed after the fact, so that one can be changed."""
WITHDRAWN = "answers withdrawn"
"""The session's name for what somebody wrote and withdrew, by number: for them alone, while they are signed in."""


@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, organisation_id: str, code: str) -> HttpResponse:
    """A provider writes, changes or withdraws what stands beside a signal about it."""
    membership = acting_membership(request)
    standing = queries.statements_on(asker_of(request), [organisation_id]).get((organisation_id, code))
    found = signal_or_404(request, organisation_id, code)
    if found is None and standing is None:
        raise Http404("There is no such alert for this organisation now.")
    stands = {"text": standing.text, "seen": standing.pk} if standing else {"seen": 0}
    form = posted(Reply, request, initial=stands)
    if form.is_valid():
        with refusals_at(form):
            told = form.cleaned_data
            if told["action"] == "withdraw":
                actions.withdraw_statement(organisation_id, code, seen=told["seen"], by=membership)
                done = "You withdrew your statement. Nobody can see it any longer. You can write another at any time."
            else:
                name = found.name if found else standing.name if standing else ""
                actions.submit_statement(
                    organisation_id, code, told["text"], name=name, seen=told["seen"], by=membership
                )
                done = "Saved. Councils, partnerships and the department can see it now. The public can once we have checked it."
            messages.success(request, done, extra_tags="reply")
            return redirect(reverse("signal", args=[organisation_id, code]) + "#reply")
        seen_now(form, seen=stands["seen"])
    values: dict[str, Any] = {"organisation_id": organisation_id, "signal": found, "standing": standing, "form": form}
    return _page(request, "attention/reply.html", indicator=definition(code), **values)


@require_http_methods(["GET", "POST"])
def challenge_signal(request: HttpRequest, organisation_id: str, code: str) -> HttpResponse:
    """Somebody says that a fact or a link behind a signal is wrong."""
    membership = acting_membership(request)
    found = signal_or_404(request, organisation_id, code)
    if found is None:
        raise Http404("There is no such alert for this organisation now.")
    form = posted(ChallengeSignal, request)
    if form.is_valid():
        with refusals_at(form):
            told = form.cleaned_data
            actions.challenge(
                organisation_id, code, queries.About(told["about"]), told["text"], name=found.name, by=membership
            )
            messages.success(
                request, "Your challenge was received. The answer will appear here.", extra_tags="challenge"
            )
            return redirect(reverse("signal", args=[organisation_id, code]) + "#challenge")
    values: dict[str, Any] = {"organisation_id": organisation_id, "signal": found, "form": form}
    return _page(request, "attention/challenge_signal.html", indicator=definition(code), **values)


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Challenges without an answer, replies that nobody has looked at, and what was done of both lately."""
    return _waiting(request)


def _waiting(request: HttpRequest, refused: DecideReply | None = None, status: int = 200) -> HttpResponse:
    """`refused`: the form of a reply of which somebody could not decide."""
    scope, replies = scope_for(request), queries.statements_waiting()
    waits = replies[:REPLIES]
    return _page(
        request,
        "attention/challenges.html",
        list=show(
            ask(request, CHALLENGES, at=reverse("challenges")),
            page_by_page(queries.challenges_waiting(scope), challenge_rows),
        ),
        statements=_with_form(waits, refused),
        # of others the field for the reason may be closed, or not there
        lost=refused if refused and refused.number not in {said.pk for said in waits} else None,
        further=max(0, replies.count() - REPLIES),
        answered=_defined(queries.challenges_answered(scope, LATELY)),
        decided=_with_form(queries.statements_decided(LATELY), refused),
        refused=refused,
        moderates=may_open(request, "statement"),
        today=localdate(),
        status=status,
    )


@require_http_methods(["GET", "POST"])
def challenge(request: HttpRequest, number: int) -> HttpResponse:
    """One challenge with what it is about, and the form to answer it; whoever has answered can take that back."""
    found = queries.challenge_numbered(number)
    if found is None:
        raise Http404("No such challenge.")
    stands = {"version": found.version}
    pressed = posted(Pressed, request, initial=stands)
    form = AnswerChallenge(initial={"text": _withdrawn(request).get(str(number), ""), **stands})
    if pressed.is_valid() and pressed.cleaned_data["action"] == "take back":
        with refusals_at(pressed):
            actions.take_back_answer(number, version=pressed.cleaned_data["version"], by=acting_membership(request))
            request.session[WITHDRAWN] = _withdrawn(request) | {str(number): found.answer}
            messages.success(
                request, "You withdrew your answer. The challenge is open again, and what you wrote is below."
            )
            return redirect("challenge", number)
    elif request.method == "POST":
        form = posted(AnswerChallenge, request)
        if form.is_valid():
            with refusals_at(form):
                told = form.cleaned_data
                agreed, by = told["agreed"] == "yes", acting_membership(request)
                actions.answer(number, agreed=agreed, text=told["text"], version=told["version"], by=by)
                request.session[WITHDRAWN] = {
                    key: text for key, text in _withdrawn(request).items() if key != str(number)
                }
                messages.success(request, "Answered. The person who made the challenge can see it now.")
                return redirect("challenge", number)
    found = queries.challenge_numbered(number) or found
    for shown_again in (pressed, form):
        if shown_again.is_bound:
            seen_now(shown_again, version=found.version)
    indicator = definition(found.code)
    return _page(
        request,
        "attention/challenge.html",
        made=found,
        indicator=indicator,
        signal=signal_or_404(request, found.organisation_id, found.code) if indicator else None,
        pairs=_pairs(request, found.organisation_id),
        today=localdate(),
        form=form,
        answers=found.state != ChallengeState.OPEN or queries.may_answer(found, acting_membership(request)),
        pressed=pressed,
        status=400 if form.errors or pressed.errors else 200,
    )


def _withdrawn(request: HttpRequest) -> dict[str, str]:
    return dict(request.session.get(WITHDRAWN) or {})


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
    form = posted(DecideReply, request, number=number)
    if form.is_valid():
        with refusals_at(form):
            show = form.cleaned_data["show"] == "yes"
            told = form.cleaned_data
            said = actions.moderate(
                number, show=show, why=told["why"], version=told["version"], by=acting_membership(request)
            )
            who = "Everybody sees" if show else "The public does not see"
            messages.success(request, f"{who} the reply of {said.body.name} now. You can change this below.")
            return redirect("challenges")
    return _waiting(request, form, 400)


def _with_form(rows: Iterable[Any], refused: DecideReply | None) -> list[tuple[Any, Indicator | None, DecideReply]]:
    """Each reply with the definition of its indicator, and the form to decide of it."""
    return [
        (said, indicator, _decides(said, refused if refused and refused.number == said.pk else None))
        for said, indicator in _defined(rows)
    ]


def _decides(said: Any, refused: DecideReply | None) -> DecideReply:
    if refused is None:
        return DecideReply(number=said.pk, initial={"version": said.version})
    seen_now(refused, version=said.version)
    return refused


def _defined(rows: Iterable[Any]) -> list[tuple[Any, Indicator | None]]:
    """Each row with the definition of its indicator; None if there is no such indicator any more."""
    return [(row, definition(row.code)) for row in rows]


def _page(request: HttpRequest, template: str, status: int = 200, **values: Any) -> HttpResponse:
    context = {"fictional": register_queries.is_fictional(), "sources": SOURCES, **values}
    return render(request, template, context, status=status)
