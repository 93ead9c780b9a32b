"""The pages on which rules editors propose, look at and decide changes of the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.checker import actions, queries
from irhub.checker.acting import email_of
from irhub.checker.book import current, set_aside
from irhub.checker.editing import drafts
from irhub.checker.editing.export import approved_yaml
from irhub.checker.editing.lists import ALL, PROPOSALS, WAITING, ProposalFilters, ProposalRow
from irhub.checker.editing.showing import about_words, shown
from irhub.checker.forms import DecideProposal, Proposal, of_a_reading, of_a_rule
from irhub.checker.kinds import Kind
from irhub.checker.timeline.rows import row
from irhub.rulebook.book import Rulebook
from irhub.rulebook.rules import Rule
from irhub.web.forms import posted, refusals_at, seen_now, status_of
from irhub.web.listing import ask, page_by_page, page_of, show

PAGE = 30
_DATES = ("since", "until", "read", "source_read")
_OF_A_RULE: dict[str, Callable[[Rulebook, Rule, Mapping[str, str], date], drafts.Draft]] = {
    "correct": drafts.correction,
    "end": drafts.ending,
    "withdraw": drafts.withdrawal,
}


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, rule: str, kind: str) -> HttpResponse:
    """Correct, end or withdraw a rule."""
    book = current()
    found = book.by_id.get(rule)
    if found is None or kind not in _OF_A_RULE:
        raise Http404("There is no such rule, or it cannot be changed so.")
    topic, stands = book.topics[found.topic], drafts.fields_of(found)
    form = posted(
        Proposal,
        request,
        asked=of_a_rule(kind, book, topic, found),
        drafted=lambda given: _OF_A_RULE[kind](book, found, given, localdate()),
        book=book,
        held=None if kind == "withdraw" else found.sources,
        initial={**stands, "since": found.since, "until": found.until},
    )
    return _answer(request, book, kind, found.id, form, topic=topic, held=found)


@require_http_methods(["GET", "POST"])
def propose_add(request: HttpRequest, topic: str) -> HttpResponse:
    """Add a rule to a topic."""
    book = current()
    found = book.topics.get(topic)
    if found is None:
        raise Http404("There is no such topic.")
    like = drafts.model_rule(book, found)
    usual = {"end_before": "on", "precision": "day", "certainty": "reported", "scope": request.GET.get("scope", "")}
    if not found.scopes:
        usual["scope"] = "all"
    form = posted(
        Proposal,
        request,
        asked=of_a_rule("add", book, found, like),
        drafted=lambda given: drafts.addition(book, found, given, queries.ids_in_proposals(), localdate()),
        book=book,
        held=(),
        initial=usual,
    )
    line = [row(book, rule) for rule in book.rules if rule.topic == found.name]
    return _answer(request, book, "add", found.name, form, topic=found, held=None, line=line)


@require_http_methods(["GET", "POST"])
def propose_read(request: HttpRequest, key: str) -> HttpResponse:
    """Say that a source was read again and says the same."""
    book = current()
    if key not in book.sources:
        raise Http404("We hold no such source.")
    form = posted(
        Proposal,
        request,
        asked=of_a_reading(),
        drafted=lambda given: drafts.read_again(book, key, given, localdate()),
        book=book,
    )
    form.fields["reason"].label = "What you compared"
    form.fields["reason"].help_text = "For example: all amounts in the table of fees are the same."
    rules = [row(book, rule) for rule in book.rules if key in rule.sources]
    return _answer(request, book, "read", key, form, source=book.sources[key], key=key, rules=rules)


def _answer(request: HttpRequest, book: Rulebook, kind: str, about: str, form: Proposal, **values: Any) -> HttpResponse:
    if form.is_valid() and form.draft:
        with refusals_at(form):
            made = actions.propose(
                Kind(kind), about, form.draft.document, form.draft.reason, by=acting_membership(request)
            )
            messages.success(request, "Your proposal waits for a second person. Check it: you can still withdraw it.")
            return redirect("proposal", made.pk)
    return render(
        request,
        f"checker/editing/{'read' if kind == 'read' else 'rule'}.html",
        {"book": book, "kind": kind, "form": form, "line": [], **values},
        status=422 if form.errors else 200,
    )


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Proposals, those that wait first."""
    form = ProposalFilters(request.GET, usual={"state": WAITING})
    state = "" if form.asked["state"] == ALL else form.asked["state"]
    rows = page_by_page(
        queries.proposals(state), lambda part: [ProposalRow(found, about_words(current(), found)) for found in part]
    )
    return render(
        request,
        "checker/editing/proposals.html",
        {
            "list": show(ask(request, PROPOSALS, form=form), rows),
            "aside": set_aside(),
            "stale": len(current().stale(localdate(), actions.STALE_AFTER_DAYS)),
        },
    )


@require_safe
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """One proposal: old and new in words, sources, the answers that it changes, and what may be done with it."""
    return _proposal(request, number)


def _proposal(request: HttpRequest, number: int, form: DecideProposal | None = None) -> HttpResponse:
    """`form`: what somebody wrote. What they are shown is as it stands now, and so is what they say that they have seen."""
    found = queries.proposal(number)
    if found is None:
        raise Http404("There is no such proposal.")
    told = shown(found)
    stands = {"seen": told.seen, "version": found.version}
    if form is None:
        form = DecideProposal(initial=stands)
    else:
        seen_now(form, **stands)
    return render(
        request,
        "checker/editing/proposal.html",
        {
            "found": found,
            "shown": told,
            "mine": found.proposed_by.lower() == email_of(request).lower(),
            "form": form,
        },
        status=status_of(form),
    )


@require_POST
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approve somebody else's proposal."""
    return _decided(
        request, number, actions.approve, "Approved. The rules changed at once.", "decision", "seen", "version"
    )


@require_POST
def decline(request: HttpRequest, number: int) -> HttpResponse:
    """Decline somebody else's proposal, with a reason."""
    return _decided(
        request,
        number,
        actions.decline,
        "Declined. The person who proposed it sees your reason.",
        "decision",
        "version",
    )


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take back one's own proposal."""
    return _decided(request, number, actions.take_back, "Withdrawn.", "version")


def _decided(request: HttpRequest, number: int, decide: Callable[..., object], done: str, *needed: str) -> HttpResponse:
    """`needed`: what of the form the decision takes."""
    if queries.proposal(number) is None:
        raise Http404("There is no such proposal.")
    form = posted(DecideProposal, request)
    if not form.is_valid():
        return _proposal(request, number, form=form)
    with refusals_at(form):
        decide(number, by=acting_membership(request), **{name: form.cleaned_data[name] for name in needed})
        messages.success(request, done)
        return redirect("proposal", number)
    return _proposal(request, number, form=form)


@require_safe
def stale(request: HttpRequest) -> HttpResponse:
    """The rules of which no source was read within 90 days, by source."""
    book = current()
    rules = book.stale(localdate(), actions.STALE_AFTER_DAYS)
    keys = sorted({key for rule in rules for key in rule.sources}, key=lambda key: (book.sources[key].read, key))
    by_source = [(key, book.sources[key], [row(book, rule) for rule in rules if key in rule.sources]) for key in keys]
    return render(
        request,
        "checker/editing/stale.html",
        {
            "of": page_of(by_source, request.GET.get("page"), PAGE),
            "count": len(rules),
            "days": actions.STALE_AFTER_DAYS,
            "unsourced": [row(book, rule) for rule in rules if not rule.sources],
        },
    )


@require_safe
def approved(request: HttpRequest) -> HttpResponse:
    """Every approved change as YAML, in the form of the data files."""
    response = HttpResponse(approved_yaml(queries.approved()), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="approved-rules.yaml"'
    return response
