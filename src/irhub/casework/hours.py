"""Opening hours: whether a helpline is open, when it opens next, and clocks that run in its hours alone.

Hours are those of London's clocks, on both days of the year on which they change. Bank holidays in England and days on which the body
is closed have none. Nothing here reads the database: hours and closures are given, as the room keeps them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile

from irhub.accounts.workflow import Workflow
from irhub.casework.clocks import Hand, hand_in
from irhub.casework.events import Event
from irhub.web.london import LONDON
from irhub.web.working_days import bank_holidays

LONGEST = 400
"""Days after which nobody looks further for the next opening: it is closed for good."""
Hours = Sequence[tuple[int, time, time]]
"""When it opens and closes on each weekday, 0 for Monday; a day may have several."""
WEEKDAYS_9_TO_5: Hours = tuple((weekday, time(9), time(17)) for weekday in range(5))
Moment = tuple[datetime, Hand]
"""From a moment on, a thing is in somebody's hands."""


@dataclass(frozen=True)
class HoursReading:
    """What a clock of opening hours shows at a moment. `due`: when our time is up, None while nobody can tell. `remaining`: our time that is
    left, below nothing if more was used than there is. `overdue`: it was due in our hands before now. `hand`: in whose it is."""

    due: datetime | None
    remaining: timedelta
    overdue: bool
    hand: Hand


def is_open(hours: Hours, at: datetime, *, closed: Collection[date] = ()) -> bool:
    """Whether it is open at a moment: from the first minute to the last, without that at which it closes."""
    return any(begins <= at < ends for begins, ends in _of_day(hours, at.astimezone(LONDON).date(), closed))


def opens_next(hours: Hours, at: datetime, *, closed: Collection[date] = ()) -> datetime | None:
    """When it is open next, in London's time: at once if it is open. None if that is never, within a year."""
    found = next((max(begins, at) for begins, ends in _openings(hours, at, closed) if ends > at), None)
    return found and found.astimezone(LONDON)


def closes_on(hours: Hours, day: date, *, closed: Collection[date] = ()) -> datetime | None:
    """When it closes for that day, in London's time: by then is what is due on it. None if it does not open."""
    ends = [ends for _, ends in _of_day(hours, day, closed)]
    return max(ends).astimezone(LONDON) if ends else None


def moments_of(workflow: Workflow, events: Iterable[Event], *, ours: Collection[str] = ()) -> list[Moment]:
    """The turns that the events of a thing tell, to the moment: as turns_of (clocks.py) tells them by days."""
    return [(event.at, hand_in(workflow, event.after, ours)) for event in events]


def read_hours(
    allowed: timedelta, moments: Sequence[Moment], now: datetime, hours: Hours, *, closed: Collection[date] = ()
) -> HoursReading:
    """What a clock of so much time in opening hours shows. `moments`: in order, at least one."""
    used, spent, due = timedelta(), timedelta(), None
    for begun, ended in _ours(moments):
        for begins, ends in _within(hours, begun, ended, closed):
            if due is None and used + (ends - begins) >= allowed:
                due = begins + (allowed - used)
            if due is not None and begins >= now:
                break
            used += ends - begins
            spent += max(timedelta(), min(ends, now) - begins)
    late = due is not None and any(max(begun, due) < min(ended or now, now) for begun, ended in _ours(moments))
    return HoursReading(due and due.astimezone(LONDON), allowed - spent, late, moments[-1][1])


def _ours(moments: Sequence[Moment]) -> Iterator[tuple[datetime, datetime | None]]:
    ends: list[datetime | None] = [at for at, _ in moments[1:]]
    for (begun, hand), ended in zip(moments, [*ends, None], strict=True):
        if hand is Hand.OURS:
            yield begun, ended


def _within(
    hours: Hours, begun: datetime, ended: datetime | None, closed: Collection[date]
) -> Iterator[tuple[datetime, datetime]]:
    """The openings within a time, cut at its ends."""
    until = ended or datetime.max.replace(tzinfo=UTC)
    for begins, ends in takewhile(lambda one: one[0] < until, _openings(hours, begun, closed)):
        if ends > begun:
            yield max(begins, begun), min(ends, until)


def _openings(hours: Hours, since: datetime, closed: Collection[date]) -> Iterator[tuple[datetime, datetime]]:
    """The openings of the day of a moment and of those after it, until it is closed for LONGEST days on end."""
    day, idle = since.astimezone(LONDON).date(), 0
    while idle < LONGEST:
        found = _of_day(hours, day, closed)
        yield from found
        idle = 0 if found else idle + 1
        day += timedelta(days=1)


def _of_day(hours: Hours, day: date, closed: Collection[date]) -> list[tuple[datetime, datetime]]:
    """The openings of a day in order, those that meet as one, in universal time: so that a difference is what a watch shows."""
    if day in closed or day in bank_holidays():
        return []
    told = sorted(
        (_moment(day, opens), _moment(day, closes)) for weekday, opens, closes in hours if weekday == day.weekday()
    )
    found: list[tuple[datetime, datetime]] = []
    for begins, ends in told:
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        elif begins < ends:
            found.append((begins, ends))
    return found


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)
