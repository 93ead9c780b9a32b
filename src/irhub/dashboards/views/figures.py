"""The page of one figure of a place: the finding, the picture, what it means, its rows, and files of all of it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from irhub.dashboards import permalinks
from irhub.dashboards.figure_cards import BESIDE, Card, asked_on, chosen
from irhub.dashboards.pictures import QUESTIONS, Asked, Question
from irhub.dashboards.pictures.taking_away import picture
from irhub.dashboards.quarter import this_quarter
from irhub.dashboards.views.page import place_of, place_page, untold
from irhub.registers.sources import SOURCES
from irhub.web.listing import ask, download, show
from irhub.web.pictures import KINDS, picture_file


@require_safe
def figure(request: HttpRequest, area: str, slug: str, figure: str) -> HttpResponse:
    """One figure of a place."""
    place, pin, question = place_of(area, slug), permalinks.pinned(request), _question(figure, area)
    beside = chosen(request, place)
    then = asked_on(place, pin, beside)
    found = question.made(then)
    asked = ask(request, replace(question.listing, size=100), kept=("as_at", BESIDE))
    rows = found.rows if found else []
    if asked.format:
        told = [found.finding, *found.notes] if found else []
        about = [*told, *([beside.says] if beside.says else []), question.means, *permalinks.sources_told(pin)]
        return download(asked, rows, about=about, name=f"{place.slug}-{figure}-{pin.day}")
    shown = Card(question, found, show(asked, rows), "")
    return place_page(
        request,
        "dashboards/place_figure.html",
        place,
        pin,
        tab="",
        card=shown,
        left_out=beside.says,
        stays=f"?{urlencode(asked.stays)}" if asked.stays else "",
        why_none="" if found else _why_none(question, then, pin),
    )


@require_safe
def figure_file(request: HttpRequest, area: str, slug: str, figure: str, form: str) -> HttpResponse:
    """The picture of a figure, as a file."""
    place, question = place_of(area, slug), _question(figure, area)
    pin = permalinks.pinned(request, reverse("place-figure", args=[area, slug, figure]))
    found = question.made(asked_on(place, pin, chosen(request, place)))
    if form not in KINDS or found is None or found.drawing is None:
        raise Http404("There is no such picture.")
    svg = picture(question, place.name, found, permalinks.cited(pin))
    return picture_file(svg, form, f"{place.slug}-{figure}-{pin.day}")


def _why_none(question: Question, asked: Asked, pin: permalinks.Pinned) -> str:
    """Why nothing answers the question here: what is held, what is being made anew, or what the day lacks."""
    if missing := [SOURCES[register].title for register in untold(pin)]:
        return f"No list{' of that day' if pin.as_at else ''} is loaded: {' and '.join(missing)}."
    if not question.by_month or this_quarter(pin.as_at, pin.sponsors_held) is None:
        return question.listing.none_at_all
    if asked.periods:
        return "Licences over time are told by whole months, and none had ended by that day."
    return "Licences over time are being worked out again here, as people decided on links or registers changed. Look again in a few minutes."


def _question(key: str, area: str) -> Question:
    question = QUESTIONS.get(key)
    if question is None or (area == "councils" and question.of):
        raise Http404("There is no such figure of this place.")
    return question
