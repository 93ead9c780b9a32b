"""By when something must be done about a case: worked out whenever somebody looks, and never stored."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.utils.timezone import localdate

from irhub.casework.clocks import Hand, Reading, hand_of, read
from irhub.casework.hours import Hours, opens_next
from irhub.support.workflows import CASE, State


def our_turn(state: str, since: date, days: int, today: date, *, closed: Collection[date] = ()) -> Reading:
    """The clock of the next thing to do: counted as that of a first reply, from the day on which something was written last."""
    hand = Hand.THEIRS if state == State.WAITS_LAWYER else hand_of(CASE, state)
    return read(days, [(since, hand)], today, closed=closed)


def counts_from(came: datetime, days: int, hours: Hours, closed: Collection[date]) -> date:
    """The day from which a promise counts: that on which something came; of a reply on the same day, after closing, the next open one."""
    opens = opens_next(hours, came, closed=closed) if days == 0 and hours else None
    return localdate(opens or came)


def days_open(opened: date, closed: date | None) -> int:
    """Calendar days for which a case was, or is, open."""
    return ((closed or localdate()) - opened).days
