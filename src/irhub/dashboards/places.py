"""The pages of a place: England, a region, a partnership or a council, all by one path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import asker_of, membership_of
from irhub.accounts.menu import may_open
from irhub.attention import queries as attention
from irhub.dashboards import change_periods, charts, compare, maps, outlines, permalinks, providers
from irhub.dashboards.services import choose_columns
from irhub.dashboards.views import PAGE, page
from irhub.indicators.indicator import SEVERITIES, Severity
from irhub.indicators.paged import Paged
from irhub.indicators.queries import audiences_of, definitions, signals_of_place
from irhub.indicators.rows import SignalRow
from irhub.organisations.providers import RATINGS
from irhub.organisations.queries import organisations_of
from irhub.places import COUNCIL, COUNTRY, PARTNERSHIP, REGION, Place, england, parents, place_at
from irhub.registers import lagging, newest_editions
from irhub.registers import queries as register_queries
from irhub.web.context import page_links
from irhub.web.downloads import csv_download, xlsx_download

TOP = 5
_NEWS = (Severity.ACT, Severity.LOOK)


@require_safe
def whole_country(request: HttpRequest) -> HttpResponse:
    """England."""
    return _overview(request, england())


@require_safe
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region."""
    return _overview(request, _place("regions", slug))


@require_safe
def partnership(request: HttpRequest, slug: str) -> HttpResponse:
    """An international recruitment partnership."""
    return _overview(request, _place("partnerships", slug))


@require_safe
def council(request: HttpRequest, slug: str) -> HttpResponse:
    """A council."""
    return _overview(request, _place("councils", slug))


def _overview(request: HttpRequest, place: Place) -> HttpResponse:
    """What somebody opens first: the figures that matter, what changed, what deserves attention."""
    pin = permalinks.pinned(request)
    before = change_periods.visited(request.user, place) if request.user.is_authenticated else None
    window, offered = change_periods.periods_offered(
        place, pin.day, None if pin.as_at else before, request.GET.get("window", "")
    )
    changed = window.found.filter(by__lte=pin.day) if pin.as_at else window.found
    signals = _signals(request, place, pin, severities=_NEWS)
    soon = signals.by_severity()
    first_changed = change_periods.weightiest(changed)
    return _page(
        request,
        "dashboards/place.html",
        place,
        pin,
        tab="overview",
        figures=compare.figures_of(place, pin.as_at),
        window=window,
        offered=offered,
        changed_count=changed.count(),
        changes=first_changed,
        organisations=organisations_of(told.change for group in first_changed for told in group.changes),
        act=soon.get(Severity.ACT, 0),
        look=soon.get(Severity.LOOK, 0),
        trend=charts.trend(place, pin.as_at),
        councils=compare.side_by_side(place, "name", pin.as_at) if place.kind in (REGION, PARTNERSHIP) else [],
        regions=compare.regions_side_by_side(REGION, pin.as_at) if place.kind == COUNTRY else [],
        partnerships=compare.regions_side_by_side(PARTNERSHIP, pin.as_at) if place.kind == COUNTRY else [],
        freshness=register_queries.freshness(localdate()),
        **_beside(request, signals[:TOP]),
    )


@require_safe
def deserves_attention(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """Every signal of a place, in order, filtered by indicator and by how soon."""
    place, pin = _place(area, slug), permalinks.pinned(request)
    asked = {name: request.GET.get(name, "") for name in ("indicator", "severity")}
    severities = [asked["severity"]] if asked["severity"] in list(SEVERITIES) else []
    indicators = [asked["indicator"]] if asked["indicator"] else []
    found: Any = _signals(request, place, pin, indicators=indicators, severities=severities)
    shown = Paginator(found, PAGE // 2).get_page(request.GET.get("page"))
    return _page(
        request,
        "dashboards/place_attention.html",
        place,
        pin,
        tab="attention",
        asked=asked,
        page=shown,
        links=page_links(shown),
        indicators=_indicators(request),
        severities=[(str(severity), str(severity).capitalize()) for severity in SEVERITIES],
        **_beside(request, list(shown)),
    )


@require_safe
def providers_here(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """The providers of a place: filtered, sorted, in the columns of one's choice, and as a file."""
    place, pin = _listed_place(area, slug), permalinks.pinned(request)
    given = {
        name: request.GET.get(name, "").strip()
        for name in ("q", "licence", "rating", "service", "size", "joined", "kind", "sort", "indicator")
    }
    among, reviews = None, may_open(request, "review")
    if given["indicator"]:
        among = _signals(request, place, pin, indicators=[given["indicator"]]).organisation_ids()
    asked = providers.ProviderFilter(
        **{name: value for name, value in given.items() if name != "indicator"},
        as_at=pin.as_at,
        among=among,
        reviews=reviews,
    )
    columns = _columns(request)
    form = request.GET.get("format")
    if form in ("csv", "xlsx"):
        rows, _ = providers.listed(place, asked)
        names = list(dict.fromkeys([*columns, "provider_id", "organisation_id", "left_by"]))
        download = csv_download if form == "csv" else xlsx_download
        name = f"{place.slug}-providers-{pin.day}.{form}"
        return download(name, names, providers.cells(rows, columns), notes=permalinks.sources_told(pin))
    number = max(1, int(request.GET["page"])) if request.GET.get("page", "").isdigit() else 1
    rows, total = providers.listed(place, asked, (number - 1) * PAGE, PAGE)
    if not rows and number > 1:
        number = 1
        rows, total = providers.listed(place, asked, 0, PAGE)
    shown = Paginator(range(total), PAGE).get_page(number)
    rated = [(rating, rating) for rating in reversed(RATINGS)]
    return _page(
        request,
        "dashboards/place_providers.html",
        place,
        pin,
        tab="providers",
        asked=given,
        rows=rows,
        total=total,
        page=shown,
        links=page_links(shown),
        columns=[(name, providers.COLUMNS[name]) for name in columns],
        every_column=[(name, column, name in columns) for name, column in providers.COLUMNS.items()],
        sorts=[(name, column.title) for name, column in providers.COLUMNS.items() if name not in ("provider_id",)],
        licences=providers.Licence.choices,
        ratings=[*rated, (providers.BELOW_GOOD, "Below Good"), (providers.UNRATED, "No rating")],
        services=[(service, service) for service in providers.services_of(place, asked.kind)],
        sizes=[(value, title) for value, (title, _, _) in providers.SIZES.items()],
        joined=[(value, title) for value, title in providers.JOINED.items() if reviews or value != "waiting"],
        kinds=list(providers.KINDS.items()),
        indicators=_indicators(request),
    )


@require_POST
def columns_chosen(request: HttpRequest) -> HttpResponse:
    """Keep in which columns somebody wants lists of providers: with their account, or in their session."""
    wanted = [
        name for name in providers.COLUMNS if name in request.POST.getlist("columns") or providers.COLUMNS[name].always
    ]
    if request.user.is_authenticated:
        choose_columns(request.user, wanted)
    else:
        request.session["columns"] = ",".join(wanted)
    messages.success(request, "Your columns are kept.")
    back = request.POST.get("back", "/")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/")


@require_safe
def map_of(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """Where the locations of a place lie, and how its councils compare: pictures, and the same facts as tables."""
    place, pin = _place(area, slug), permalinks.pinned(request)
    rows = [] if place.kind == COUNCIL else compare.side_by_side(place, "name", pin.as_at)
    dots, outline = (None, None) if place.kind == COUNTRY else outlines.dots_in_outline(place, pin.as_at)
    tiles = maps.tile_map(place, rows) if place.kind != COUNCIL else None
    squares = request.GET.get("shown") == "squares"
    shown = Paginator(range(dots.total + dots.unplaced if dots else 0), PAGE * 2).get_page(request.GET.get("page"))
    locations = maps.locations_listed(place, pin.as_at, (shown.number - 1) * PAGE * 2, PAGE * 2) if dots else []
    return _page(
        request,
        "dashboards/place_map.html",
        place,
        pin,
        tab="map",
        dots=dots,
        locations=locations,
        page=shown,
        links=page_links(shown),
        outline=outline,
        tiles=tiles,
        shapes=outlines.shaded(tiles) if tiles and not squares else None,
        squares=squares,
        rows=rows,
    )


@require_safe
def compared(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """The councils of a place side by side, or a council beside those most like it."""
    place, pin = _place(area, slug), permalinks.pinned(request)
    sort = request.GET.get("sort", "")
    rows = (
        compare.similar(place.councils[0], pin.as_at)
        if place.kind == COUNCIL
        else compare.side_by_side(place, sort, pin.as_at)
    )
    if request.GET.get("format") in ("csv", "xlsx"):
        form = request.GET["format"]
        download = csv_download if form == "csv" else xlsx_download
        names = (
            "council",
            "code",
            "providers",
            "licensed",
            "share",
            "low",
            "high",
            "left",
            "licensed_below_good",
            "act",
            "look",
        )
        return download(
            f"{place.slug}-councils-{pin.day}.{form}",
            names,
            _compared_cells(rows),
            notes=permalinks.sources_told(pin),
        )
    return _page(
        request,
        "dashboards/place_compare.html",
        place,
        pin,
        tab="compare",
        rows=rows,
        sort=sort if sort in compare.SORTS else "name",
        sorts=[(name, title) for name, (title, _) in compare.SORTS.items()],
    )


def _compared_cells(rows: Sequence[compare.CouncilFigures]) -> Iterator[dict[str, Any]]:
    for row in rows:
        low, high = row.interval
        yield {
            "council": row.council.name, "code": row.council.code, "providers": row.figures.providers,
            "licensed": row.figures.licensed, "share": round(row.share, 4), "low": round(low, 4), "high": round(high, 4),
            "left": row.figures.formerly, "licensed_below_good": row.figures.low_rated, "act": row.act, "look": row.look,
        }  # fmt: skip


def _place(area: str, slug: str) -> Place:
    place = place_at(area, slug)
    if place is None:
        raise Http404("No place has this address.")
    return place


def _listed_place(area: str, slug: str) -> Place:
    """A place whose providers can be listed: all but England, where nobody reads thirty thousand rows."""
    place = _place(area, slug)
    if place.kind == COUNTRY:
        raise Http404("Choose a region, partnership or council to list its providers.")
    return place


def _signals(request: HttpRequest, place: Place, pin: permalinks.Pinned, **narrowed: Sequence[str]) -> Paged:
    """The signals of a place that the visitor may see, as at the day that is pinned, as a question asked page by page."""
    codes = None if place.kind == COUNTRY else place.council_codes
    return signals_of_place(codes, pin.as_at, audiences=audiences_of(asker_of(request)), **narrowed)


def _beside(request: HttpRequest, signals: Sequence[SignalRow]) -> dict[str, Any]:
    """What stands beside signals: the own body's tasks, replies, challenges."""
    ids = [row.organisation_id for row in signals if row.organisation_id]
    tasks = attention.tasks_of(membership_of(request), ids)
    return {
        "signals": signals,
        "tasks": tasks,
        "late": {key for key, task in tasks.items() if attention.overdue(task)},
        "statements": attention.statements_on(asker_of(request), ids),
        "contested": attention.contested(ids),
        "works": may_open(request, "signal-task"),
    }


def _indicators(request: HttpRequest) -> list[tuple[str, str]]:
    audiences = audiences_of(asker_of(request))
    return sorted(
        ((made.code, made.title) for made in definitions() if made.audience in audiences), key=lambda pair: pair[1]
    )


def _columns(request: HttpRequest) -> tuple[str, ...]:
    """The columns of the link, else of the person, else the usual ones."""
    asked = request.GET.get("columns", "")
    if not asked:
        chosen = (
            providers.columns_of(request.user) if request.user.is_authenticated else request.session.get("columns", "")
        )
        asked = chosen or ",".join(providers.USUAL)
    wanted = [name for name in asked.split(",") if name in providers.COLUMNS]
    return tuple(dict.fromkeys(["name", *wanted]))


def _page(request: HttpRequest, template: str, place: Place, pin: permalinks.Pinned, **values: Any) -> HttpResponse:
    then = {"as_at": pin.as_at.isoformat()} if pin.as_at else {}
    return page(
        request,
        template,
        place=place,
        parents=parents(place),
        pin=pin,
        then=then,
        newest=pin.newest,
        parts=newest_editions.parts(pin.as_at),
        withheld=pin.as_at is None and lagging.decisions_wait(),
        **values,
    )
