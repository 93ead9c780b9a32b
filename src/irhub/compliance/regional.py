"""What providers of an area find hard, theme by theme: counts of five or more, in steps of five, and of nobody in particular. Webinars are planned by them.

The one place in which anybody else learns something of self-checks. It counts the results that providers kept before this month, so that nothing moves
within one, and tells no count under five, none whose rest is under five, and no exact one, so that two readings tell of no provider between them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F

from irhub.accounts.models import Membership
from irhub.accounts.roles import Kind
from irhub.accounts.row_security import system_access
from irhub.compliance.models import Result, ThemeResult
from irhub.compliance.questionnaire import NAME, newest
from irhub.organisations.models import ProviderInCouncil
from irhub.places.geography import councils_in, partnerships
from irhub.web.london import LONDON
from irhub.web.suppression import FEWEST, hidden_pairs

COUNTS_FOR = timedelta(days=366)
"""For how long a kept result counts."""


@dataclass(frozen=True)
class HardTheme:
    """A theme, and at least how many providers have a critical or major gap there; None where that is not shown."""

    title: str
    at_least: int | None


@dataclass(frozen=True)
class Hard:
    """What is hard in an area. `before`: results kept before this day count. `at_least`: of how many providers; None for fewer than five: then there
    are no themes."""

    before: date
    at_least: int | None
    themes: tuple[HardTheme, ...] = ()


def in_steps(count: int) -> int:
    """A count as it is shown: the multiple of five at or below it."""
    return count - count % FEWEST


def area_of(by: Membership) -> frozenset[str] | None:
    """The councils of whoever asks: those of a partnership; None for all of England."""
    if by.body.kind != Kind.PARTNERSHIP:
        return None
    own = next((each for each in partnerships() if each.slug == by.body.place_code), None)
    return frozenset(council.code for council in councils_in(own)) if own else frozenset()


def hard_in(councils: Collection[str] | None, today: date) -> Hard:
    """What providers of some councils find hard; of England for None. Themes in which most have a gap come first."""
    before = today.replace(day=1)
    ends = datetime.combine(before, time(), LONDON)
    with system_access("gaps of self-checks are counted for an area, five or more"):
        kept = Result.objects.filter(
            sheet__questionnaire=NAME, sheet__head=None, kept_at__lt=ends, kept_at__gte=ends - COUNTS_FOR
        )
        if councils is not None:
            here = ProviderInCouncil.objects.filter(as_at=None, adult_social_care=True, council_code__in=councils)
            kept = kept.filter(body__place_code__in=here.values("provider_id"))
        last = list(kept.order_by("sheet", "-kept_at").distinct("sheet").values_list("pk", flat=True))
        gaps = ThemeResult.objects.filter(result__in=last).annotate(grave=F("critical") + F("major"))
        found = list(gaps.values_list("theme", "grave"))
    many = len(last)
    if many < FEWEST:
        return Hard(before, None)
    titles = {page.key: page.called for page in newest().pages}
    counts = {theme: sum(one == theme and grave > 0 for one, grave in found) for theme in titles}
    shown = {theme: count for theme, count in counts.items() if any(one == theme for one, _ in found)}
    hidden = hidden_pairs([(count, many - count) for count in shown.values()])
    rows = [
        HardTheme(titles[theme], None if at in hidden else in_steps(count))
        for at, (theme, count) in enumerate(shown.items())
    ]
    return Hard(before, in_steps(many), tuple(sorted(rows, key=lambda row: -(row.at_least or 0))))
