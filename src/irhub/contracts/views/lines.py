"""Settling a line where it stands on the page of the list."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from irhub.accounts.acting import acting_membership
from irhub.contracts import actions, queries
from irhub.contracts.forms import FILTERS, NO_PROVIDER
from irhub.contracts.settling import peeked, settling
from irhub.contracts.views.providers import list_page
from irhub.web.forms import refusals_told
from irhub.web.jinja import query


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, number: int) -> HttpResponse:
    """A line of the list: leads to where it stands; settles it, or undoes that."""
    found = queries.line_numbered(number)
    if found is None:
        raise Http404("There is no such line.")
    if request.method == "GET":
        return redirect(_where(request.GET, settle=number))
    it = settling(found, {}, peeked(request).cleaned_data["find"], request)
    if not it.form.is_valid():
        return list_page(request, settled_badly=it)
    told, membership = it.form.cleaned_data, acting_membership(request)
    undoing = told["action"] == "undo"
    with refusals_told(request):
        if undoing:
            actions.undo(found, version=told["version"], by=membership)
        else:
            provider = "" if told["provider"] == NO_PROVIDER else told["provider"]
            actions.decide(found, provider, version=told["version"], by=membership)
        return redirect(_where(told, **{"undone" if undoing else "done": number}))
    return redirect(_where(told, settle=number))


def _where(told: Mapping[str, str], **line: int) -> str:
    """The address of a line on the page of the list, asked for as it was."""
    asked = {name: told.get(name, "") for name in FILTERS}
    return f"{reverse('my-providers')}{query(asked, **line)}#line-{next(iter(line.values()))}"
