"""Pages about the audit trail: who did what, who looked at whom, and everything held about one person."""

from __future__ import annotations

from contextlib import nullcontext

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from irhub.accounts import queries
from irhub.accounts.acting import acting_membership, actor_of, rows_of
from irhub.accounts.audit import record
from irhub.accounts.forms import AboutWhom
from irhub.accounts.policy import Rows
from irhub.accounts.row_security import system_access
from irhub.accounts.subject_access import as_cells, as_page, everything_about
from irhub.web.context import page_links
from irhub.web.downloads import csv_download
from irhub.web.forms import posted

PAGE, IN_DOWNLOAD = 50, 20_000
_COLUMNS = ("number", "at", "who", "acting_as", "what", "about", "detail")
_ASKED = ("who", "what", "about")


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """What was done for one's body, newest first; system administrators see all of it."""
    asked = {name: request.GET.get(name, "").strip() for name in _ASKED}
    found = queries.events(acting_membership(request).body_id if rows_of(request) is Rows.OWN_BODY else None, **asked)
    if any(asked.values()) or request.GET.get("format"):
        record(
            "searched the audit trail",
            by=actor_of(request),
            **{f"for_{key}": told for key, told in asked.items() if told},
        )
    if request.GET.get("format") == "csv":
        return csv_download("audit.csv", _COLUMNS, found.values(*_COLUMNS)[:IN_DOWNLOAD])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/audit.html", {"page": page, "links": page_links(page), "asked": asked})


@require_http_methods(["GET", "POST"])
def subject_access(request: HttpRequest) -> HttpResponse:
    """Everything held about one person, as a file for that person: an auditor gets what concerns the own body."""
    form = posted(AboutWhom, request)
    if form.is_valid():
        email = form.cleaned_data["email"]
        narrowed = rows_of(request) is Rows.OWN_BODY
        reach = (
            nullcontext() if narrowed else system_access("a person asked what is held about them", by=str(request.user))
        )
        with reach:
            told = everything_about(email, by=actor_of(request), of_bodies_alone=narrowed)
        kind = form.cleaned_data["kind"]
        if told and kind == "csv":
            return csv_download("everything-held.csv", ("table", "row", "field", "value"), as_cells(told))
        if told:
            answer = (
                HttpResponse(as_page(told, email))
                if kind == "html"
                else JsonResponse(told, json_dumps_params={"indent": 2})
            )
            answer["Content-Disposition"] = f'attachment; filename="everything-held.{kind}"'
            return answer
        form.add_error("email", "Nothing is held about anybody with this address.")
    return render(request, "accounts/subject_access.html", {"form": form})
