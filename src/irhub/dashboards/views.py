"""The pages of the data, search and how to read it all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from irhub.dashboards import queries
from irhub.places import councils
from irhub.registers import holdings
from irhub.registers.rows import source_row
from irhub.registers.sources import SOURCES
from irhub.registers.sources.cleaning import RULES
from irhub.registers.wording import KINDS

PAGE = 50
SEARCHED = 50


def page(request: HttpRequest, template: str, **values: Any) -> HttpResponse:
    """A page, with what the base of every page here needs to know."""
    return render(request, template, {"fictional": holdings.is_fictional(), "sources": SOURCES, **values})


def day_of(text: str) -> date | None:
    """The date that is written as 2026-03-27, if it is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """The registers that are held: editions, how far they were joined, and what reading did to values."""
    held: dict[str, list[holdings.EditionRow]] = {}
    for row in holdings.editions_listed():
        held.setdefault(row.register, []).append(row)
    return page(
        request,
        "dashboards/data.html",
        held={name: held[name] for name in SOURCES if name in held},
        issues=holdings.newest_issues(),
        rules=RULES,
        coverage=queries.coverage(),
        unplaced=holdings.unplaced(),
        freshness=holdings.freshness(localdate()),
    )


@require_GET
def edition(request: HttpRequest, register: str, day: str) -> HttpResponse:
    """One edition: its file, the judgement, what reading did to its values and what it changed."""
    on = day_of(day)
    editions = holdings.editions_of(register, on) if on and register in SOURCES else []
    if not editions or on is None:
        raise Http404("No such edition is held.")
    before, after = holdings.neighbours(register, on)
    return page(
        request,
        "dashboards/edition.html",
        source=SOURCES[register],
        day=on,
        editions=editions,
        before=before,
        after=after,
        rules=RULES,
        kinds=KINDS,
        counts=queries.counted_by_kind(holdings.changes_between(on, on, registers=[register])),
    )


@require_GET
def row(request: HttpRequest, register: str, day: str, line: int) -> HttpResponse:
    """One row of an edition as published."""
    on = day_of(day)
    cells = source_row(register, on, line) if on and register in SOURCES else None
    if cells is None:
        raise Http404("No such row is held.")
    return page(request, "dashboards/row.html", source=SOURCES[register], day=on, line=line, cells=cells)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Organisations by name or postcode, and councils by name."""
    asked = request.GET.get("q", "").strip()
    places = [place for place in councils() if asked and asked.casefold() in place.name.casefold()]
    found = queries.search(asked, SEARCHED) if len(asked) >= 3 else []
    return page(request, "dashboards/search.html", asked=asked, places=places, found=found, most=SEARCHED)


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """How to read these pages."""
    return page(request, "dashboards/about.html", kinds=KINDS)
