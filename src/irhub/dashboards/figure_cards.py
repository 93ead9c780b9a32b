"""Figures as pages show them among others: each with its rows as a table and the address of its own page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from irhub.dashboards.models import PlaceFigures
from irhub.dashboards.permalinks import Pinned
from irhub.dashboards.pictures import Asked, Figure, Question, at_once
from irhub.dashboards.pictures.figure import named
from irhub.places import COUNCIL, Council, Place, place_at
from irhub.web.jinja import query
from irhub.web.listing import Shown, ask, show
from irhub.web.saying import agreeing

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


@dataclass(frozen=True)
class Chosen:
    """The councils that somebody chose to stand beside a place, and those for which there is no room, each once."""

    councils: tuple[Council, ...] = ()
    left_out: tuple[Council, ...] = ()

    @property
    def says(self) -> str:
        """That some are left out; blank if none is."""
        if not self.left_out:
            return ""
        return f"At most twelve councils can stand beside another, so {named([one.name for one in self.left_out])} {agreeing(len(self.left_out), 'are')} left out."


def chosen(request: HttpRequest, place: Place) -> Chosen:
    """The councils that an address asks to stand beside a council; names of none, and the council itself, are passed over."""
    if place.kind != COUNCIL:
        return Chosen()
    slugs = dict.fromkeys([*request.GET.getlist(BESIDE), request.GET.get("add", "")])
    found = [other.councils[0] for slug in slugs if (other := place_at("councils", slug)) and other != place]
    return Chosen(tuple(found[:MOST_BESIDE]), tuple(found[MOST_BESIDE:]))


def asked_on(
    place: Place, pin: Pinned, beside: Chosen | None = None, figures: Mapping[str, PlaceFigures] | None = None
) -> Asked:
    """What the figures of a place are asked for on the day that is shown. `figures`: of its councils by code, if they were read already."""
    return Asked(place, pin.as_at, beside.councils if beside else (), pin.first_list, pin.sponsors_held, figures)


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
