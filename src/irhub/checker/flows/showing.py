"""What the template of a result is given; the page of a kept case shows its result by the same one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localdate

from irhub.accounts.menu import may_open
from irhub.checker.book import current
from irhub.checker.flows import files
from irhub.checker.flows.address import ALL, ASK, Walk
from irhub.checker.flows.employer import registration
from irhub.checker.flows.result import deadlines, edition_words, groups, judged, missing, newer, next_steps
from irhub.checker.helpline import helpline
from irhub.questions.showing import Row, answer_rows
from irhub.rulebook.flow import Question


def address_of(request: HttpRequest, at: Walk) -> str:
    """The whole address of a result, bound to the edition of its rulebook."""
    return request.build_absolute_uri(reverse("checker-result", args=[at.flow.name]) + at.pinned())


def summary(at: Walk) -> list[Row[Question]]:
    """Each question answered, its answer in words, and the address that changes it."""
    page = reverse("checker-question", args=[at.flow.name])
    return answer_rows(at.asked, at.answers, lambda each: page + at.query(**{ASK: each.key}), with_open=False)


def result_values(request: HttpRequest, at: Walk) -> dict[str, Any]:
    """The values of `checker/flow/result.html`: the answer first, what decides it, what follows, and the rest."""
    flow, judgement, newest, address = at.flow, judged(at), current(), address_of(request, at)
    question_page = reverse("checker-question", args=[flow.name])
    keep = reverse("case-save") if may_open(request, "case-save") else ""
    return {
        "at": at,
        "flow": flow,
        "result": judgement,
        "groups": groups(judgement),
        "needs": missing(at, judgement),
        "steps": next_steps(judgement),
        "summary": summary(at),
        "lookup_key": next((each.key for each in at.asked if each.lookup), ""),
        "record": registration(at.record) if at.record and may_open(request, "organisation") else None,
        "newer": newer(at, judgement, newest),
        "is_newest": at.book.edition == newest.edition,
        "edition": edition_words(at.book.edition),
        "edition_words": edition_words,
        "compare": f"{reverse('checker-compare', args=[flow.name])}?{urlencode({'left': address})}",
        "keep": keep and f"{keep}?{urlencode([('checker', flow.name), *at.pairs()])}",
        "rules_open": may_open(request, "rule"),
        "helpline": helpline(),
        "address": address,
        "letter": files.letter(at, judgement, address, helpline()),
        "today": localdate(),
        "days_from": files.days_from,
        "opened": ALL in request.GET,
        "dated": bool(deadlines(judgement)),
        "question_page": question_page,
        "back": question_page + at.query(**{ASK: at.asked[-1].key}),
    }
