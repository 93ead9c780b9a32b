"""The pages of the indicators: what each is, and where it holds now."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from irhub.accounts.acting import asker_of
from irhub.indicators import queries
from irhub.indicators.indicator import SEVERITIES, Audience, Of, Question
from irhub.indicators.signal_list import SEVERITY_CHOICES, SIGNALS, SignalsOfIndicator
from irhub.places import council_of, councils
from irhub.registers import lagging, newest_editions
from irhub.registers import queries as register_queries
from irhub.registers.sources import SOURCES
from irhub.web.listing import ask, download, show


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
    form = SignalsOfIndicator(
        request.GET, severity=[pair for pair in SEVERITY_CHOICES if pair[0] in defined.severities]
    )
    asked = ask(request, SIGNALS, form=form)
    place, severity = council_of(asked.filters["council"]), asked.filters["severity"]
    found = queries.signals_listed(code, place.code if place else "", severity, audiences=audiences)
    if asked.format:
        return download(asked, found, about=[part.sentence for part in newest_editions.parts()], name=code)
    shown = show(asked, found)
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
        councils={one.code: one for one in councils()},
        list=shown,
        measures=_highest_first(code, severity) if defined.of is Of.COUNCIL and not place else [],
    )


def _highest_first(code: str, severity: str) -> list[queries.Measure]:
    measured = [
        one
        for one in queries.measures_of_councils(indicator=code)
        if not severity or (one.severity == severity and one.value is not None)
    ]
    return sorted(measured, key=lambda one: (one.value is None, -(one.value or 0), one.council_code))
