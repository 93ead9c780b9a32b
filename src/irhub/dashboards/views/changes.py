"""The feed of changes: as a page, as files, and as Atom for feed readers."""

from __future__ import annotations

from datetime import UTC, datetime, time
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from irhub.dashboards.change_list import CHANGES, ChangeFilters, changes_asked_for, in_words
from irhub.dashboards.views.page import page
from irhub.organisations.queries import beside_others
from irhub.places import council_of
from irhub.registers import newest_editions
from irhub.registers import queries as register_queries
from irhub.web.feeds import Entry, atom_feed
from irhub.web.listing import ask, download, show

IN_FEED = 200


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The feed of changes, newest first, filtered as asked."""
    asked = ask(request, CHANGES, form=ChangeFilters(request.GET))
    found = in_words(changes_asked_for(asked.filters))
    if asked.format:
        return download(asked, found, about=[part.sentence for part in newest_editions.parts()])
    shown = show(asked, found)
    here = [row.told.change for row in shown.rows]
    return page(
        request,
        "dashboards/changes.html",
        list=shown,
        changes=register_queries.changes_grouped(here, beside_others(here)),
        organisations={row.told.change.pk: row.organisation_id for row in shown.rows if row.organisation_id},
    )


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The newest changes that fit the filters, for feed readers."""
    asked = ChangeFilters(request.GET).asked
    filters = urlencode({name: value for name, value in asked.items() if value})
    place = council_of(asked["council"]) if asked["council"] else None
    if request.GET.get("council") and place is None:
        raise Http404("There is no council of that name in the address of this feed.")
    entries = []
    found = list(changes_asked_for(asked)[:IN_FEED])
    for told in register_queries.changes_told(found, beside_others(found)):
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
