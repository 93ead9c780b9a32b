"""The pages of the registers behind all others: what is held, an edition, a row; and how to read these pages."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from irhub.accounts.menu import may_open
from irhub.dashboards import compare, queries
from irhub.dashboards.edition_list import EDITIONS
from irhub.dashboards.views.page import page
from irhub.places import england
from irhub.registers import deciding, lagging, newest_editions
from irhub.registers import queries as register_queries
from irhub.registers.rows import source_row
from irhub.registers.sources import SOURCES
from irhub.registers.sources.cleaning import RULES
from irhub.registers.wording import BESIDE, KINDS, UNTOLD
from irhub.web.listing import ask, download, show

PAGE = 50


def day_of(text: str) -> date | None:
    """The date that is written as 2026-03-27, if it is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The registers that are held: editions, how far they were joined, and what reading did to values."""
    held = register_queries.held()
    return page(
        request,
        "dashboards/data.html",
        held={name: held[name] for name in SOURCES if name in held},
        issues=register_queries.newest_issues(),
        rules=RULES,
        england=compare.figures_of(england()),
        unplaced=register_queries.unplaced(),
        freshness=register_queries.freshness(localdate()),
        parts=newest_editions.parts(),
        lag=lagging.lag(),
        decisions_wait=lagging.DECISIONS_WAIT if lagging.decisions_wait() else "",
    )


@require_safe
def editions(request: HttpRequest, register: str) -> HttpResponse:
    """The editions of a register that are held, page by page or as a file."""
    if register not in SOURCES:
        raise Http404("There is no such register.")
    asked = ask(request, EDITIONS)
    found = register_queries.editions_in(register, asked.filters["state"])
    if asked.format:
        return download(asked, found, about=[SOURCES[register].title], name=f"editions-{register}")
    return page(request, "dashboards/editions.html", source=SOURCES[register], list=show(asked, found))


@require_safe
def edition(request: HttpRequest, register: str, day: str) -> HttpResponse:
    """One edition: its file, the judgement, what reading did to its values and what it changed."""
    on = day_of(day)
    editions = register_queries.editions_of(register, on) if on and register in SOURCES else []
    if not editions or on is None:
        raise Http404("No such edition is held.")
    before, after = register_queries.neighbours(register, on)
    return page(
        request,
        "dashboards/edition.html",
        source=SOURCES[register],
        day=on,
        editions=editions,
        checks={held.pk: register_queries.checks_of(held) for held in editions},
        lag=lagging.lag(),
        judged=deciding.judged_beside_state,
        before=before,
        after=after,
        rules=RULES,
        kinds=KINDS,
        counts=queries.counted_by_kind(register_queries.changes_between(on, on, registers=[register])),
    )


@require_safe
def row(request: HttpRequest, register: str, day: str, line: int) -> HttpResponse:
    """One row of an edition as published."""
    on = day_of(day)
    cells = source_row(register, on, line) if on and register in SOURCES else None
    return _row(request, register, on, line, cells)


@require_safe
def row_people(request: HttpRequest, register: str, day: str, line: int) -> HttpResponse:
    """The same with the cells that tell of people. Every look is kept in the audit trail."""
    on = day_of(day)
    cells = source_row(register, on, line, people=True) if on and register in SOURCES else None
    return _row(request, register, on, line, cells)


def _row(
    request: HttpRequest,
    register: str,
    on: date | None,
    line: int,
    cells: dict[str, str] | None,
) -> HttpResponse:
    if cells is None:
        raise Http404("No such row is held.")
    hides = bool(SOURCES[register].people - cells.keys())
    return page(
        request,
        "dashboards/row.html",
        source=SOURCES[register],
        day=on,
        line=line,
        cells=cells,
        hides=hides,
        may_see_people=hides and may_open(request, "row-people"),
    )


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How to read these pages."""
    return page(request, "dashboards/about.html", kinds=[*KINDS.values(), *UNTOLD.values(), *BESIDE.values()])
