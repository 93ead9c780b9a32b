"""The pages of a place: England, a region, a partnership or a council, all by one path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from irhub.accounts.acting import asker_of, membership_of
from irhub.accounts.menu import may_open
from irhub.accounts.sent_once import as_often_as_sent
from irhub.attention import queries as attention
from irhub.dashboards import (
    change_periods,
    compare,
    council_list,
    map_files,
    maps,
    outlines,
    permalinks,
    provider_list,
    providers,
)
from irhub.dashboards.actions import choose_columns
from irhub.dashboards.figure_cards import BESIDE, MOST_BESIDE, asked_on, card, cards, chosen
from irhub.dashboards.forms import Adding, Columns, Window
from irhub.dashboards.location_list import LOCATIONS, locations_here
from irhub.dashboards.map_keys import FILLS
from irhub.dashboards.pictures import OVER_TIME, SIDE_BY_SIDE
from irhub.dashboards.pictures.neighbours import rows_of
from irhub.dashboards.profile_list import MEASURES
from irhub.dashboards.provider_list import PROVIDERS, ProviderFilters
from irhub.dashboards.views.page import place_of, place_page
from irhub.indicators.indicator import Of, Severity
from irhub.indicators.paged import Paged
from irhub.indicators.queries import FOR_EVERYBODY, audiences_of, definitions, profile_of_council, signals_of_place
from irhub.indicators.rows import SignalRow
from irhub.indicators.signal_list import SIGNALS, SignalsOfPlace
from irhub.organisations.queries import care_here, organisations_of
from irhub.places import COUNCIL, COUNTRY, PARTNERSHIP, REGION, Council, Place, councils_by_name, england, places
from irhub.registers import queries as register_queries
from irhub.registers.directory_locations import only_in_directory
from irhub.web.forms import posted
from irhub.web.listing import Shown, ask, download, show
from irhub.web.pictures import KINDS, picture_file

TOP = 5
_NEWS = (Severity.ACT, Severity.LOOK)


@require_safe
def whole_country(request: HttpRequest) -> HttpResponse:
    """England."""
    return _overview(request, england())


@require_safe
def region(request: HttpRequest, slug: str) -> HttpResponse:
    """A region."""
    return _overview(request, place_of("regions", slug))


@require_safe
def partnership(request: HttpRequest, slug: str) -> HttpResponse:
    """An international recruitment partnership."""
    return _overview(request, place_of("partnerships", slug))


@require_safe
def council(request: HttpRequest, slug: str) -> HttpResponse:
    """A council."""
    return _overview(request, place_of("councils", slug))


def _overview(request: HttpRequest, place: Place) -> HttpResponse:
    """What somebody opens first: the figures that matter, what changed, what deserves attention."""
    pin = permalinks.pinned(request)
    before = change_periods.visited(request.user, place) if request.user.is_authenticated else None
    last = None if pin.as_at else before
    offered = change_periods.periods_offered(last)
    asked = Window(request.GET, usual={"window": change_periods.usual(last)}, window=offered)
    window = change_periods.period(place, pin.day, last, asked.asked["window"])
    changed = window.found.filter(by__lte=pin.day) if pin.as_at else window.found
    signals = _signals(request, place, pin, severities=_NEWS)
    soon = signals.by_severity()
    changed_count = changed.count()
    freshness = register_queries.freshness(localdate())
    first_changed = change_periods.weightiest(changed)
    inside: Sequence[Place | Council] = place.councils if place.kind in (REGION, PARTNERSHIP) else ()
    numbers = compare.figures_by_code([place, *(places() if place.kind == COUNTRY else inside)], pin.as_at)
    return place_page(
        request,
        "dashboards/place.html",
        place,
        pin,
        tab="overview",
        figures=numbers.get(place.code),
        only_in_directory=only_in_directory(place.council_codes, pin.as_at),
        window=window,
        offered=offered,
        unread=asked.unread,
        changed_count=changed_count,
        changes=first_changed,
        organisations=organisations_of(told.change for group in first_changed for told in group.changes),
        act=soon.get(Severity.ACT, 0),
        look=soon.get(Severity.LOOK, 0),
        public=_public_of(request, place, pin, soon),
        cards=cards(request, asked_on(place, pin, figures=None if place.kind == COUNCIL else numbers)),
        councils=(
            _side_by_side(request, place, pin, compare.side_by_side(place, pin.as_at, numbers))
            if place.kind in (REGION, PARTNERSHIP)
            else None
        ),
        regions=compare.of_kind(REGION, numbers) if place.kind == COUNTRY else [],
        partnerships=compare.of_kind(PARTNERSHIP, numbers) if place.kind == COUNTRY else [],
        freshness=freshness,
        first_edition=not pin.as_at and not changed_count and all(row.accepted < 2 for row in freshness),
        one_list=pin.one_list_of_sponsors,
        **_beside(request, place, pin, signals[:TOP]),
    )


@require_safe
def deserves_attention(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """Every signal of a place, in order, filtered by indicator and by how soon."""
    place, pin = place_of(area, slug), permalinks.pinned(request)
    form = SignalsOfPlace(request.GET, indicator=_indicators(request))
    asked = ask(request, SIGNALS, form=form, kept=("as_at",))
    found = _signals(
        request,
        place,
        pin,
        indicators=[asked.filters["indicator"]] if asked.filters["indicator"] else [],
        severities=[asked.filters["severity"]] if asked.filters["severity"] else [],
    )
    if asked.format:
        return download(asked, found, about=permalinks.sources_told(pin), name=f"{place.slug}-attention-{pin.day}")
    shown = show(asked, found)
    return place_page(
        request,
        "dashboards/place_attention.html",
        place,
        pin,
        tab="attention",
        list=shown,
        **_beside(request, place, pin, list(shown.rows)),
    )


@require_safe
def providers_here(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """The providers of a place: filtered, sorted, in the columns of one's choice, and as a file."""
    place, pin = place_of(area, slug), permalinks.pinned(request)
    reviews = may_open(request, "review")
    form = ProviderFilters(
        request.GET,
        service=[
            (service, service) for service in providers.services_of(place, request.GET.get("kind", ""), pin.as_at)
        ],
        joined=[(value, title) for value, title in providers.JOINED.items() if reviews or value != "waiting"],
        indicator=_indicators(request),
    )
    kept = providers.columns_of(request.user) if request.user.is_authenticated else ""
    asked = ask(request, PROVIDERS, form=form, columns=kept, kept=("as_at",))
    filters = asked.filters
    indicator = filters.pop("indicator")
    among = _signals(request, place, pin, indicators=[indicator]).organisation_ids() if indicator else None
    rows = provider_list.listed(
        place, providers.ProviderFilter(**filters, as_at=pin.as_at, among=among, reviews=reviews)
    )
    if asked.format:
        return download(asked, rows, about=permalinks.sources_told(pin), name=f"{place.slug}-providers-{pin.day}")
    return place_page(request, "dashboards/place_providers.html", place, pin, tab="providers", list=show(asked, rows))


@as_often_as_sent
@require_POST
def columns_chosen(request: HttpRequest) -> HttpResponse:
    """Keep in which columns somebody wants lists of providers: with their account, else in the address."""
    form = posted(Columns, request, columns=PROVIDERS.columns)
    form.full_clean()
    wanted = list(dict.fromkeys(["name", *form.cleaned_data["columns"]]))
    back = form.cleaned_data["back"]
    back = back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/"
    if not request.user.is_authenticated:
        return redirect(f"{back}{'&' if '?' in back else '?'}{urlencode({'columns': ','.join(wanted)})}")
    choose_columns(request.user, wanted)
    messages.success(request, "Your columns are kept.")
    return redirect(back)


@require_safe
def map_of(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """Where the locations of a place lie, and how its councils compare: pictures, and the same facts as tables."""
    place, pin = place_of(area, slug), permalinks.pinned(request)
    rows = [] if place.kind == COUNCIL else compare.side_by_side(place, pin.as_at)
    picture, squares = request.GET.get("picture", ""), request.GET.get("shown") == "squares"
    kind = request.GET.get("kind", "svg")
    if picture and (kind not in KINDS or picture not in maps.PICTURES or place.kind in maps.PICTURES[picture]):
        raise Http404("There is no such map of this place.")
    dots, outline = None, None
    if place.kind != COUNTRY and picture != "councils":
        dots, outline = outlines.dots_in_outline(place, pin.as_at, request.GET.get("near", ""))
    tiles = maps.tile_map(place, rows) if place.kind != COUNCIL and picture != "locations" else None
    shapes = outlines.shaded(tiles) if tiles and not squares else None
    asked = ask(request, LOCATIONS, kept=("as_at", "near"))
    if asked.format:
        if dots is None:
            raise Http404("Choose a region, partnership or council to list its locations.")
        here = locations_here(place, dots, pin.as_at)
        which = [f"Care locations {maps.where(place, dots)}.", *permalinks.sources_told(pin)]
        return download(asked, here, about=which, name=f"{place.slug}-locations-{pin.day}")
    drawn: dict[str, Any] = {
        "dots": dots, "outline": outline, "tiles": tiles, "shapes": shapes, "fills": FILLS,
        "dots_say": maps.dots_in_words(place, dots) if dots else "", "tiles_say": maps.shares_in_words(rows),
    }  # fmt: skip
    if picture:
        if tiles:
            title = f"{place.name}: councils, by share of providers with a licence"
            svg = map_files.councils_file(title, drawn["tiles_say"], tiles, shapes, permalinks.cited(pin))
        elif dots and dots.total:
            title = f"{place.name}: care locations"
            svg = map_files.locations_file(title, drawn["dots_say"], dots, outline, permalinks.cited(pin))
        else:
            raise Http404("No location here has coordinates on the list.")
        return picture_file(svg, kind, f"{place.slug}-{picture}-{pin.day}")
    return place_page(
        request,
        "dashboards/place_map.html",
        place,
        pin,
        tab="map",
        squares=squares,
        locations=show(asked, locations_here(place, dots, pin.as_at)) if dots else None,
        councils=_side_by_side(request, place, pin, rows),
        into=outlines.within(place),
        where=maps.where(place, dots) if dots else "",
        **drawn,
    )


@require_safe
def compared(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """The councils of a place side by side, or a council beside those most like it."""
    place, pin = place_of(area, slug), permalinks.pinned(request)
    alike = place.kind == COUNCIL
    found = chosen(request, place)
    picked, beside = found.councils, asked_on(place, pin, found)
    rows = rows_of(beside)
    asked = ask(request, council_list.ALIKE if alike else council_list.COUNCILS, kept=("as_at", BESIDE))
    if asked.format:
        about = [compare.MEANS, *([found.says] if found.says else []), *permalinks.sources_told(pin)]
        return download(asked, rows, about=about, name=f"{place.slug}-councils-{pin.day}")
    others = picked or tuple(row.council for row in rows[1:])
    return place_page(
        request,
        "dashboards/place_compare.html",
        place,
        pin,
        tab="compare",
        list=show(asked, rows),
        cards=[
            one for one in (card(request, question, beside) for question in (SIDE_BY_SIDE, OVER_TIME)) if one.figure
        ],
        picked=picked,
        left_out=found.says,
        others=others,
        adding=(
            Adding(
                {}, add=[(one.slug, one.name) for one in councils_by_name() if one not in (*others, *place.councils)]
            )
            if len(others) < MOST_BESIDE
            else None
        ),
        stays=[*((BESIDE, one.slug) for one in others), *beside.then.items()],
    )


@require_safe
def profile(request: HttpRequest, area: str, slug: str) -> HttpResponse:
    """A council's size and its measures, which are facts about an area and no signals."""
    place, pin = place_of(area, slug), permalinks.pinned(request)
    if place.kind != COUNCIL:
        raise Http404("Choose a council to see its profile.")
    asked = ask(request, MEASURES, kept=("as_at",))
    rows = profile_of_council(place.code, pin.as_at)
    if asked.format:
        return download(asked, rows, about=permalinks.sources_told(pin), name=f"{place.slug}-profile-{pin.day}")
    return place_page(
        request,
        "dashboards/place_profile.html",
        place,
        pin,
        tab="profile",
        list=show(asked, rows),
        figures=compare.figures_of(place, pin.as_at),
    )


def _side_by_side(
    request: HttpRequest, place: Place, pin: permalinks.Pinned, rows: Sequence[compare.CouncilFigures] | None = None
) -> Shown[compare.CouncilFigures] | None:
    """The councils of a place as a table; None where no location is on the list. `rows`: its rows, if they were read already."""
    rows = compare.side_by_side(place, pin.as_at) if rows is None else rows
    return (
        show(ask(request, council_list.COUNCILS, at=reverse("place-compare", args=[place.area, place.slug])), rows)
        if rows
        else None
    )


def _signals(request: HttpRequest, place: Place, pin: permalinks.Pinned, **narrowed: Sequence[str]) -> Paged:
    """The signals of a place that the visitor may see, as at the day that is pinned, as a question asked page by page."""
    codes = None if place.kind == COUNTRY else place.council_codes
    return signals_of_place(codes, pin.as_at, audiences=audiences_of(asker_of(request)), **narrowed)


def _public_of(request: HttpRequest, place: Place, pin: permalinks.Pinned, seen: Mapping[str, int]) -> str:
    """Which of the signals that the visitor may see are public, in a sentence; blank where all of them are."""
    if audiences_of(asker_of(request)) == FOR_EVERYBODY:
        return ""
    codes = None if place.kind == COUNTRY else place.council_codes
    public = signals_of_place(codes, pin.as_at, audiences=FOR_EVERYBODY, severities=_NEWS).by_severity()
    told = [
        f"{str(severity).capitalize()}: {public.get(severity, 0):,} of these {seen[severity]:,} are public."
        for severity in _NEWS
        if seen.get(severity, 0) > public.get(severity, 0)
    ]
    return " ".join([*told, "The others are shown only to people who are signed in and may see them."]) if told else ""


def _beside(request: HttpRequest, place: Place, pin: permalinks.Pinned, signals: Sequence[SignalRow]) -> dict[str, Any]:
    """What stands beside signals: what of each organisation's care is here, the own body's tasks, replies, challenges."""
    ids = [row.organisation_id for row in signals if row.organisation_id]
    tasks = attention.tasks_of(membership_of(request), ids)
    return {
        "signals": signals,
        "here_of": {} if place.kind == COUNTRY else care_here(ids, place.council_codes, pin.as_at),
        "tasks": tasks,
        "late": {key for key, task in tasks.items() if attention.overdue(task)},
        "statements": attention.statements_on(asker_of(request), ids),
        "known": attention.known_to_all(ids),
        "works": may_open(request, "signal-task"),
    }


def _indicators(request: HttpRequest) -> list[tuple[str, str]]:
    audiences = audiences_of(asker_of(request))
    return sorted(
        (
            (made.code, made.title)
            for made in definitions()
            if made.audience in audiences and made.of is Of.ORGANISATION
        ),
        key=lambda pair: pair[1],
    )
