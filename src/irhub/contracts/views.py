"""My providers: the list of those that a body buys from, what the registers say of them, and what changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from irhub.accounts.acting import acting_membership, asker_of
from irhub.contracts import queries, reading, services
from irhub.files.reading.refused import Refused
from irhub.files.uploads import read_table
from irhub.indicators.queries import audiences_of
from irhub.registers import lagging, newest_editions
from irhub.registers import queries as register_queries
from irhub.web.context import page_links
from irhub.web.downloads import csv_download
from irhub.web.errors import ActionRefused

PAGE = 50
CHANGES, ALL_CHANGES = 10, 500
_DAYS = 30
_COLUMNS = (
    "reference", "name", "postcode", "match", "cqc_provider_id", "provider_name", "organisation_id", "licence", "left_by",
    "lowest_rating", "locations", "beds", "signals", "most_urgent_signal", "decided_by",
)  # fmt: skip


@require_safe
def my_providers(request: HttpRequest) -> HttpResponse:
    """The body's list with what is known of each provider, and what changed about them."""
    return _page(request)


def _page(request: HttpRequest, errors: dict[str, str] | None = None) -> HttpResponse:
    membership = acting_membership(request)
    held = queries.current_list(membership.body)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "match")}
    asked["match"] = asked["match"] if asked["match"] in dict(queries.MATCHES) else ""
    rows = queries.listed(held, asked["match"], asked["q"], audiences=audiences_of(asker_of(request))) if held else []
    if held and request.GET.get("format") == "csv":
        notes = [part.sentence for part in newest_editions.parts()]
        return csv_download("my-providers.csv", _COLUMNS, map(_as_row, rows), notes)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    newest = register_queries.newest_date()
    most = ALL_CHANGES if request.GET.get("changes") == "all" else CHANGES
    changes = queries.changes_about(queries.providers_of(held), _before(newest)) if held else None
    recent = list(changes[:ALL_CHANGES]) if changes is not None else []
    return render(
        request,
        "contracts/my_providers.html",
        {
            "fictional": register_queries.is_fictional(),
            "held": held,
            "withheld": lagging.decisions_wait(),
            "taken_back": queries.taken_back(membership.body),
            "first_to_check": queries.first_to_check(held) if held else None,
            "counts": queries.counts_of(held) if held else {},
            "asked": asked,
            "matches": queries.MATCHES,
            "page": page,
            "links": page_links(page),
            "since": _before(newest),
            "changed_count": changes.count() if changes is not None and len(recent) == ALL_CHANGES else len(recent),
            "shown_changes": most,
            "changes": register_queries.changes_grouped(recent[:most]),
            "every": queries.EVERY,
            "chosen": queries.alert_choice(membership),
            "errors": errors or {},
        },
        status=400 if errors else 200,
    )


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file in and match its lines."""
    membership = acting_membership(request)
    given = request.FILES.get("file")
    if given is None:
        return _page(request, {"file": "Choose a file first: a CSV, XLSX or ODS file with a row for each provider."})
    try:
        lines, odd = reading.lines_of(read_table(given))
    except (Refused, reading.NotAList) as reason:
        return _page(request, {"file": f"Nothing was changed. {reason}"})
    made = services.upload_list(lines, given.name or "list", membership=membership)
    counts = queries.counts_of(made)
    messages.success(
        request,
        f"{len(lines)} line{'s were' if len(lines) != 1 else ' was'} taken in: {counts['accepted']} matched, "
        f"{counts['review']} to check, {counts['none']} without a provider.",
    )
    for sentence in odd[:10]:
        messages.warning(request, sentence)
    if len(odd) > 10:
        messages.warning(request, f"{len(odd) - 10} more rows hold something odd.")
    return redirect("my-providers")


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take the newest upload back, or undo that."""
    number, undo = request.POST.get("list", ""), request.POST.get("action") == "bring back"
    change = services.bring_back if undo else services.take_back
    done = "is your list again" if undo else "was taken back, and can be brought back"
    try:
        change(int(number) if number.isdigit() else 0, membership=acting_membership(request))
        messages.success(request, f"The list {done}." + ("" if undo else " The one before it, if any, is shown now."))
    except ActionRefused as reason:
        messages.error(request, str(reason))
    return redirect("my-providers")


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, number: int) -> HttpResponse:
    """One line and the providers that it may mean: choose one, or none."""
    found = queries.line_numbered(number)
    if found is None:
        raise Http404("There is no such line.")
    likely = [provider for provider in (found.provider_id, *found.others) if provider]
    facts = queries.facts_of(likely)
    typed = {name: request.POST.get(name, "").strip() for name in ("provider", "other")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        other = typed["other"].upper()
        chosen = other if typed["provider"] == "other" else typed["provider"]
        version = request.POST.get("version", "")
        if not typed["provider"] or not version.isdigit():
            errors["provider"] = "Choose a provider, or “None of these”."
        elif chosen != "none" and chosen not in (queries.facts_of([chosen]) if chosen else {}):
            errors["other"] = (
                f"No CQC provider that we hold has the id {chosen}." if chosen else "Write the CQC id of the provider."
            )
        else:
            return _decided(request, found, "" if chosen == "none" else chosen, int(version))
    return render(
        request,
        "contracts/line.html",
        {
            "fictional": register_queries.is_fictional(),
            "line": found,
            "choices": [facts[provider] for provider in dict.fromkeys(likely) if provider in facts],
            "errors": errors,
            "typed": typed,
        },
        status=400 if errors else 200,
    )


def _decided(request: HttpRequest, found: Any, provider_id: str, version: int) -> HttpResponse:
    """Keep which provider a line means, and go on to the next that waits."""
    try:
        services.decide(found, provider_id, version=version, membership=acting_membership(request))
    except ActionRefused as reason:
        messages.error(request, str(reason))
        return redirect("my-providers-line", found.pk)
    following = queries.next_to_check(found)
    means = queries.facts_of([provider_id])[provider_id].name if provider_id else "none of these"
    left = "" if following else " Nothing else waits to be checked."
    messages.success(request, f"“{found.name or found.cqc_id}” is decided: {means}.{left}")
    return redirect("my-providers-line", following.pk) if following else redirect("my-providers")


@require_POST
def alerts(request: HttpRequest) -> HttpResponse:
    """How often to be told what changed."""
    every = request.POST.get("every", "")
    if every in dict(queries.EVERY):
        services.choose_alerts(every, membership=acting_membership(request))
        told = (
            f"E-mails will go to {acting_membership(request).person.email}."
            if every != "never"
            else "You will get no e-mails."
        )
        messages.success(request, f"Saved. {told}")
    return redirect("my-providers")


def _before(newest: date | None) -> date | None:
    return newest - timedelta(days=_DAYS) if newest else None


def _as_row(row: queries.ListedLine) -> dict[str, object]:
    facts = vars(row.facts) if row.facts else {}
    told = {
        name: facts.get(name, "")
        for name in ("organisation_id", "licence", "left_by", "lowest_rating", "locations", "beds")
    }
    return told | {
        "reference": row.line.reference,
        "name": row.line.name,
        "postcode": row.line.postcode,
        "match": row.line.match,
        "cqc_provider_id": row.line.provider_id,
        "provider_name": facts.get("name", ""),
        "signals": len(row.signals),
        "most_urgent_signal": row.signals[0].says if row.signals else "",
        "decided_by": row.line.decided_by,
    }
