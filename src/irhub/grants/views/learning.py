"""The pages of what grants came to: of one grant, for both sides; of a call, side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.grants import queries as grants
from irhub.grants.learning import queries, telling
from irhub.grants.learning.forms import LessonForm, ResultForm
from irhub.grants.learning.lists import RESULTS
from irhub.grants.learning.measures import measure
from irhub.grants.money import said
from irhub.web.forms import posted, refusals_at, refusals_told, status_of
from irhub.web.listing import ask, download, show


@require_safe
def results(request: HttpRequest, number: int) -> HttpResponse:
    """What a grant came to, as grantee and funder tell it."""
    return _page(request, _found(number))


@require_POST
def tell_result(request: HttpRequest, number: int) -> HttpResponse:
    """Tell a result."""
    found, by = _found(number), acting_membership(request)
    form = posted(ResultForm, request, auto_id="result-%s", mine=by.body_id == found.applicant_id)
    if form.is_valid():
        with refusals_at(form, "many"):
            telling.tell_result(found, by=by, **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect("grant-results", number)
    return _page(request, found, result=form)


@require_POST
def tell_lesson(request: HttpRequest, number: int) -> HttpResponse:
    """Tell what was learned."""
    found, form = _found(number), posted(LessonForm, request, auto_id="lesson-%s")
    if form.is_valid():
        with refusals_at(form, "worked"):
            telling.tell_lesson(found, by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Saved. What you said before is kept too.")
            return redirect("grant-results", number)
    return _page(request, found, lesson=form)


@require_POST
def remove_result(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a result that one's own side told."""
    found = queries.result_numbered(number)
    if found is None:
        raise Http404("There is no such result.")
    with refusals_told(request, "Removed."):
        telling.remove_result(found, by=acting_membership(request))
    return redirect("grant-results", found.award_id)


@require_safe
def call(request: HttpRequest, number: int) -> HttpResponse:
    """What the grants of a call came to, side by side; as files for whoever evaluates."""
    found = grants.call_numbered(number)
    if found is None:
        raise Http404("There is no such call.")
    asked = ask(request, RESULTS)
    rows = queries.for_evaluation(found)
    if asked.format:
        return download(
            asked,
            rows,
            about=["Grantees are not named. Small counts are hidden. Words that people wrote are left out."],
        )
    values = {
        "call": found,
        "compared": queries.comparison(found),
        "list": show(asked, rows),
        "said": said,
        "entries": bool(rows),
    }
    return render(request, "grants/learning.html", values)


def _page(request: HttpRequest, found: Any, **forms: Any) -> HttpResponse:
    mine = acting_membership(request).body_id == found.applicant_id
    values = {
        "award": found, "mine": mine, "can": telling.can_tell(found), "told": queries.results_of(found), "measure": measure, "said": said,
        "project": queries.of_award(found).projects[0], "result": ResultForm(auto_id="result-%s", mine=mine),
        "lesson": LessonForm(auto_id="lesson-%s"),
    }  # fmt: skip
    bound = next(iter(forms.values()), None)
    return render(request, "grants/results.html", values | forms, status=status_of(bound) if bound else 200)


def _found(number: int) -> Any:
    found = grants.award_numbered(number)
    if found is None:
        raise Http404("There is no such grant.")
    return found
