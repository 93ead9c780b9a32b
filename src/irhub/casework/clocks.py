"""By when something must be done, in working days of our side: worked out whenever somebody looks, and never stored.

A day is ours if the thing waited for us when the day began. So the day on which it came is not counted, nor that on which the other side
answered, nor weekends, bank holidays in England and days on which the body is closed; the day on which we asked them is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Literal

from django.utils.timezone import localdate

from irhub.accounts.workflow import Workflow
from irhub.casework.events import Event
from irhub.web.working_days import bank_holidays

if TYPE_CHECKING:  # NumPy is imported where days are counted: models come here, and most commands count none
    import numpy as np

ONE_DAY = timedelta(days=1)


class Hand(StrEnum):
    """In whose hands a thing is: the clock runs in ours alone."""

    OURS = "ours"
    THEIRS = "theirs"
    NOBODYS = "nobody's"


Turn = tuple[date, Hand]
"""From a day on, a thing is in somebody's hands."""


@dataclass(frozen=True)
class Reading:
    """What a clock shows on a day. `due`: the last day for our side, None while nobody can tell, as it is in their hands.

    `remaining`: how many of our days are left after this one, below zero if more were used than there are. `overdue`: a day
    after the last began in our hands. `hand`: in whose hands it is.
    """

    due: date | None
    remaining: int
    overdue: bool
    hand: Hand


def turns_of(workflow: Workflow, events: Iterable[Event], *, ours: Collection[str] = ()) -> list[Turn]:
    """The turns that the events of a thing tell, in their order, by the states of its table.

    `ours`: the states in which a clock that ends before the thing does runs, as that of a first reply; in any other it is done.
    """
    return [(localdate(event.at), hand_in(workflow, event.after, ours)) for event in events]


def hand_in(workflow: Workflow, state: str, ours: Collection[str]) -> Hand:
    """In whose hands a thing is in a state, for a clock that runs in the states `ours` alone (in all that are ours if there are none)."""
    return hand_of(workflow, state) if not ours or state in ours else Hand.NOBODYS


def hand_of(workflow: Workflow, state: str) -> Hand:
    """In whose hands a thing is in a state."""
    return Hand.NOBODYS if state in workflow.ends else Hand.THEIRS if state in workflow.pauses else Hand.OURS


def read(days: int, turns: Sequence[Turn], today: date, *, closed: Collection[date] = ()) -> Reading:
    """What a clock of so many working days shows. `turns`: in order, at least one; `closed`: days on which the body is.

    A clock of no days runs out on the day on which it begins, or, if nobody works then, on the next working day.
    """
    off = _calendar(frozenset(closed))
    used, due = 0, None
    for begun, ended in _ours(turns):
        if days == 0:
            due = due or _working_day(begun, 0, off)
        elif due is None and (ended is None or used + _count(begun, ended, off) >= days):
            due = _working_day(begun, days - used, off)
        used += _count(begun, min(ended or today, today), off)
    late = due is not None and any(max(begun, due) < min(ended or today, today) for begun, ended in _ours(turns))
    return Reading(due, days - used, late, turns[-1][1])


def _ours(turns: Sequence[Turn]) -> Iterator[tuple[date, date | None]]:
    """The times in which a thing is in our hands: from the day on which it came to that on which it left, None if it has not."""
    ends: list[date | None] = [day for day, _ in turns[1:]]
    for (begun, hand), ended in zip(turns, [*ends, None], strict=True):
        if hand is Hand.OURS:
            yield begun, ended


@cache
def _calendar(closed: frozenset[date]) -> np.busdaycalendar:
    """Working days of a body that is closed on some: made once, for it takes longer than all that is counted by it."""
    import numpy as np

    return np.busdaycalendar(holidays=sorted({*bank_holidays(), *closed}))


def _count(begun: date, ended: date, off: np.busdaycalendar) -> int:
    """Working days after one day up to and including another; none if that comes first."""
    import numpy as np

    return max(0, int(np.busday_count(begun + ONE_DAY, ended + ONE_DAY, busdaycal=off)))


def _working_day(after: date, count: int, off: np.busdaycalendar) -> date:
    """The so-maniest working day after a day; the first on or after it for none."""
    import numpy as np

    roll: Literal["backward", "forward"] = "backward" if count else "forward"
    found: date = np.busday_offset(after, count, roll=roll, busdaycal=off).astype(object)
    return found
