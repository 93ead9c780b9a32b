"""The page on which somebody accepts or rejects an edition; what follows from it is made in the background."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from irhub.accounts.acting import actor_of
from irhub.operations import running
from irhub.registers import deciding
from irhub.registers import queries as register_queries
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Refused

DECIDES = {"accept": deciding.accept, "reject": deciding.reject}
MEANS = {
    "accept": "Accept it: it counts, in place of any other edition of its date",
    "reject": "Reject it: the history is as if it had never been loaded; its file is kept",
}
"""What each decision does, in words."""
MOST_WORDS = 1000
"""How many characters a reason may have."""


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, register: str, day: str, number: int) -> HttpResponse:
    """Accept or reject an edition, with a reason. Whoever is second is told who decided."""
    edition = _edition_or_404(register, day, number)
    typed, errors = {name: request.POST.get(name, "") for name in ("decision", "reason")}, {}
    if request.method == "POST":
        errors = _faults(typed)
        if not errors:
            return _decided(request, edition, typed)
    page = {
        "edition": edition,
        "source": SOURCES[edition.register],
        "told": deciding.judgement_told(edition),
        "checks": register_queries.checks_of(edition),
        "may": [(name, MEANS[name]) for name, states in deciding.DECISIONS.items() if edition.state in states],
        "typed": typed,
        "seen": request.POST.get("seen", edition.decisions),
        "errors": errors,
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


def _faults(typed: dict[str, str]) -> dict[str, str]:
    errors = {}
    if typed["decision"] not in DECIDES:
        errors["decision"] = "Choose what becomes of the edition"
    if not typed["reason"].strip():
        errors["reason"] = "Say why"
    elif len(typed["reason"]) > MOST_WORDS:
        errors["reason"] = f"Say why in {MOST_WORDS:,} characters or fewer"
    return errors


def _decided(request: HttpRequest, edition: Any, typed: dict[str, str]) -> HttpResponse:
    seen, by = request.POST.get("seen", ""), actor_of(request)
    try:
        DECIDES[typed["decision"]](
            edition,
            by=by,
            reason=typed["reason"],
            seen=int(seen) if seen.isdecimal() and len(seen) < 10 else -1,
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        running.ask_for("link", by=by)
        messages.success(
            request,
            f"The edition is {edition.state}, and the history is as if it had "
            f"{'always stood there' if edition.state == 'accepted' else 'never been loaded'}."
            " Links, summaries and indicators follow within minutes.",
        )
    return redirect("edition", edition.register, edition.date.isoformat())
