"""Asking on a page: signed in for one's own body, or with an address that is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from irhub.accounts.acting import membership_of
from irhub.accounts.menu import may_open
from irhub.support import asking_by, callers, enquiries, queries, taking
from irhub.support.client_forms import AskForm, ConfirmForm
from irhub.support.opening import hours_told
from irhub.web.errors import ActionRefused
from irhub.web.forms import choose_again, posted, refusals_at


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask a programme's helpline."""
    programme = queries.programme_open(slug)
    if programme is None:
        raise Http404("There is no helpline at this address.")
    by = membership_of(request)
    known = by is not None and may_open(request, "help-questions")
    options: dict[str, Any] = {"themes": queries.theme_choices(programme), "known": known}
    if known and by:
        options["initial"] = {"name": by.person.name, "email": by.person.email}
    form = posted(AskForm, request, **options)
    if form.is_valid():
        with refusals_at(form):
            asking_by.refuse_too_many(request, form.cleaned_data.get("email", ""), by if known else None)
            if known and by:
                made = taking.take_question(programme=programme, told=form.cleaned_data, by=by)
                messages.success(request, "Your question is with us. The answer will appear here.")
                return redirect("help-question", made.reference)
            return _from_outside(request, programme, form, options)
    return _page(request, programme, form)


def _from_outside(request: HttpRequest, programme: Any, form: AskForm, options: Mapping[str, Any]) -> HttpResponse:
    """Take what somebody asks who is not known: a worker is shown the way, anybody else confirms their address. Raises ActionRefused."""
    told = form.cleaned_data
    if told["client_type"] == asking_by.WORKER:
        return redirect("help-worker", programme.slug)
    found = [one for one in callers.find_callers(told["client"]) if one.kind == told["client_type"]]
    if not found:
        raise ActionRefused(
            "We know no provider or council by that. Try its postcode or its CQC provider id.", "client"
        )
    if len(found) > 1:
        form = posted(
            AskForm, request, found=[(one.key, f"{one.name}, {one.place}".rstrip(", ")) for one in found], **options
        )
        if not form.is_valid():
            return _page(request, programme, form)
        found = [one for one in found if one.key == form.cleaned_data["which"]]
    eligible = callers.eligibility(programme, found[0].kind, found[0].key)
    if eligible.eligible is False:
        return render(
            request,
            "support/not_for_you.html",
            {"programme": programme, "eligible": eligible, "sources": asking_by.sources(programme)},
        )
    asking_by.ask_from_outside(programme, found[0], form.cleaned_data)
    return render(request, "support/confirm_sent.html", {"programme": programme, "email": told["email"]})


def _page(request: HttpRequest, programme: Any, form: AskForm) -> HttpResponse:
    choose_again(form, request)
    values = {"programme": programme, "form": form, "hours": hours_told(programme)}
    return render(request, "support/ask.html", values, status=400 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """Confirm an address, by a button: opening the link changes nothing."""
    found = enquiries.waiting(secret)
    form = posted(ConfirmForm, request)
    if found is not None and request.method == "POST" and form.is_valid():
        with suppress(ActionRefused):
            return redirect("help-thread", enquiries.thread_link(enquiries.confirm(secret)))
        found = None
    return render(
        request,
        "support/confirm.html",
        {"found": found, "form": form, "gone": enquiries.GONE},
        status=200 if found else 410,
    )
