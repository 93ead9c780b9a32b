"""Pages about the audit trail: who did what, who looked at whom, and everything held about one person."""

from __future__ import annotations

from contextlib import nullcontext

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from irhub.accounts import queries
from irhub.accounts.acting import acting_membership, actor_of, person_of, rows_of
from irhub.accounts.audit import record
from irhub.accounts.forms import AboutWhom
from irhub.accounts.policy import Rows
from irhub.accounts.roles import Side
from irhub.accounts.row_security import acting_now, system_access
from irhub.accounts.subject_access import (
    HELD_COLUMNS,
    Everything,
    Reach,
    as_cells,
    as_json,
    as_page,
    as_zip,
    everything_about,
    left_out,
)
from irhub.accounts.trail_list import TRAIL, WHOLE, detail_in_words
from irhub.accounts.trail_names import people_named, things_named
from irhub.web.forms import posted
from irhub.web.held_tables import Whom
from irhub.web.listing import ask, download, show
from irhub.web.listing.writers import File, as_csv


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """What was done for one's body, newest first; system administrators see all of it, but for help while they act on the side of oversight."""
    body = acting_membership(request).body_id if rows_of(request) is Rows.OWN_BODY else None
    watches = acting_now().side == Side.OVERSIGHT
    asked = ask(request, TRAIL if body or watches else WHOLE)
    found = queries.events(body, **asked.filters)
    if asked.chosen or asked.format:
        record(
            "searched the audit trail",
            by=actor_of(request),
            **{f"for_{key}": told for key, told in asked.filters.items() if told},
        )
    if asked.format:
        return download(asked, found)
    shown = show(asked, found)
    values = {
        "list": shown,
        "kept_back": watches and body is None,
        "detail": detail_in_words,
        "things": things_named(event.about for event in shown.rows if event.about),
        "people": people_named(event.who for event in shown.rows),
    }
    return render(request, "accounts/audit.html", values)


@require_http_methods(["GET", "POST"])
def subject_access(request: HttpRequest) -> HttpResponse:
    """Everything held about one person, as a file for that person: an auditor gets what concerns the own body."""
    narrowed = rows_of(request) is Rows.OWN_BODY
    reach: Reach = (
        {"of_body": acting_membership(request).body, "oversees": False}
        if narrowed
        else {"of_body": None, "oversees": queries.oversees(person_of(request))}
    )
    form = posted(AboutWhom, request)
    if form.is_valid():
        whom = Whom(**{name: form.cleaned_data[name] for name in ("email", "name", "phone")})
        fence = (
            nullcontext() if narrowed else system_access("a person asked what is held about them", by=str(request.user))
        )
        with fence:
            told = everything_about(whom, by=actor_of(request), **reach)
        if told:
            return _held_as(told, whom, form.cleaned_data["kind"])
        nothing = "Nothing is held about anybody who is known by this"
        form.add_error("email", f"{nothing}, where it was looked for." if told.left_out else f"{nothing}.")
    return render(request, "accounts/subject_access.html", {"form": form, "left_out": left_out(**reach)})


def _held_as(told: Everything, whom: Whom, kind: str) -> HttpResponse:
    """What is held as a file of a kind; packed with the files that it names, if there are any."""
    if kind == "csv":
        answer = as_csv(File("everything-held", HELD_COLUMNS, as_cells(told)))
    else:
        text, media = (as_page(told, whom), "text/html") if kind == "html" else (as_json(told), "application/json")
        answer = HttpResponse(text, content_type=f"{media}; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="everything-held.{kind}"'
    if told.files:
        packed = as_zip(told, f"everything-held.{kind}", answer.content.decode())
        answer = HttpResponse(packed, content_type="application/zip")
        answer["Content-Disposition"] = 'attachment; filename="everything-held.zip"'
    return answer
