"""The pages of the cases that one keeps: facts without a person, judged again whenever the rules change."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import actor_of
from irhub.checker import actions, queries
from irhub.checker.acting import email_of
from irhub.checker.book import current
from irhub.checker.editing.lists import CASES, JudgedCase
from irhub.checker.flows.address import walk
from irhub.checker.flows.result import changed_since
from irhub.checker.flows.showing import result_values
from irhub.checker.forms import KeepCase
from irhub.rulebook.book import Rulebook
from irhub.rulebook.engine import evaluate
from irhub.rulebook.flow import flows
from irhub.rulebook.rules import Edition
from irhub.web.forms import posted, refusals_at
from irhub.web.listing import ask, page_by_page, show


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases that one keeps, with what they come to now."""
    asked = ask(request, CASES)
    book = current()
    rows = page_by_page(
        queries.cases_of(email_of(request)), lambda part: [JudgedCase(case, *_answers(case, book)) for case in part]
    )
    return render(request, "checker/cases/cases.html", {"list": show(asked, rows)})


def _answers(case: Any, book: Rulebook) -> tuple[str, str]:
    """The answer to a case when it was kept, and the answer now."""
    facts = queries.facts_read(case.checker, case.facts, book)
    then = evaluate(case.checker, facts, known=Edition.read(case.edition), book=book)
    return then.answer.sentence, evaluate(case.checker, facts, book=book).answer.sentence


@require_safe
def case(request: HttpRequest, number: int) -> HttpResponse:
    """One case that one keeps: the result by today's rules, and what was told when it was kept."""
    found = queries.case_numbered(number)
    if found is None:
        raise Http404("There is no such case.")
    at = walk(flows()[found.checker], found.facts, current())
    facts = queries.facts_read(found.checker, found.facts, at.book)
    then = evaluate(found.checker, facts, known=Edition.read(found.edition), book=at.book)
    values = result_values(request, at)
    link = request.build_absolute_uri(reverse("checker-result", args=[found.checker]) + at.query(known=found.edition))
    compare = f"{reverse('checker-compare', args=[found.checker])}?{urlencode({'left': link, 'by': 'today'})}"
    return render(
        request,
        "checker/cases/case.html",
        {
            **values,
            "case": found,
            "then": then,
            "changed": changed_since(then, values["result"]),
            "compare_then": compare,
            "keep": "",
        },
    )


@require_http_methods(["GET", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Keep a case: the address holds the checker's name and the facts, as a result page's address does."""
    written = {key: str(value) for key, value in request.GET.items() if key != "checker"}
    checker = request.GET.get("checker", "")
    facts = queries.facts_read(checker, written)
    if not facts:
        raise Http404("The address holds no answers that could be kept.")
    form = posted(KeepCase, request)
    if form.is_valid():
        with refusals_at(form, "title"):
            edition = str(current().edition)
            actions.save_case(form.cleaned_data["title"], checker, written, edition=edition, by=actor_of(request))
            messages.success(request, "Kept. It is judged again whenever a change of the rules is proposed.")
            return redirect("cases")
    flow = flows()[checker]
    return render(
        request,
        "checker/cases/save.html",
        {
            "flow": flow,
            "facts": queries.fact_words(flow, facts),
            "form": form,
        },
        status=422 if form.errors else 200,
    )


@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a case of one's own."""
    actions.delete_case(number, by=actor_of(request))
    messages.success(request, "Deleted.")
    return redirect("cases")
