"""The page that puts two answers side by side: of two cases, two days or two editions, what differs first."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from irhub.checker.book import current
from irhub.checker.flows.address import KNOWN, Walk, edition, walk
from irhub.checker.flows.result import edition_words, judged
from irhub.checker.helpline import helpline
from irhub.questions.words import said
from irhub.rulebook.book import Rulebook
from irhub.rulebook.findings import Result
from irhub.rulebook.flow import Flow, flows
from irhub.rulebook.side_by_side import answers_paired, facts_paired
from irhub.web.listing import FilterForm, choice, words_field

TODAY = "today"


class TwoAnswers(FilterForm):
    """Which two results are put side by side; the editions that there are, are given when it is made."""

    left = words_field("Link to the first result", longest=4000)
    right = words_field(
        "Link to the second result", "Leave it blank to judge the first again by another edition.", longest=4000
    )
    by = choice(
        "Rulebook of the second",
        any_of_them="As the link says",
        unknown="We hold no rulebook of {asked}: choose one of the editions below",
    )


class NoResult(Exception):
    """A text that is no link to a result of this checker. The message says what to do."""


@require_safe
def compare(request: HttpRequest, checker: str) -> HttpResponse:
    """Two answers of a checker: each by its link, the second also by another edition of the rulebook."""
    if checker not in flows():
        raise Http404("No checker has this address.")
    flow, book = flows()[checker], current()
    form = TwoAnswers(
        request.GET, by=[(TODAY, "Today’s"), *((str(each), edition_words(each)) for each in reversed(book.editions))]
    )
    given = form.asked
    sides = [] if form.errors else [_side(flow, form, name, given, book) for name in ("left", "right")]
    return render(
        request,
        "checker/flow/compare.html",
        {
            "flow": flow,
            "form": form,
            "helpline": helpline(),
            **(_told(flow, sides) if sides and all(sides) else {"sides": []}),
        },
        status=422 if form.errors else 200,
    )


def _side(flow: Flow, form: TwoAnswers, name: str, given: dict[str, str], book: Rulebook) -> Walk | None:
    text = given[name] or (given["left"] if name == "right" and given["by"] else "")
    if not text:
        if given["left"] or given["right"]:
            or_else = ", or choose an edition" if name == "right" else ""
            form.add_error(name, f"Paste the link to a result here{or_else}")
        return None
    try:
        return _walk(flow, text, given["by"] if name == "right" else "", book)
    except NoResult as problem:
        form.add_error(name, str(problem))
        return None


def _walk(flow: Flow, text: str, by: str, book: Rulebook) -> Walk:
    """The walk of a result's link, by the edition that is asked for, else the one that the link names, else the newest."""
    try:
        parts = urlsplit(text)
        answers = dict(parse_qsl(parts.query, max_num_fields=80))
    except ValueError as problem:
        raise NoResult("This link cannot be read. Copy it from the page of the result") from problem
    here = reverse("checker-result", args=[flow.name])
    if parts.path and parts.path != here:
        raise NoResult(f"This is not the link of a result of “{flow.title}”. Copy it from the page of the result")
    if by and by != TODAY:
        answers[KNOWN] = by
    named = None if by == TODAY else edition(answers, book)
    if answers.get(KNOWN) and by != TODAY and named is None:
        raise NoResult(f"We hold no rulebook of {answers[KNOWN][:20]}: choose one of the editions below")
    at = walk(flow, answers, book.as_known(named) if named else book)
    if at.next or at.wrong:
        raise NoResult(
            "The rules of that edition ask something more. Open the link, answer it, and copy the new link"
            if at.answers
            else "This link holds no answers. Copy it from the page of the result"
        )
    return at


def _told(flow: Flow, sides: list[Walk | None]) -> dict[str, Any]:
    """What the page shows of two sides."""
    walks = [side for side in sides if side]
    results: list[Result] = [judged(at) for at in walks]
    facts = [
        {each.label: said(each, at.answers[each.key]) for each in at.asked if each.key in at.answers} for at in walks
    ]
    pairs = answers_paired(*results)
    page = reverse("checker-result", args=[flow.name])
    return {
        "sides": [
            {"answer": result.answer, "edition": edition_words(result.edition), "link": page + at.pinned()}
            for at, result in zip(walks, results, strict=True)
        ],
        "facts": [pair for pair in facts_paired(*facts) if pair.differs],
        "differ": [pair for pair in pairs if pair.differs],
        "same": [pair for pair in pairs if not pair.differs],
    }
