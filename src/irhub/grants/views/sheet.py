"""The decision sheet of a whole call: everything that waits, ranked, with what is recommended; views and letters for many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from irhub.accounts.acting import acting_membership
from irhub.casework.ledger import free
from irhub.grants import deciding_together as together
from irhub.grants import queries
from irhub.grants.deciding import letter_of
from irhub.grants.forms_together import AgreeForm, LettersForm
from irhub.grants.method import method
from irhub.grants.money import limit_of, said
from irhub.grants.sheet import feedback_for, lines_of
from irhub.web.forms import posted, refusals_at, status_of
from irhub.web.saying import counted


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """Who waits to be decided, the best first, until the money is used up; and agreeing with what is recommended."""
    call, by = _found(number), acting_membership(request)
    left = free(call.pot)
    lines = lines_of(call, left)
    offered = together.without_view(lines, by)
    form = posted(AgreeForm, request, lines=offered)
    if form.is_valid():
        with refusals_at(form, "note"):
            data = form.cleaned_data
            chosen = {int(each) for each in data["chosen"]}
            many = together.agree(call, chosen, note=data["note"], no_interest=data["no_interest"], by=by)
            messages.success(request, f"Your view on {counted(many, 'applications')} is kept.")
            return redirect("grant-sheet", number)
    values = {
        "call": call, "lines": lines, "offered": offered, "form": form, "said": said, "left": left, "method": method(),
        "ready": len(together.ready(lines, by)), "limit": limit_of(call.pot, by), "decided": queries.decided_of(call),
    }  # fmt: skip
    return render(request, "grants/sheet.html", values, status=status_of(form))


@require_http_methods(["GET", "POST"])
def letters(request: HttpRequest, number: int) -> HttpResponse:
    """The letters of those that can be decided as recommended: read and changed, then sent together."""
    call, by = _found(number), acting_membership(request)
    ready = together.ready(lines_of(call), by)
    lines = ready[: together.MOST]
    form = posted(LettersForm, request, lines=lines, words={one.application.pk: feedback_for(one) for one in lines})
    if form.is_valid():
        with refusals_at(form):
            many = together.decide_together(call, form.seen, no_interest=form.cleaned_data["no_interest"], by=by)
            messages.success(request, f"Made, with a letter to each applicant: {counted(many, 'decisions')}.")
            return redirect("grant-sheet", number)
    rows = [(one, form[f"feedback-{one.application.pk}"], form.hidden_of(one), _letter(one)) for one in lines]
    values = {"call": call, "rows": rows, "form": form, "said": said, "more": len(ready) - len(lines)}
    return render(request, "grants/letters.html", values, status=status_of(form))


def _letter(line: Any) -> str:
    amount = line.application.asked if line.recommended == "awarded" else None
    return letter_of(line.application, outcome=line.recommended, amount=amount, feedback="…")


def _found(number: int) -> Any:
    found = queries.call_numbered(number)
    if found is None:
        raise Http404("There is no such call.")
    return found
