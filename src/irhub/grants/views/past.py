"""The pages of past grants: hand a file in, see what is wrong with it, say who its recipients are, take it in, undo it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership
from irhub.files.handed_in import JSON, SHEETS, handed_in
from irhub.grants.forms import MoveForm, ReasonForm
from irhub.grants.money import said
from irhub.grants.past import queries, taking_in
from irhub.grants.past.forms import DecideForm, FindForm, UploadForm
from irhub.grants.past.lists import FAULTS, RECIPIENTS, FaultFilters
from irhub.registers import queries as register_queries
from irhub.web.forms import posted, refusals_at, refusals_told, status_of
from irhub.web.listing import ask, download, show


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The files of past grants of one's body; hands one in."""
    by = acting_membership(request)
    form = posted(UploadForm, request)
    if form.is_valid():
        with refusals_at(form, "file"):
            file = handed_in(form.cleaned_data["file"], accepts=SHEETS | JSON)
            made, fresh = taking_in.upload(file, funder=form.cleaned_data["funder"], by=by, today=localdate())
            messages.success(
                request, "Read. Look at what came of it." if fresh else "This file is in already: nothing was added."
            )
            return redirect("grant-past-import", made.pk)
    values = {"form": form, "imports": list(queries.imports_of(by.body)), "fictional": register_queries.is_fictional()}
    return render(request, "grants/past.html", values, status=status_of(form))


@require_safe
def past_import(request: HttpRequest, number: int) -> HttpResponse:
    """A file: what came of it, its recipients, and what to do next."""
    return _page(request, _found(number))


@require_safe
def faults(request: HttpRequest, number: int) -> HttpResponse:
    """Every value of a file that is wrong or doubtful; as a page or a file, for whoever keeps the spreadsheet."""
    held = _found(number)
    form = FaultFilters(request.GET, kind=queries.kinds_of(held))
    asked = ask(request, FAULTS, form=form)
    rows = queries.faults_of(held, **asked.filters)
    if asked.format:
        return download(asked, rows)
    return render(request, "grants/past_faults.html", {"held": held, "list": show(asked, rows)})


@require_POST
def take_in(request: HttpRequest, number: int) -> HttpResponse:
    """Let the grants of a file count."""
    form = posted(MoveForm, request)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    with refusals_told(request, "Taken in: these grants count in the checks of new applications."):
        taking_in.take_in(_found(number), version=version, by=acting_membership(request))
    return redirect("grant-past-import", number)


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Undo an import."""
    form = posted(ReasonForm, request, auto_id="undo-%s", label=_WHY)
    if form.is_valid():
        with refusals_at(form, "reason", now=lambda: _found(number)):
            taking_in.undo(_found(number), by=acting_membership(request), **form.cleaned_data)
            messages.success(request, "Undone: none of its grants counts any more. You can hand the file in again.")
            return redirect("grant-past")
    return _page(request, _found(number), undo=form)


@require_http_methods(["GET", "POST"])
def recipient(request: HttpRequest, number: int) -> HttpResponse:
    """A recipient: what the file says, who it may be; says who it is."""
    found = queries.recipient_numbered(number)
    if found is None:
        raise Http404("There is no such recipient.")
    find = request.GET.get("find", "").strip()[:200]
    offered = queries.offered_to(found, find)
    form = posted(DecideForm, request, offered=offered, initial={"version": found.version})
    if form.is_valid():
        with refusals_at(form, "chosen", now=lambda: queries.recipient_numbered(number)):
            data = form.cleaned_data
            taking_in.decide(found, data["chosen"], version=data["version"], by=acting_membership(request))
            waits = queries.next_to_check(found.past_import)
            messages.success(request, "Decided." if waits else "Decided. No recipient is left to check.")
            return (
                redirect("grant-past-recipient", waits.pk)
                if waits
                else redirect("grant-past-import", found.past_import_id)
            )
    values = {
        "recipient": found, "held": found.past_import, "form": form, "offered": offered, "find": find, "finding": FindForm({"find": find}),
        "grants": queries.grants_of(found), "said": said,
    }  # fmt: skip
    return render(request, "grants/past_recipient.html", values, status=status_of(form))


_WHY = "Why the import is undone"


def _page(request: HttpRequest, held: Any, undo: ReasonForm | None = None) -> HttpResponse:
    asked = ask(request, RECIPIENTS)
    rows = queries.recipients_of(held, **asked.filters)
    if asked.format:
        return download(asked, rows)
    version = {"version": held.version}
    values = {
        "held": held, "counts": queries.counts_of(held), "list": show(asked, rows), "said": said, "moving": MoveForm(initial=version, auto_id="move-%s"),
        "undo": undo or ReasonForm(initial=version, auto_id="undo-%s", label=_WHY), "next": queries.next_to_check(held),
        "events": list(held.events.order_by("-at", "-pk")),
    }  # fmt: skip
    return render(request, "grants/past_import.html", values, status=status_of(undo) if undo else 200)


def _found(number: int) -> Any:
    found = queries.import_numbered(number)
    if found is None:
        raise Http404("There is no such file of past grants.")
    return found
