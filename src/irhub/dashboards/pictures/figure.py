"""A figure: one question, the finding in a sentence, a picture where there are enough cases, and the rows behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse

from irhub.dashboards.models import PlacePeriod, PlaceSplit
from irhub.dashboards.pictures.shapes import Drawing
from irhub.places import COUNTRY, Council, Place
from irhub.web.jinja import query
from irhub.web.listing import Listing

LEAST = 10
"""Of fewer cases no picture is drawn: a line or bar of them would show chance."""


@dataclass(frozen=True)
class Asked:
    """Of which place, as at which past day (None: now), beside which councils (none: those most like it). `first_list`: the day of the CQC's
    first list that is held: from it on the providers of a day can be listed."""

    place: Place
    as_at: date | None = None
    beside: Sequence[Council] = ()
    first_list: date | None = None

    @cached_property
    def periods(self) -> Sequence[PlacePeriod]:
        """The history of the place up to the day, its first day first."""
        found = PlacePeriod.objects.filter(place_code=self.place.code).order_by("ends")
        return list(found.filter(ends__lte=self.as_at) if self.as_at else found)

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
        """The address of the list of these providers of the place; blank of England, where they are not listed."""
        if self.place.kind == COUNTRY:
            return ""
        return reverse("place-providers", args=[self.place.area, self.place.slug]) + query(self.then, **asked)


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

    `newest_last`: of a page with other figures, only the last rows are shown.
    """

    key: str
    title: str
    means: str
    listing: Listing[Any]
    made: Callable[[Asked], Figure | None] = field(repr=False)
    of: frozenset[str] = frozenset()
    newest_last: bool = False


def too_few(what: str) -> str:
    """Why there is no picture."""
    return f"No picture: there are fewer than ten {what}, and so few move by chance."


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
    return f"{number:,} provider{'' if number == 1 else 's'}"
