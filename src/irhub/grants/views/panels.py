"""The page of a call’s panel: who gives views on its applications, who hears its appeals, and who left."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.grants import queries
from irhub.grants.panels import naming
from irhub.grants.panels.forms import PanelForm
from irhub.grants.panels.sitting import APPEAL_QUORUM
from irhub.web.forms import posted, refusals_at, status_of


@require_safe
def panel(request: HttpRequest, number: int) -> HttpResponse:
    """Who sits on the panel of a call, and who hears its appeals."""
    return _page(request, _found(number))


@require_POST
def name(request: HttpRequest, number: int) -> HttpResponse:
    """Say who sits on the panel from now on, and who hears appeals."""
    found = _found(number)
    form = posted(PanelForm, request, **_offered(found))
    if form.is_valid():
        with refusals_at(form, "reason", now=lambda: _found(number)):
            naming.name_panel(found, by=acting_membership(request), **form.told)
            messages.success(request, "Saved.")
            return redirect("grant-panel", number)
    return _page(request, _found(number), form)


def _page(request: HttpRequest, found: Any, form: PanelForm | None = None) -> HttpResponse:
    offered = _offered(found)
    values = {
        "call": found, "members": offered["members"], "people": offered["people"], "too_few": naming.too_few(found), "appeal_quorum": APPEAL_QUORUM,
        "form": form or PanelForm(initial={"version": found.version}, **offered), "events": list(found.events.order_by("-at", "-pk")),
    }  # fmt: skip
    return render(request, "grants/panel.html", values, status=status_of(form) if form else 200)


def _offered(found: Any) -> dict[str, Any]:
    people, members = naming.who_decides(found.body_id), naming.members_of(found)
    return {"people": people, "members": members, "later": naming.can_be_opened(found)}


def _found(number: int) -> Any:
    found = queries.call_numbered(number)
    if found is None:
        raise Http404("There is no such call.")
    return found
