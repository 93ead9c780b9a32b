"""My providers: the list of those that a body buys from, what the registers say of them, and what changed."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import acting_membership, asker_of
from irhub.accounts.messages import choose, chosen_by
from irhub.contracts import actions, queries
from irhub.contracts.forms import Alerts, TakeBack, Upload
from irhub.contracts.line_list import LINES, LineFilters
from irhub.contracts.notices import CONTRACTED_PROVIDERS
from irhub.contracts.settling import Settling, settling
from irhub.contracts.told import in_words
from irhub.files.handed_in import SHEETS, handed_in
from irhub.indicators.queries import audiences_of
from irhub.organisations.queries import beside_others
from irhub.registers import lagging, newest_editions
from irhub.registers import queries as register_queries
from irhub.registers.sources import SOURCES
from irhub.web.forms import posted, refusals_at, refusals_told
from irhub.web.listing import ask, download, in_order, show

CHANGES, ALL_CHANGES = 10, 500
_DAYS = 30


@require_safe
def my_providers(request: HttpRequest) -> HttpResponse:
    """The body's list: whose licence left, who waits to be settled, what is known of each provider, and what changed."""
    return list_page(request)


def list_page(
    request: HttpRequest, uploaded_badly: Upload | None = None, settled_badly: Settling | None = None
) -> HttpResponse:
    """The page of the list. `uploaded_badly`: with a file that was none. `settled_badly`: the line that somebody tried to settle."""
    membership = acting_membership(request)
    held = queries.current_list(membership.body)
    form = LineFilters(settled_badly.form.data if settled_badly else request.GET)
    asked = ask(request, LINES, form=form, at=reverse("my-providers"))
    filters = asked.filters
    at = settled_badly.line.pk if settled_badly else _line_asked_for(request)
    asker = audiences_of(asker_of(request))
    facts = queries.facts_in(held) if held else {}
    found = (
        queries.listed(held, filters["match"], filters["licence"], filters["q"], facts=facts, also=at, audiences=asker)
        if held
        else []
    )
    rows = in_order(asked, found)
    if asked.format:
        return download(asked, rows, about=[part.sentence for part in newest_editions.parts()])
    place = next((place for place, row in enumerate(rows) if row.line.pk == at), None)
    shown = show(asked, rows, number=None if place is None else place // LINES.size + 1)
    here = rows[place].line if place is not None else None
    newest = register_queries.newest_date()
    most = ALL_CHANGES if request.GET.get("changes") == "all" else CHANGES
    providers = queries.providers_of(held) if held else []
    changes = queries.changes_about(providers, _before(newest)) if held else None
    recent = list(changes.annotate(of_all=Window(Count("*")))[:most]) if changes is not None else []
    settled = next((word for word in ("done", "undone") if here and word in request.GET), "")
    return render(
        request,
        "contracts/my_providers.html",
        {
            "fictional": register_queries.is_fictional(),
            "held": held,
            "withheld": lagging.decisions_wait(),
            "taken_back": queries.taken_back(membership.body),
            "counts": queries.counts_of(held) if held else {},
            "licences": queries.licences_of(providers, facts) if held else {},
            "freshness": [row for row in register_queries.freshness(timezone.localdate()) if row.newest],
            "sources": SOURCES,
            "told": in_words(held.read) if held else {},
            "on_several_lines": queries.on_several_lines(held, facts) if held else [],
            "asked": filters,
            "list": shown,
            "settling": settled_badly or (settling(here, filters, _typed(request)) if here and not settled else None),
            "settled": settled,
            "settled_line": here.pk if here and settled else 0,
            "next_line": queries.next_to_settle(held, here) if held else None,
            "since": _before(newest),
            "changed_count": recent[0].of_all if recent else 0,
            "shown_changes": most,
            "changes": register_queries.changes_grouped(recent, beside_others(recent)),
            "alerts": Alerts(initial={"every": chosen_by(membership, CONTRACTED_PROVIDERS)}),
            "upload": uploaded_badly or Upload(),
        },
        status=400 if uploaded_badly or settled_badly else 200,
    )


def _line_asked_for(request: HttpRequest) -> int:
    """The number of the line that is being settled, or was settled; 0 for none."""
    told = next((request.GET[word] for word in ("settle", "done", "undone") if word in request.GET), "")
    return int(told) if told.isdecimal() and len(told) < 19 else 0


def _typed(request: HttpRequest) -> str:
    return request.GET.get("find", "").strip()[:200]


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file in and match its lines."""
    form = posted(Upload, request)
    if form.is_valid():
        with refusals_at(form, "file", called={"header": "file"}):
            file = handed_in(form.cleaned_data["file"], accepts=SHEETS)
            made = actions.upload_list(file, by=acting_membership(request))
            messages.success(request, queries.summary(made))
            return redirect("my-providers")
    return list_page(request, form)


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Take the newest upload back, or undo that."""
    form = posted(TakeBack, request)
    if not form.is_valid():
        return redirect("my-providers")
    undo = form.cleaned_data["action"] == "bring back"
    change = actions.bring_back if undo else actions.take_back
    done = "is your list again" if undo else "was removed. You can bring it back"
    with refusals_told(request, f"The list {done}." + ("" if undo else " The one before it, if any, is shown now.")):
        change(form.cleaned_data["list"], by=acting_membership(request))
    return redirect("my-providers")


@require_POST
def alerts(request: HttpRequest) -> HttpResponse:
    """How often to be told what changed."""
    form, membership = posted(Alerts, request), acting_membership(request)
    if form.is_valid():
        every = form.cleaned_data["every"]
        choose(CONTRACTED_PROVIDERS, every, by=membership)
        told = f"E-mails will go to {membership.person.email}." if every != "never" else "You will get no e-mails."
        messages.success(request, f"Saved. {told}")
    return redirect("my-providers")


def _before(newest: date | None) -> date | None:
    return newest - timedelta(days=_DAYS) if newest else None
