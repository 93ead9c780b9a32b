"""The pages of the indicators: what each is, and where it holds now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from irhub.accounts.acting import asker_of
from irhub.indicators import queries
from irhub.indicators.indicator import SEVERITIES, Audience, Of, Question
from irhub.indicators.rows import SignalRow
from irhub.places import council_of, councils
from irhub.registers import lagging, newest_editions
from irhub.registers import queries as register_queries
from irhub.registers.sources import SOURCES
from irhub.web.context import page_links
from irhub.web.downloads import csv_download

PAGE = 25
_DOWNLOADED = (
    "indicator", "version", "as_at", "severity", "since", "organisation_id", "name", "councils", "locations", "beds", "value",
    "denominator", "low", "high", "says", "next_step", "link", "sources",
)  # fmt: skip


def _page(request: HttpRequest, template: str, **values: Any) -> HttpResponse:
    return render(request, template, {"fictional": register_queries.is_fictional(), "sources": SOURCES, **values})


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """Every indicator, by the question that it answers, and how often it holds now."""
    counts = queries.counts_by_indicator()
    defined = queries.definitions()
    return _page(
        request,
        "indicators/indicators.html",
        groups=[
            (question, [(one, counts.get(one.code, {})) for one in defined if one.question is question])
            for question in Question
        ],
        severities=SEVERITIES,
        as_at=queries.as_at(),
    )


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: its definition whole, and who shows it now, page by page or as a file."""
    defined = queries.definition(code)
    if defined is None:
        raise Http404("No indicator has this code.")
    # signals that name people are shown on no page of this room
    audiences = [one for one in queries.audiences_of(asker_of(request)) if one is not Audience.PEOPLE]
    hidden = defined.audience not in audiences
    place = council_of(request.GET.get("council", ""))
    severity = next((one for one in defined.severities if one == request.GET.get("severity")), "")
    found = queries.signals_listed(code, place.code if place else "", severity, audiences=audiences)
    if request.GET.get("format") == "csv":
        notes = [part.sentence for part in newest_editions.parts()]
        return csv_download(f"{code}.csv", _DOWNLOADED, map(_cells, queries.as_rows(found.iterator())), notes)
    shown = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return _page(
        request,
        "indicators/indicator.html",
        indicator=defined,
        of=Of,
        counts=queries.counts_by_indicator().get(code, {}) if hidden else {},
        severities=SEVERITIES,
        as_at=queries.as_at(),
        withheld=lagging.decisions_wait(),
        hidden=hidden,
        place=place,
        severity=severity,
        shown_severities=[(str(one), str(one).capitalize()) for one in SEVERITIES if one in defined.severities],
        places=[(one.slug, one.name) for one in sorted(councils(), key=lambda one: one.name)],
        councils={one.code: one for one in councils()},
        page=shown,
        links=page_links(shown),
        signals=queries.as_rows(shown.object_list),
        measures=_highest_first(code, severity) if defined.of is Of.COUNCIL and not place else [],
    )


def _highest_first(code: str, severity: str) -> list[queries.Measure]:
    measured = [
        one
        for one in queries.measures_of_councils(indicator=code)
        if not severity or (one.severity == severity and one.value is not None)
    ]
    return sorted(measured, key=lambda one: (one.value is None, -(one.value or 0), one.council_code))


def _cells(row: SignalRow) -> dict[str, object]:
    cells = {name: getattr(row, name) for name in _DOWNLOADED if hasattr(row, name)}
    named = (council_of(code) for code in row.councils)
    return cells | {
        "indicator": row.code,
        "councils": " | ".join(council.name for council in named if council),
        "link": row.link_says,
        "sources": " | ".join(_sources(row)),
    }


def _sources(row: SignalRow) -> Iterator[str]:
    for one in row.evidence:
        line = "none" if one.line is None else one.line
        yield f"{one.register} {one.date:%Y-%m-%d} row {line}: {one.says}"
