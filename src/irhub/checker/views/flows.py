"""The pages of the checkers: thin, reading everything from the address and keeping nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from irhub.accounts.menu import may_open
from irhub.checker.book import current
from irhub.checker.flows import files
from irhub.checker.flows.address import ASK, ASKED, KNOWN, RECORD, Walk, edition, record_named, walk
from irhub.checker.flows.employer import FindEmployer, registration
from irhub.checker.flows.lengths import longest
from irhub.checker.flows.result import edition_words, judged
from irhub.checker.flows.showing import address_of, result_values, summary
from irhub.checker.helpline import helpline
from irhub.organisations.search import search
from irhub.questions.forms import AnswersForm
from irhub.questions.questionnaire import ONE_OF, UNKNOWN
from irhub.registers import queries as register_queries
from irhub.rulebook.book import Rulebook
from irhub.rulebook.documents import answer_document, as_json
from irhub.rulebook.flow import Flow, Question, flows

SEARCHED = 20
SHORTEST_SEARCH = 3


def _flow(name: str) -> Flow:
    if name not in flows():
        raise Http404("No checker has this address.")
    return flows()[name]


def _page(request: HttpRequest, name: str, **values: Any) -> HttpResponse:
    return render(request, f"checker/flow/{name}.html", {"helpline": helpline(), **values})


def _to(route: str, flow: Flow, query: str) -> HttpResponse:
    return redirect(reverse(route, args=[flow.name]) + query)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All checkers."""
    return _page(request, "index", flows=list(flows().values()))


@require_safe
def start(request: HttpRequest, checker: str) -> HttpResponse:
    """What a checker tells, what one needs for it, and how long it is."""
    flow = _flow(checker)
    return _page(request, "start", flow=flow, longest=longest(flow.name), edition=edition_words(current().edition))


@require_safe
def question(request: HttpRequest, checker: str) -> HttpResponse:
    """One question. An answer that can be read leads to the next; one that cannot comes back with what to do."""
    flow, given = _flow(checker), request.GET.dict()
    at = walk(flow, given, current())
    answered = at.question(given.get(ASKED, ""))
    if answered:
        form = _form(at, answered, request.GET)
        if not form.is_valid():
            return _question(request, at, answered, form)
        return _onward(at.answered(answered, form.answers[answered.key]))
    if broken := next(iter(at.wrong), ""):
        unread = at.question(broken)
        assert unread
        return _question(request, at, unread, _form(at, unread, {broken: given[broken]}))
    asked = at.question(given.get(ASK, "")) or at.next
    if asked is None:
        return _to("checker-result", flow, at.pinned())
    return _question(request, at, asked, _form(at, asked))


def _form(at: Walk, asked: Question, given: Mapping[str, Any] | None = None) -> AnswersForm:
    """The form of a question; "I do not know" is a button of its page."""
    return AnswersForm([asked], given, before=at.answers, boxes=False, heading=True)


def _onward(at: Walk) -> HttpResponse:
    if at.next:
        return _to("checker-question", at.flow, at.query())
    return _to("checker-result", at.flow, at.pinned())


def _question(request: HttpRequest, at: Walk, asked: Question, form: AnswersForm) -> HttpResponse:
    before = at.before(asked)
    return _page(
        request,
        "question",
        at=at,
        flow=at.flow,
        question=asked,
        form=form,
        hidden=[*at.pairs(without=asked.key), (ASKED, asked.key)],
        back=reverse("checker-question", args=[at.flow.name]) + at.query(**{ASK: before.key})
        if before
        else reverse("checker", args=[at.flow.name]),
        unknown="" if asked.kind in ONE_OF else asked.unknown,
        is_unknown=at.answers.get(asked.key) == UNKNOWN,
        answered=summary(at),
        lookup=asked.lookup and may_open(request, "checker-employer"),
    )


@require_safe
def employer(request: HttpRequest, checker: str) -> HttpResponse:
    """Finding the employer in the registers, to take its registration into the answer. Never required."""
    flow, given = _flow(checker), request.GET.dict()
    at = walk(flow, given, current())
    asked = next((each for each in at.asked if each.lookup), None)
    if asked is None:
        return _to("checker-question", flow, at.query())
    form = FindEmployer(request.GET)
    text = form.asked["q"]
    chosen = registration(record_named(given))
    page = reverse("checker-question", args=[flow.name])
    plain = [(name, value) for name, value in at.pairs(without=asked.key) if name != RECORD]
    taken = [*plain, (asked.key, "yes"), (RECORD, chosen.organisation_id)] if chosen else plain
    return _page(
        request,
        "employer",
        at=at,
        flow=flow,
        question=asked,
        form=form,
        asked=text,
        chosen=chosen,
        found=search(text, SEARCHED) if len(text) >= SHORTEST_SEARCH else [],
        most=SEARCHED,
        shortest=SHORTEST_SEARCH,
        hidden=plain,
        here="?" + urlencode([*plain, ("q", text)]),
        take=f"{page}?{urlencode(taken)}",
        back=f"{page}?{urlencode([*plain, (ASK, asked.key)])}",
        fictional=register_queries.is_fictional(),
    )


@require_safe
def result(request: HttpRequest, checker: str) -> HttpResponse:
    """The result of all answers, by the edition of the rulebook that the address names; by default the newest."""
    flow, given, newest = _flow(checker), request.GET.dict(), current()
    at = _bound(flow, given, newest)
    if at.next or at.wrong:
        unread = {key: given[key] for key in at.wrong}
        return _to("checker-question", flow, at.query(**unread))
    if given.get(KNOWN) and edition(given, newest) is None:
        first = edition_words(newest.editions[0])
        return _page(
            request,
            "unheld",
            flow=flow,
            at=at,
            asked=given[KNOWN][:20],
            first=first,
            held=edition_words(at.book.edition),
        )
    if given.get(KNOWN) != str(at.book.edition):
        return _to("checker-result", flow, at.pinned())
    return _page(request, "result", **result_values(request, at))


def _bound(flow: Flow, given: dict[str, str], newest: Rulebook) -> Walk:
    """The walk of an address, by the edition that it names or else the newest."""
    named = edition(given, newest)
    return walk(flow, given, newest.as_known(named) if named else newest)


@require_safe
def file(request: HttpRequest, checker: str, name: str) -> HttpResponse:
    """A result as a file to take away."""
    flow, given = _flow(checker), request.GET.dict()
    at = _bound(flow, given, current())
    if name not in ("deadlines.ics", "summary.txt", "case.yaml", "answer.json"):
        raise Http404("There is no such file.")
    if at.next or at.wrong:
        return _to("checker-result", flow, at.query())
    address, judgement = address_of(request, at), judged(at)
    content: str | bytes
    if name == "deadlines.ics":
        kind, content = "text/calendar", files.calendar(at, judgement, address)
    elif name == "answer.json":
        kind, content = "application/json", as_json(answer_document(judgement, at.answers, at.book))
    elif name == "case.yaml":
        kind, content = "application/yaml", files.case_file(at, address)
    else:
        kind, content = "text/plain", files.summary(at, judgement, address, helpline())
    answer = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{flow.name}-{name}"'
    return answer
