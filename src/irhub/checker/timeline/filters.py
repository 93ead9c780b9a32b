"""What the pages of the timeline ask, and what checkers are searched and compared by: forms that are sent by GET."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.timezone import localdate

from irhub.checker.book import current
from irhub.checker.flows.result import edition_words
from irhub.checker.timeline.rows import subjects
from irhub.rulebook.loading import EARLIEST, LATEST
from irhub.rulebook.rules import Certainty
from irhub.web.forms import DateField, shown
from irhub.web.forms.fields import DateParts
from irhub.web.listing import FilterForm, choice, words_field

YEAR = timedelta(days=365)
_UNHELD = "We hold no rulebook of {asked}: choose one of the editions"


def _day(label: str) -> forms.Field:
    return DateField(label=label, required=False, least=EARLIEST, most=LATEST, widget=shown(DateParts(), legend=""))


def _subject() -> forms.Field:
    return choice("About", lambda: [(each, each) for each in subjects(current())], any_of_them="Everything")


def _edition(label: str) -> forms.Field:
    editions = lambda: [(str(each), edition_words(each)) for each in reversed(current().editions)]  # noqa: E731
    return choice(label, editions, any_of_them=None, unknown=_UNHELD)


class OfADay(FilterForm):
    """Which rules of a day somebody asks for."""

    on = _day("Day")
    subject = _subject()
    certainty = choice("How certain", [(str(each), each.capitalize()) for each in Certainty])
    q = words_field("Words to look for")


class Between(FilterForm):
    """Between which days somebody asks what changes."""

    since = _day("From")
    until = _day("To")
    subject = _subject()

    def clean(self) -> dict[str, Any]:
        """The days stand in their order."""
        told: dict[str, Any] = super().clean() or {}
        since, until = told.get("since"), told.get("until")
        if since and until and until < since:
            self.add_error("until", "The second date must be the same as the first, or later")
        return told


class TwoDays(FilterForm):
    """Which two days, by which editions of the rulebook, somebody puts side by side."""

    left = _day("First day")
    left_edition = _edition("As known in the edition of (first)")
    right = _day("Second day")
    right_edition = _edition("As known in the edition of (second)")
    subject = _subject()


def of_a_day(request: HttpRequest) -> OfADay:
    """By default today's rules."""
    return OfADay(request.GET, usual={"on": localdate()})


def between(request: HttpRequest) -> Between:
    """By default from a year ago to a year from now."""
    today: date = localdate()
    return Between(request.GET, usual={"since": today - YEAR, "until": today + YEAR})


def two_days(request: HttpRequest) -> TwoDays:
    """By default a year ago and today, by the newest edition."""
    today, newest = localdate(), str(current().edition)
    usual = {"left": today - YEAR, "right": today, "left_edition": newest, "right_edition": newest}
    return TwoDays(request.GET, usual=usual)
