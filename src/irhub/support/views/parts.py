"""What is done with a contact, a note or a complaint of a case: one page for all."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from irhub.accounts.acting import acting_membership
from irhub.support import queries
from irhub.support.parts import PARTS, options_of, part_numbered
from irhub.support.safeguarding import ground_of
from irhub.web.forms import posted, refusals_at, status_of


@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, reference: str, kind: str, nth: int, what: str) -> HttpResponse:
    """Something that is done with what hangs on a case. What was typed stays, whatever comes between."""
    by, case = acting_membership(request), queries.case_referred(reference)
    doing = PARTS.get(kind, {}).get(what)
    thing = part_numbered(case, kind, nth) if case else None
    if case is None or doing is None or thing is None:
        raise Http404("That cannot be done here.")
    form = posted(doing.form, request, **options_of(doing, thing, by))
    if form.is_valid():
        with refusals_at(form, now=lambda: part_numbered(case, kind, nth)):
            doing.does(thing, by=by, **form.cleaned_data)
            messages.success(request, doing.done)
            return redirect("support-case", reference)
        thing = part_numbered(case, kind, nth) or thing
    values = {
        "case": case, "kind": kind, "thing": thing, "ground": ground_of(thing) if kind == "concern" else None,
        "form": form, "heading": doing.title, "button": doing.button,
    }  # fmt: skip
    return render(request, "support/part.html", values, status=status_of(form))
