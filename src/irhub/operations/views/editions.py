"""The page on which somebody accepts or rejects an edition; what follows from it is made in the background."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from irhub.accounts.acting import actor_of
from irhub.accounts.row_security import job_access
from irhub.accounts.sent_once import as_often_as_sent
from irhub.operations import running
from irhub.operations.forms import MEANS, DecideEdition
from irhub.registers import deciding
from irhub.registers import queries as register_queries
from irhub.registers.sources import SOURCES
from irhub.web.forms import posted
from irhub.web.forms.refusals import refusals_told

DECIDES = {"accept": deciding.accept, "reject": deciding.reject}


@as_often_as_sent
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, register: str, day: str, number: int) -> HttpResponse:
    """Accept or reject an edition, with a reason. Whoever is second is told who decided."""
    edition = _edition_or_404(register, day, number)
    may = [name for name, states in deciding.DECISIONS.items() if edition.state in states]
    form = posted(DecideEdition, request, may=may, initial={"seen": edition.decisions})
    if form.is_valid():
        return _decided(request, edition, **form.cleaned_data)
    page = {
        "edition": edition,
        "source": SOURCES[edition.register],
        "told": capfirst(deciding.judged_beside_state(edition)),
        "checks": register_queries.checks_of(edition),
        "only": MEANS[may[0]] if len(may) == 1 else "",
        "form": form,
    }
    return render(request, "operations/decide.html", page)


def _edition_or_404(register: str, day: str, number: int) -> Any:
    try:
        edition = register_queries.edition_numbered(register, date.fromisoformat(day), number)
    except ValueError:
        edition = None
    if edition is None:
        raise Http404("No such edition is held.")
    return edition


def _decided(request: HttpRequest, edition: Any, decision: str, reason: str, seen: int) -> HttpResponse:
    by = actor_of(request)
    with refusals_told(request):
        with job_access():
            DECIDES[decision](edition, by=by, reason=reason, seen=seen)
        running.ask_for("link", by=by)
        messages.success(
            request,
            f"The edition is {edition.state}, and the history is as if it had "
            f"{'always stood there' if edition.state == 'accepted' else 'never been loaded'}."
            " Links, summaries and indicators follow within minutes.",
        )
    return redirect("edition", edition.register, edition.date.isoformat())
