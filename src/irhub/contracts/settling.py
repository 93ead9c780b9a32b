"""What is shown where a line is settled, on the page of the list: who it may be, and what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from irhub.contracts import queries
from irhub.contracts.forms import NO_PROVIDER, FindProvider, Peeked, Settle
from irhub.contracts.models import ContractLine
from irhub.contracts.queries import ProviderFacts
from irhub.web.forms import posted


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
        told = peeked(request).cleaned_data["provider"]
        if told and told not in {facts.provider_id for facts in choices}:
            options["choices"] = [*choices, *queries.facts_of([told]).values()]
        form = posted(Settle, request, **options)
    else:
        ticked = (line.provider_id or NO_PROVIDER) if line.decided_by and not find else ""
        form = Settle(initial={**asked, "provider": ticked, "version": line.version, "find": find}, **options)
    return Settling(line, choices, form, find)


def peeked(request: HttpRequest) -> Peeked:
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
