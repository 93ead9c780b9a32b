"""Who was reached: by name for whoever leads the helpline, as kept counts for those who read a programme's figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from irhub.places.geography import council_of
from irhub.programmes import reach
from irhub.programmes.lists import REACH, REACH_COUNTS, ReachCountFilters, ReachFilters
from irhub.programmes.views.programmes import programme_found
from irhub.web.listing import ask, download, show


@require_safe
def never_reached(request: HttpRequest, slug: str) -> HttpResponse:
    """The providers that the programme never reached; as a page or a file."""
    programme = programme_found(slug)
    there = [(code, found.name) for code in programme.councils if (found := council_of(code))]
    asked = ask(request, REACH, form=ReachFilters(request.GET, council=there))
    everybody = reach.providers(programme)
    rows = reach.never_reached(everybody, **asked.filters)
    ways = reach.ways()
    if asked.format:
        about = [f"Care providers that {programme.name} never reached.", *(f"{one.title}: {one.means}" for one in ways)]
        return download(asked, rows, about=about)
    values = {
        "programme": programme, "tables": reach.counted(everybody), "list": show(asked, rows), "ways": ways,
        "reached": sum(row.reached for row in everybody), "all": len(everybody),
    }  # fmt: skip
    return render(request, "programmes/reach.html", values)


@require_safe
def counts(request: HttpRequest, slug: str) -> HttpResponse:
    """How many providers the programme reached, by the editions that are kept, as a page or a file: nobody by name."""
    programme = programme_found(slug)
    kept = reach.editions(programme)
    offered: Any = {
        "by": [(title, title) for title in reach.BY],
        "edition": [(f"{one.month:%Y-%m}", f"{one.month:%B %Y}") for one in kept],
    }
    asked = ask(request, REACH_COUNTS, form=ReachCountFilters(request.GET, **offered))
    wanted = asked.filters["edition"]
    edition = next((one for one in kept if f"{one.month:%Y-%m}" == wanted), kept[0] if kept else None)
    rows = reach.told(kept, edition.month if edition else None)
    fit = [row for row in rows if asked.filters["by"] in ("", row.by)]
    ways = reach.ways()
    if asked.format:
        about = [
            f"Care providers that {programme.name} reached, and never."
            + (f" Edition of {edition.month:%B %Y}." if edition else ""),
            *(f"{one.title}: {one.means}" for one in ways),
        ]
        return download(asked, fit, about=about, name=f"{programme.slug}-reach")
    values = {"programme": programme, "list": show(asked, fit), "edition": edition, "ways": ways}
    return render(request, "programmes/reach_counts.html", values)
