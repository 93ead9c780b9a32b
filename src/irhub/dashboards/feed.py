"""The feed of changes: as a page, as CSV, and as Atom for feed readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from irhub.dashboards import queries
from irhub.dashboards.views import PAGE, day_of, page
from irhub.organisations.queries import organisations_of
from irhub.places import PARTNERSHIP, council_of, councils, councils_in, place_at, places, regions
from irhub.registers import newest_editions
from irhub.registers import queries as register_queries
from irhub.registers.models import Change
from irhub.registers.sources import SOURCES
from irhub.registers.wording import KINDS
from irhub.web.context import page_links
from irhub.web.downloads import csv_download
from irhub.web.feeds import Entry, atom_feed

IN_FEED, IN_DOWNLOAD = 200, 20_000
_COLUMNS = (
    "register", "kind", "after", "by", "name", "place", "old_value", "new_value", "confidence", "line_before",
    "line_after",
)  # fmt: skip
_ASKED = ("named", "council", "region", "partnership", "care", "register", "kind", "since", "until")


@dataclass(frozen=True)
class ChangeFilter:
    """The filters of a request, the changes that fit them, and what could not be read, by field."""

    filters: dict[str, str]
    found: QuerySet[Change]
    errors: dict[str, str]


def _asked(request: HttpRequest) -> ChangeFilter:
    filters = {name: request.GET.get(name, "").strip() for name in _ASKED}
    dates: dict[str, date | None] = {name: day_of(filters[name]) for name in ("since", "until")}
    errors = {
        name: f"Write the date as year, month and day, like 2026-03-27. We could not read {filters[name]}"
        for name, read in dates.items()
        if filters[name] and read is None
    }
    found = register_queries.changes_between(
        dates["since"],
        dates["until"],
        [filters["kind"]] if filters["kind"] in KINDS else [],
        [filters["register"]] if filters["register"] in SOURCES else [],
        filters["named"],
    )
    place = council_of(filters["council"]) if filters["council"] else None
    region = next((region for region in regions() if region.code == filters["region"]), None)
    partnership = place_at("partnerships", filters["partnership"]) if filters["partnership"] else None
    if place:
        found = queries.of_councils(found, [place])
    elif region:
        found = queries.of_councils(found, councils_in(region))
    elif partnership:
        found = queries.of_councils(found, partnership.councils)
    elif filters["care"] != "all":
        found = queries.of_councils(found, councils())
    return ChangeFilter(filters, found, errors)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The feed of changes, newest first, filtered as asked."""
    asked = _asked(request)
    if request.GET.get("format") == "csv":
        rows = (
            {column: getattr(told.change, column) for column in _COLUMNS} | {"sentence": told.sentence.text}
            for told in register_queries.changes_told(asked.found[:IN_DOWNLOAD])
        )
        return csv_download(
            "changes.csv", [*_COLUMNS, "sentence"], rows, [part.sentence for part in newest_editions.parts()]
        )
    shown = Paginator(asked.found, PAGE).get_page(request.GET.get("page"))
    listed = list(shown.object_list)
    return page(
        request,
        "dashboards/changes.html",
        page=shown,
        links=page_links(shown),
        changes=register_queries.changes_grouped(listed),
        organisations=organisations_of(listed),
        asked=asked.filters,
        errors=asked.errors,
        kinds=[(kind, wording.title) for kind, wording in KINDS.items()],
        registers=[(name, source.title) for name, source in SOURCES.items()],
        regions=[(region.code, region.name) for region in regions()],
        partnerships=[(place.slug, place.name) for place in places() if place.kind == PARTNERSHIP],
        councils=[(place.slug, place.name) for place in sorted(councils(), key=lambda place: place.name)],
    )


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The newest changes that fit the filters, for feed readers."""
    asked = _asked(request)
    filters = urlencode({name: value for name, value in asked.filters.items() if value})
    place = council_of(asked.filters["council"]) if asked.filters["council"] else None
    entries = []
    for told in register_queries.changes_told(asked.found[:IN_FEED]):
        change = told.change
        key = f"{change.register}/{change.kind}/{change.by}/{change.line_before or 0}/{change.line_after or 0}"
        query = urlencode({"named": change.name, "care": "all", "since": change.by, "until": change.by})
        entries.append(
            Entry(
                key=f"{key}/{change.old_value}/{change.new_value}",
                title=f"{told.wording.title}: {change.name}",
                link=request.build_absolute_uri(f"{reverse('changes')}?{query}"),
                text=f"{told.sentence.text} {told.sentence.not_meaning}",
                updated=datetime.combine(change.by, time(), UTC),
            )
        )
    title = "Changes in the registers" + (f": {place.name}" if place else "")
    return atom_feed(request, title, f"{reverse('changes')}?{filters}", entries)
