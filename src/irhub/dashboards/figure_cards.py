"""Figures as pages show them among others: each with its rows as a table and the address of its own page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from irhub.dashboards.pictures import Asked, Figure, Question, at_once
from irhub.places import Council, place_at
from irhub.web.jinja import query
from irhub.web.listing import Shown, ask, show

ROWS_BESIDE_OTHERS = 12
BESIDE = "with"
"""What the address names councils by that somebody chose."""
MOST_BESIDE = 12


@dataclass(frozen=True)
class Card:
    """A question, what was found, its rows as a table, and the address of its own page."""

    question: Question
    figure: Figure | None
    list: Shown[Any] | None
    address: str


def chosen(request: HttpRequest) -> tuple[Council, ...]:
    """The councils that an address asks to stand beside the place, each once; names of none are left out."""
    found = (
        place_at("councils", slug) for slug in dict.fromkeys([*request.GET.getlist(BESIDE), request.GET.get("add", "")])
    )
    return tuple(place.councils[0] for place in found if place)[:MOST_BESIDE]


def card(request: HttpRequest, question: Question, asked: Asked) -> Card:
    """A figure as a page shows it among others: of a long history the last months alone."""
    figure = question.made(asked)
    kept = {**asked.then, BESIDE: [council.slug for council in asked.beside]}
    there = query(kept)
    address = reverse("place-figure", args=[asked.place.area, asked.place.slug, question.key]) + (
        there if there != "?" else ""
    )
    if figure is None:
        return Card(question, None, None, address)
    rows = figure.rows[-ROWS_BESIDE_OTHERS:] if question.newest_last else figure.rows
    return Card(question, figure, show(ask(request, question.listing, at=address), rows, number=1), address)


def cards(request: HttpRequest, asked: Asked) -> list[Card]:
    """The figures of a place's overview that something is held for."""
    made = (card(request, question, asked) for question in at_once(asked.place))
    return [one for one in made if one.figure]
