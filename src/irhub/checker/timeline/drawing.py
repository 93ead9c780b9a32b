"""The picture of a topic: a lane for each scope, a bar for each rule's period, along one line of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from irhub.checker.timeline.rows import Row, row
from irhub.rulebook.book import Rulebook
from irhub.rulebook.rules import Topic

MARGIN = timedelta(days=183)
EARLIEST = date(2019, 1, 1)
"""Older beginnings are drawn from here; the table has them all."""


@dataclass(frozen=True)
class Bar:
    """One rule's period: start and length in percent of the picture, and whether it is open at its ends."""

    row: Row
    start: float
    length: float

    @property
    def words(self) -> str:
        """The bar for those who do not see it."""
        return f"{self.row.period}: {self.row.value}"


@dataclass(frozen=True)
class Lane:
    """The bars of one scope."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Picture:
    """Lanes between two days; `today` and the first days of years in percent."""

    first: date
    last: date
    today: float
    years: tuple[tuple[int, float], ...]
    lanes: tuple[Lane, ...]


def picture(book: Rulebook, topic: Topic, today: date) -> Picture | None:
    """The picture of a topic's periods; None if no rule of it has a date."""
    lines = {scope: line for (name, scope), line in book.lines.items() if name == topic.name}
    days = [day for line in lines.values() for rule in line for day in (rule.since, rule.until) if day]
    if not days:
        return None
    first = max(min(*days, today) - MARGIN, EARLIEST)
    last = max(*days, today) + MARGIN

    def at(day: date) -> float:
        return round(100 * (min(max(day, first), last) - first).days / (last - first).days, 2)

    lanes = []
    for scope, line in lines.items():
        bars = []
        for rule in line:
            start = at(rule.since or first)
            end = at(rule.until + timedelta(days=1)) if rule.until else 100.0
            bars.append(Bar(row(book, rule), start, max(round(end - start, 2), 0.4)))
        lanes.append(Lane(topic.scope_words(scope) or topic.title, tuple(bars)))
    step = 1 if last.year - first.year <= 10 else 2
    years = tuple((year, at(date(year, 1, 1))) for year in range(first.year + 1, last.year + 1, step))
    return Picture(first, last, at(today), years, tuple(lanes))
