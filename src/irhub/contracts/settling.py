"""Settling a line where it stands on the page of the list: who it may be, what was typed, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from irhub.accounts.acting import acting_membership
from irhub.contracts import actions, queries
from irhub.contracts.forms import FILTERS, NO_PROVIDER, FindProvider, Peeked, Settle
from irhub.contracts.models import ContractLine
from irhub.contracts.queries import ProviderFacts
from irhub.web.errors import ActionRefused
from irhub.web.forms import posted
from irhub.web.jinja import query


@dataclass(frozen=True)
class Settling:
    """A line that somebody settles: the form, the providers to pick from, and what was typed to find them; blank if nothing was."""

    line: ContractLine
    choices: list[ProviderFacts]
    form: Settle
    find: str = ""

    @property
    def finding(self) -> FindProvider:
        """The form by which a provider is looked for, with what was typed."""
        return FindProvider({"find": self.find})

    def stays(self, asked: Mapping[str, str]) -> list[tuple[str, str]]:
        """What of the address stays where a provider is looked for: what was asked of the list, and the line."""
        return [*((name, value) for name, value in asked.items() if value), ("settle", str(self.line.pk))]


def settling(
    line: ContractLine, asked: Mapping[str, str], find: str = "", request: HttpRequest | None = None
) -> Settling:
    """What is shown where a line is settled. `asked`: of the list. `request`: that settles it."""
    choices, by_name = _choices(line, find)
    options: dict[str, Any] = {"choices": choices, "asked": _asked(choices, find, by_name)}
    if request:
        told = _peeked(request).cleaned_data["provider"]
        if told and told not in {facts.provider_id for facts in choices}:
            options["choices"] = [*choices, *queries.facts_of([told]).values()]
        form = posted(Settle, request, **options)
    else:
        ticked = (line.provider_id or NO_PROVIDER) if line.decided_by and not find else ""
        form = Settle(initial={**asked, "provider": ticked, "version": line.version, "find": find}, **options)
    return Settling(line, choices, form, find)


def _peeked(request: HttpRequest) -> Peeked:
    """What of a settled line says which providers there are to pick from."""
    form = posted(Peeked, request)
    form.full_clean()
    return form


def _choices(line: ContractLine, find: str) -> tuple[list[ProviderFacts], bool]:
    """The providers to pick from, and whether they were looked for by the name in the file, since the linker knew none."""
    if find:
        return queries.find_providers(find), False
    stood = (line.before or {}).get("provider_id", "")
    likely = [provider for provider in (line.provider_id, stood, *line.others) if provider]
    facts = queries.facts_of(likely)
    choices = [facts[provider] for provider in dict.fromkeys(likely) if provider in facts]
    by_name = not choices and bool(line.name)
    return (queries.find_providers(line.name) if by_name else choices), by_name


def _asked(choices: Sequence[ProviderFacts], find: str, by_name: bool) -> str:
    if find:
        return f"Found for “{find}”" if choices else f"Nothing was found for “{find}”"
    if by_name:
        return "Providers with a similar name" if choices else "No provider has a similar name"
    return "Most likely"


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, number: int) -> HttpResponse:
    """A line of the list: leads to where it stands; settles it, or undoes that."""
    from irhub.contracts.views import list_page

    found = queries.line_numbered(number)
    if found is None:
        raise Http404("There is no such line.")
    if request.method == "GET":
        return redirect(_where(request.GET, settle=number))
    it = settling(found, {}, _peeked(request).cleaned_data["find"], request)
    if not it.form.is_valid():
        return list_page(request, settled_badly=it)
    told, membership = it.form.cleaned_data, acting_membership(request)
    undoing = told["action"] == "undo"
    try:
        if undoing:
            actions.undo(found, version=told["version"], by=membership)
        else:
            provider = "" if told["provider"] == NO_PROVIDER else told["provider"]
            actions.decide(found, provider, version=told["version"], by=membership)
    except ActionRefused as reason:
        messages.error(request, str(reason))
        return redirect(_where(told, settle=number))
    return redirect(_where(told, **{"undone" if undoing else "done": number}))


def _where(told: Mapping[str, str], **line: int) -> str:
    """The address of a line on the page of the list, asked for as it was."""
    asked = {name: told.get(name, "") for name in FILTERS}
    return f"{reverse('my-providers')}{query(asked, **line)}#line-{next(iter(line.values()))}"
