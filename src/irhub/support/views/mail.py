"""The tray: mail that nobody could be sure of, and what is done with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from irhub.accounts.acting import acting_membership
from irhub.accounts.audit import record
from irhub.accounts.moving import named
from irhub.files.handed_in import MAILS, handed_in
from irhub.support.lists import TRAY, TrayFilters
from irhub.support.mail import actions, queries
from irhub.support.mail.forms import HandInForm
from irhub.support.mail.tray_actions import TRAY_ACTIONS, form_options
from irhub.support.queries import programmes_run
from irhub.support.retention import KEPT, removed_on
from irhub.web.errors import ActionRefused
from irhub.web.forms import posted, refusals_at, status_of
from irhub.web.listing import ask, show


@require_http_methods(["GET", "POST"])
def tray(request: HttpRequest) -> HttpResponse:
    """Mail that waits, or lies elsewhere; and a place to hand one in that was saved as a file."""
    by = acting_membership(request)
    asked = ask(request, TRAY, form=TrayFilters(request.GET))
    run = {one.pk: one for one in programmes_run(by.body)}
    form = posted(HandInForm, request, programmes=[(one.pk, one.name) for one in run.values()])
    if form.is_valid():
        with refusals_at(form, "file"):
            file = handed_in(form.cleaned_data["file"], accepts=MAILS)
            programme = run.get(form.cleaned_data.get("programme", 0)) or next(iter(run.values()), None)
            if programme is None:
                raise ActionRefused("No programme of yours is open: mail can be handed in once one is.")
            made = actions.hand_in(file=file, programme=programme, by=by)
            messages.success(request, "The mail waits here.")
            return redirect("support-mail", made.pk)
    values = {
        "list": show(asked, queries.mails_of(by.body, asked.filters["state"])), "form": form, "kept": KEPT,
    }  # fmt: skip
    return render(request, "support/tray.html", values, status=400 if request.method == "POST" else 200)


@require_safe
def mail(request: HttpRequest, number: UUID) -> HttpResponse:
    """A mail, why it waits, and what can be done with it."""
    by, found = acting_membership(request), _found(number)
    record("looked at a mail", by=by, about=named(found))
    offered = {name: one for name, one in TRAY_ACTIONS.items() if found.state in one.since}
    if found.opened:
        offered.pop("put-back", None)
    values = {
        "mail": found, "likely": queries.likely_cases(found), "offered": offered, "removed": removed_on(found),
    }  # fmt: skip
    return render(request, "support/mail.html", values)


@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, number: UUID, what: str) -> HttpResponse:
    """Something that is done with a mail."""
    by, found, doing = acting_membership(request), _found(number), TRAY_ACTIONS.get(what)
    if doing is None:
        raise Http404("There is nothing of this name to be done with a mail.")
    form = posted(doing.form, request, **form_options(doing.form, found, by, request.GET.get("reference", "")))
    if form.is_valid():
        with refusals_at(form, now=lambda: _found(number)):
            doing.does(found, by, form.cleaned_data)
            messages.success(request, doing.done)
            there = _found(number)
            return redirect("support-case", there.case.reference) if there.case else redirect("support-mail", number)
    values = {"mail": found, "form": form, "heading": doing.title, "button": doing.button}
    return render(request, "support/mail_do.html", values, status=status_of(form))


@require_safe
def original(request: HttpRequest, number: UUID) -> HttpResponse:
    """The mail itself, to take away: saved by the browser, and never shown."""
    by, found = acting_membership(request), _found(number)
    record("took away a mail", by=by, about=named(found))
    answer = HttpResponse(bytes(found.eml or b""), content_type="message/rfc822")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename="mail.eml") or ""
    answer.headers["Content-Security-Policy"] = "sandbox"
    return answer


def _found(number: UUID) -> Any:
    found = queries.mail_numbered(number)
    if found is None:
        raise Http404("There is no such mail.")
    return found
