"""A picture of when each record stood on its register: lanes of bars along one line of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

WIDTH = 100.0
_LEAST = 0.8  # a bar shorter than this cannot be seen


@dataclass(frozen=True)
class Stood:
    """A record that stood on a register from the edition of `since` to before that of `until` (None: still).

    `held`: the date of the first edition of that register that is held: nothing can be said of the time before.
    """

    lane: str
    held: date
    since: date
    until: date | None


@dataclass(frozen=True)
class Bar:
    """One bar: from where and how long (parts of WIDTH), whether it reaches the newest edition, and its dates."""

    start: float
    length: float
    still: bool
    since: date
    until: date | None


@dataclass(frozen=True)
class Lane:
    """The bars of one record, and from where (part of WIDTH) anything is known of it."""

    title: str
    held_from: float
    bars: list[Bar]


@dataclass(frozen=True)
class Timeline:
    """Lanes in the order of their first record, and the days at either end."""

    lanes: list[Lane]
    first: date
    last: date


def timeline(records: Iterable[Stood], last: date) -> Timeline | None:
    """Draw records up to the day `last`; None where there is nothing or no time to draw.

    Periods of one lane that touch or overlap become one bar: a change of facts is not a gap.
    """
    lanes: dict[str, list[Stood]] = {}
    for record in records:
        lanes.setdefault(record.lane, []).append(record)
    first = min((record.held for lane in lanes.values() for record in lane), default=last)
    days = (last - first).days
    if days <= 0:
        return None

    def at(day: date) -> float:
        return round(WIDTH * (min(max(day, first), last) - first).days / days, 2)

    def bar(since: date, until: date | None) -> Bar:
        start = min(at(since), WIDTH - _LEAST)
        return Bar(start, round(max(_LEAST, at(until or last) - start), 2), until is None, since, until)

    drawn = [Lane(title, at(lane[0].held), [bar(*period) for period in _joined(lane)]) for title, lane in lanes.items()]
    return Timeline(drawn, first, last)


def _joined(lane: Iterable[Stood]) -> list[tuple[date, date | None]]:
    """The periods of a lane, those that touch or overlap put together, in order."""
    joined: list[tuple[date, date | None]] = []
    for stood in sorted(lane, key=lambda stood: stood.since):
        since, until = stood.since, stood.until
        if joined and (joined[-1][1] is None or joined[-1][1] >= since):
            since, ended = joined.pop()
            until = None if until is None or ended is None else max(until, ended)
        joined.append((since, until))
    return joined
