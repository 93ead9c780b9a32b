"""Settling a line where it stands on the page of the list: who it may be, what was typed, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from irhub.accounts.acting import acting_membership
from irhub.contracts import queries, services
from irhub.contracts.models import ContractLine
from irhub.contracts.queries import ProviderFacts
from irhub.web.errors import ActionRefused
from irhub.web.jinja import query

FILTERS = ("q", "match", "licence")
"""What a list is asked for: settling a line leads back to the same."""
NO_PROVIDER = "none"


@dataclass(frozen=True)
class Settling:
    """A line that somebody settles: the providers to pick from, and what was typed to find them; blank if nothing was.

    `by_name`: the providers were looked for by the name in the file, since the linker knew none.
    """

    line: ContractLine
    choices: list[ProviderFacts]
    find: str = ""
    by_name: bool = False
    ticked: str = ""
    errors: dict[str, str] = field(default_factory=dict)


def settling(line: ContractLine, find: str = "", ticked: str = "", errors: dict[str, str] | None = None) -> Settling:
    """What is shown where a line is settled."""
    if find:
        return Settling(line, queries.find_providers(find), find, ticked=ticked, errors=errors or {})
    stood = (line.before or {}).get("provider_id", "")
    likely = [provider for provider in (line.provider_id, stood, *line.others) if provider]
    facts = queries.facts_of(likely)
    choices = [facts[provider] for provider in dict.fromkeys(likely) if provider in facts]
    by_name = not choices and bool(line.name)
    if by_name:
        choices = queries.find_providers(line.name)
    if not ticked and line.decided_by:
        ticked = line.provider_id or NO_PROVIDER
    return Settling(line, choices, by_name=by_name, ticked=ticked, errors=errors or {})


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, number: int) -> HttpResponse:
    """A line of the list: leads to where it stands; settles it, or undoes that."""
    from irhub.contracts.views import list_page

    found = queries.line_numbered(number)
    if found is None:
        raise Http404("There is no such line.")
    if request.method == "GET":
        return redirect(_where(request, settle=number))
    membership = acting_membership(request)
    version = request.POST.get("version", "")
    chosen, find = (request.POST.get(name, "").strip() for name in ("provider", "find"))
    undoing = request.POST.get("action") == "undo"
    known = undoing or chosen == NO_PROVIDER or chosen in (queries.facts_of([chosen]) if chosen else {})
    if not version.isdecimal() or not known:
        errors = {"provider": "Choose a provider, or “None of these”."}
        return list_page(request, settled_badly=settling(found, find, chosen, errors))
    try:
        if undoing:
            services.undo(found, version=int(version), by=membership)
        else:
            provider = "" if chosen == NO_PROVIDER else chosen
            services.decide(found, provider, version=int(version), by=membership)
    except ActionRefused as reason:
        messages.error(request, str(reason))
        return redirect(_where(request, settle=number))
    return redirect(_where(request, **{"undone" if undoing else "done": number}))


def _where(request: HttpRequest, **line: int) -> str:
    """The address of a line on the page of the list, asked for as it was."""
    told = request.POST if request.method == "POST" else request.GET
    asked = {name: told.get(name, "") for name in FILTERS}
    return f"{reverse('my-providers')}{query(asked, **line)}#line-{next(iter(line.values()))}"
