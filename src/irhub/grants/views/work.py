"""The work of a call: where its applications stand, and what can be done for many of them at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from irhub.accounts.acting import acting_membership
from irhub.casework.assessing import people_who_assess
from irhub.grants import queries
from irhub.grants import working_together as together
from irhub.grants.forms_together import CheckManyForm
from irhub.grants.money import said
from irhub.web.forms import posted, refusals_at, refusals_told, status_of
from irhub.web.saying import counted


@require_http_methods(["GET", "POST"])
def work(request: HttpRequest, number: int) -> HttpResponse:
    """Where the applications of a call stand; and recording one check for many."""
    call, by = _found(number), acting_membership(request)
    checking = together.in_checks(call)
    form = posted(CheckManyForm, request, applications=together.to_check(call, by, checking))
    if form.is_valid():
        with refusals_at(form):
            data = form.cleaned_data
            told: dict[str, Any] = {each: data[each] for each in ("key", "result", "says")}
            many = together.record_for_many(call, {int(each) for each in data["chosen"]}, by=by, **told)
            messages.success(request, f"Recorded for {counted(many, 'applications')}.")
            return redirect("grant-work", number)
    values = {
        "call": call, "states": queries.states_of(call), "submitted": len(together.submitted(call)), "checking": checking, "form": form, "said": said,
        "settled": sum(not each.open for each in checking), "people": len(people_who_assess(by)), "most": together.MOST,
    }  # fmt: skip
    return render(request, "grants/work.html", values, status=status_of(form))


@require_POST
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Begin the checks of those that were submitted."""
    return _done(
        request,
        number,
        lambda call, by: f"The checks of {counted(together.begin_all_checks(call, by=by), 'applications')} have begun.",
    )


@require_POST
def send_on(request: HttpRequest, number: int) -> HttpResponse:
    """Send on those whose checks are made."""

    def done(call: Any, by: Any) -> str:
        scored, decided = together.send_on(call, by=by)
        return f"With their assessors: {counted(scored, 'applications')}. To be decided: {counted(decided, 'applications')}."

    return _done(request, number, done)


def _done(request: HttpRequest, number: int, does: Callable[[Any, Any], str]) -> HttpResponse:
    call = _found(number)
    with refusals_told(request):
        messages.success(request, does(call, acting_membership(request)))
    return redirect("grant-work", number)


def _found(number: int) -> Any:
    found = queries.call_numbered(number)
    if found is None:
        raise Http404("There is no such call.")
    return found
