"""A figure: one question, the finding in a sentence, a picture where there are enough cases, and the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.urls import reverse

from irhub.dashboards.models import PlaceFigures, PlacePeriod, PlaceSplit
from irhub.dashboards.pictures.shapes import Drawing
from irhub.places import Council, Place
from irhub.web.jinja import query
from irhub.web.listing import Listing
from irhub.web.saying import counted

LEAST = 10
"""Of fewer cases no picture is drawn: a line or bar of them would show chance."""


@dataclass(frozen=True)
class Asked:
    """Of which place, as at which past day (None: now), beside which councils (none: those most like it). `first_list`: the day of the CQC's
    first list that is held: from it on the providers of a day can be listed. `sponsors_held`: the days of the first edition of sponsors and of the
    newest by that day, and `figures`: those of its councils by code, where they are known."""

    place: Place
    as_at: date | None = None
    beside: Sequence[Council] = ()
    first_list: date | None = None
    sponsors_held: tuple[date, date] | None = None
    figures: Mapping[str, PlaceFigures] | None = None

    @cached_property
    def periods(self) -> Sequence[PlacePeriod]:
        """The history of the place up to the day, its first day first."""
        return history_of([self.place.code], self.as_at).get(self.place.code, [])

    @cached_property
    def splits(self) -> Mapping[tuple[str, str, str], int]:
        """How many of its providers are of a service or rating: by which of the two, of what, and with what licence."""
        found = PlaceSplit.objects.filter(place_code=self.place.code, as_at=self.as_at)
        return {
            (by, value, licence): n
            for by, value, licence, n in found.values_list("by", "value", "licence", "providers")
        }

    @property
    def then(self) -> dict[str, str]:
        """What an address asks for to show the same day."""
        return {"as_at": self.as_at.isoformat()} if self.as_at else {}

    def providers(self, **asked: str) -> str:
        """The address of the list of these providers of the place."""
        return reverse("place-providers", args=[self.place.area, self.place.slug]) + query(self.then, **asked)


def history_of(codes: Collection[str], as_at: date | None) -> dict[str, list[PlacePeriod]]:
    """The history of each of these places that has one, by its code; up to a past day, with the month that it broke off."""
    found = PlacePeriod.objects.filter(Q(as_at=None) | Q(as_at=as_at), place_code__in=codes).order_by("ends", "as_at")
    if as_at:
        found = found.filter(ends__lte=as_at)
    told: dict[str, dict[date, PlacePeriod]] = {}
    for period in found:
        told.setdefault(period.place_code, {})[period.ends] = period
    return {code: list(periods.values()) for code, periods in told.items()}


@dataclass(frozen=True)
class Rule:
    """A dated rule that is marked in a picture: its letter, day, words and number in the rulebook."""

    letter: str
    day: date
    words: str
    id: str


@dataclass(frozen=True)
class Figure:
    """What was found. `notes`: sentences without which it may be misread; why there is no picture is one of them."""

    finding: str
    rows: Sequence[Any]
    drawing: Drawing | None = None
    notes: Sequence[str] = ()
    rules: Sequence[Rule] = ()


@dataclass(frozen=True)
class Question:
    """A kind of figure. `means`: its definition in sentences; `made`: works it out, None where nothing is held to answer it.

    `newest_last`: of a page with other figures, only the last rows are shown. `by_month`: it tells of the history of places.
    """

    key: str
    title: str
    means: str
    listing: Listing[Any]
    made: Callable[[Asked], Figure | None] = field(repr=False)
    of: frozenset[str] = frozenset()
    newest_last: bool = False
    by_month: bool = False


def too_few(what: str) -> str:
    """Why there is no picture."""
    return f"No picture: there are fewer than ten {what}, and so few move by chance."


def survivors(first: date, asked: Asked) -> list[str]:
    """What must be known of a history that begins before the CQC's first list that is held: whom it leaves out."""
    if asked.first_list is None or first >= asked.first_list:
        return []
    return [
        f"Before {day(asked.first_list)}, the CQC’s first list that is loaded, providers are those on that list: those that closed earlier"
        " are missing."
    ]


def broken(last: date, asked: Asked) -> list[str]:
    """What must be known where the day that was asked for lies within a month: months are told whole."""
    if asked.as_at is None or last >= asked.as_at:
        return []
    return [f"Months are told whole: up to {day(last)}, the last that had ended by {day(asked.as_at)}."]


def by_key(questions: Sequence[Question]) -> Mapping[str, Question]:
    """Questions by their key."""
    return {question.key: question for question in questions}


def day(on: date) -> str:
    """A date in words."""
    return f"{on.day} {on:%B %Y}"


def named(names: Sequence[str]) -> str:
    """Names as a sentence lists them."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def percent(part: float, whole: float) -> int:
    """A share in whole percent."""
    return round(100 * part / whole) if whole else 0


def providers(number: int) -> str:
    """How many providers, in words."""
    return counted(number, "providers")
