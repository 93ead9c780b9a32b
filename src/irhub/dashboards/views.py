"""The pages of England, its councils, the data, search and how to read it all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from irhub.dashboards import queries
from irhub.dashboards.services import RATINGS
from irhub.organisations import search as organisations
from irhub.places import council_of, councils, councils_in, regions
from irhub.registers import holdings
from irhub.registers.rows import source_row
from irhub.registers.sources import SOURCES
from irhub.registers.sources.cleaning import RULES
from irhub.registers.wording import KINDS
from irhub.web.context import page_links
from irhub.web.downloads import csv_download

PAGE = 50
SEARCHED = 50
UNRATED = "unrated"
_PROVIDER_COLUMNS = (
    "name", "provider_id", "organisation_id", "licence", "left_by", "lowest_rating", "locations", "dormant", "beds",
    "service_types",
)  # fmt: skip


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
def england(request: HttpRequest) -> HttpResponse:
    """England: the councils by region, and what changed."""
    newest = holdings.newest_date()
    month = queries.days_before(newest, 30)
    rows = queries.council_rows()
    return page(
        request,
        "dashboards/england.html",
        newest=newest,
        month=month,
        groups=[(region, [(place, rows.get(place.code)) for place in councils_in(region)]) for region in regions()],
        locations=sum(row.locations for row in rows.values()),
        counts=queries.change_counts(month),
        freshness=holdings.freshness(localdate()),
    )


@require_GET
def council(request: HttpRequest, slug: str) -> HttpResponse:
    """A council: its providers, which of them are linked to a licensed sponsor, and what changed."""
    place = council_of(slug)
    if place is None:
        raise Http404("No council has this address.")
    every = queries.providers_in(place)
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "licence", "rating", "service", "sort")}
    shown = _filtered(every, asked)
    if request.GET.get("format") == "csv":
        return csv_download(f"{place.slug}.csv", _PROVIDER_COLUMNS, shown.values(*_PROVIDER_COLUMNS))
    newest = holdings.newest_date()
    quarter = queries.of_councils(holdings.changes_between(queries.days_before(newest, 90)), [place])
    by_licence, by_rating = (queries.counted(every, field) for field in ("licence", "lowest_rating"))
    rated = [(rating, rating) for rating in reversed(RATINGS)]
    providers = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "dashboards/council.html",
        place=place,
        newest=newest,
        asked=asked,
        page=providers,
        links=page_links(providers),
        total=sum(by_licence.values()),
        by_licence=by_licence,
        by_rating=by_rating,
        licences=queries.Licence.choices,
        ratings=[*rated, ("", "No rating")],
        ratings_asked=[*rated, (UNRATED, "No rating")],
        services=[(service, service) for service in queries.services_in(every)],
        changes=holdings.changes_grouped(quarter[:8]),
        last_90=quarter.count(),
        last_30=quarter.filter(by__gte=queries.days_before(newest, 30)).count(),
        freshness=holdings.freshness(localdate()),
    )


def _filtered(providers: Any, asked: dict[str, str]) -> Any:
    if asked["q"]:
        providers = providers.filter(name__icontains=asked["q"])
    if asked["licence"]:
        providers = providers.filter(licence=asked["licence"])
    if asked["rating"]:
        providers = providers.filter(lowest_rating="" if asked["rating"] == UNRATED else asked["rating"])
    if asked["service"]:
        providers = providers.filter(service_types__contains=asked["service"])
    return providers.order_by(*queries.SORTS.get(asked["sort"], queries.SORTS["name"]))


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
    found = organisations.search(asked, SEARCHED) if len(asked) >= 3 else []
    return page(request, "dashboards/search.html", asked=asked, places=places, found=found, most=SEARCHED)


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    """How to read these pages."""
    return page(request, "dashboards/about.html", kinds=KINDS)
