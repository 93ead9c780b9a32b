"""The pages of England, its councils, the change feed, the data, search and how to read it all."""

from __future__ import annotations

import csv
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from irhub.dashboards import queries
from irhub.places import council_of, councils, councils_in, regions
from irhub.registers import holdings
from irhub.registers.rows import source_row
from irhub.registers.sources import SOURCES
from irhub.registers.sources.cleaning import RULES
from irhub.registers.wording import KINDS
from irhub.web.context import page_links
from irhub.web.downloads import safe_cell

PAGE = 50
SORTS = {
    "name": lambda row: row.name.casefold(),
    "locations": lambda row: -row.locations,
    "beds": lambda row: -row.beds,
    "licence": lambda row: (row.licence, row.name.casefold()),
}
LICENCES = {
    "licensed": "Linked sponsor on the register now",
    "formerly": "Linked sponsor no longer on the register",
    "none": "No sponsor linked",
}
RATINGS = ("Outstanding", "Good", "Requires improvement", "Inadequate", "")


def _page(request: HttpRequest, template: str, **values: Any) -> HttpResponse:
    return render(request, template, {"fictional": holdings.is_fictional(), "sources": SOURCES, **values})


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_GET
def england(request: HttpRequest) -> HttpResponse:
    """England: the councils by region, and what changed."""
    newest = queries.newest_date()
    rows = {row.council_code: row for row in queries.council_rows()}
    groups = [(region, [(council, rows.get(council.code)) for council in councils_in(region)]) for region in regions()]
    return _page(
        request,
        "dashboards/england.html",
        newest=newest,
        groups=groups,
        locations=sum(row.locations for row in rows.values()),
        counts=queries.change_counts(queries.days_before(newest, 30)),
        kinds=KINDS,
        freshness=queries.freshness(),
    )


@require_GET
def council(request: HttpRequest, slug: str) -> HttpResponse:
    """A council: its providers, which of them are linked to a licensed sponsor, and what changed."""
    place = council_of(slug)
    if place is None:
        raise Http404("No council has this address.")
    newest = queries.newest_date()
    every = queries.providers_in(place.code)
    shown = _filtered(every, request)
    if request.GET.get("format") == "csv":
        return _csv(f"{place.slug}.csv", [asdict(row) for row in shown])
    recent = holdings.changes_between(queries.days_before(newest, 90), None, (), place.code)
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    told = holdings.changes_told(recent[:10])
    month = queries.days_before(newest, 30)
    return _page(
        request,
        "dashboards/council.html",
        place=place,
        newest=newest,
        page=page,
        links=page_links(page),
        total=len(every),
        by_licence={key: sum(row.licence == key for row in every) for key in LICENCES},
        by_rating={key or "No rating": sum(row.worst_rating == key for row in every) for key in RATINGS},
        licences=LICENCES,
        changes=told,
        last_90=recent.count(),
        last_30=recent.filter(by__gte=month).count(),
        freshness=queries.freshness(),
    )


def _filtered(rows: list[queries.ProviderRow], request: HttpRequest) -> list[queries.ProviderRow]:
    name, licence = request.GET.get("q", "").strip().casefold(), request.GET.get("licence", "")
    kept = [row for row in rows if name in row.name.casefold() and licence in ("", row.licence)]
    return sorted(kept, key=SORTS.get(request.GET.get("sort", ""), SORTS["name"]))


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """The feed of changes, newest first, filtered as asked."""
    asked = {name: request.GET.get(name, "").strip() for name in ("council", "kind", "since", "until")}
    place = council_of(asked["council"])
    kinds = [asked["kind"]] if asked["kind"] in KINDS else []
    found = holdings.changes_between(_date(asked["since"]), _date(asked["until"]), kinds, place.code if place else None)
    if request.GET.get("format") == "csv":
        columns = (
            "register",
            "kind",
            "after",
            "by",
            "name",
            "place",
            "old_value",
            "new_value",
            "line_before",
            "line_after",
        )
        rows = [
            {**{column: getattr(row.change, column) for column in columns}, "sentence": row.sentence.text}
            for row in holdings.changes_told(found[:20_000])
        ]
        return _csv("changes.csv", rows)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return _page(
        request,
        "dashboards/changes.html",
        page=page,
        links=page_links(page),
        changes=holdings.changes_told(page.object_list),
        asked=asked,
        wrong=[asked[name] for name in ("since", "until") if asked[name] and _date(asked[name]) is None],
        kinds=KINDS,
        councils=sorted(councils(), key=lambda place: place.name),
    )


@require_GET
def data(request: HttpRequest) -> HttpResponse:
    """The registers that are held: editions, what was judged of each, and what reading did to values."""
    held: dict[str, list[holdings.EditionRow]] = {}
    for row in holdings.editions_listed():
        held.setdefault(row.register, []).append(row)
    return _page(request, "dashboards/data.html", held=held, issues=holdings.issues_by_rule(), rules=RULES)


@require_GET
def row(request: HttpRequest, register: str, day: str, line: int) -> HttpResponse:
    """One row of an edition as published."""
    on = _date(day)
    cells = source_row(register, on, line) if on and register in SOURCES else None
    if cells is None:
        raise Http404("No such row is held.")
    return _page(request, "dashboards/row.html", source=SOURCES[register], day=on, line=line, cells=cells)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Organisations and councils by name."""
    asked = request.GET.get("q", "").strip()
    places = [place for place in councils() if asked and asked.casefold() in place.name.casefold()]
    found = queries.search(asked) if len(asked) >= 3 else []
    return _page(request, "dashboards/search.html", asked=asked, places=places, found=found)


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """How to read these pages."""
    return _page(request, "dashboards/about.html", kinds=KINDS)


def _csv(name: str, rows: list[dict[str, Any]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response)
    if rows:
        writer.writerow(rows[0])
        writer.writerows([safe_cell(value) for value in row.values()] for row in rows)
    return response
