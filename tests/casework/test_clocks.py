"""By when something must be done: the clock of working days against a plain walk from day to day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import TextChoices
from hypothesis import given
from hypothesis import strategies as st

from irhub.accounts.policy import ANYONE
from irhub.accounts.workflow import Move, Workflow
from irhub.casework.clocks import Hand, Reading, Turn, read, turns_of
from irhub.web.working_days import bank_holidays
from tests.examples import tried

BEGIN = date(2026, 3, 16)
"""Some weeks before Easter, so that random days meet bank holidays."""
DAYS = st.integers(0, 90).map(lambda n: BEGIN + timedelta(days=n))


def walked(days: int, turns: list[Turn], today: date, closed: set[date]) -> Reading:
    """The same, day by day: slow and obvious."""

    def works(day: date) -> bool:
        return day.weekday() < 5 and day not in bank_holidays() and day not in closed

    def hand(day: date) -> Hand:
        """In whose hands it was when the day began."""
        return [Hand.NOBODYS, *(whose for since, whose in turns if since < day)][-1]

    used, due, day, last = 0, None, turns[0][0], max(today, turns[-1][0])
    if days == 0:
        due = (
            next(since for since, whose in turns if whose is Hand.OURS)
            if any(h is Hand.OURS for _, h in turns)
            else None
        )
        while due and not works(due):
            due += timedelta(days=1)
    while day < last or (days > 0 and due is None and turns[-1][1] is Hand.OURS):
        day += timedelta(days=1)
        if works(day) and hand(day) is Hand.OURS:
            used += 1
            if used == days and due is None:
                due = day
    spent, day, late = 0, turns[0][0], False
    while day < today:
        day += timedelta(days=1)
        spent += works(day) and hand(day) is Hand.OURS
        late |= due is not None and day > due and hand(day) is Hand.OURS
    return Reading(due, days - spent, late, turns[-1][1])


@tried(400)
@given(
    days=st.integers(0, 25),
    turns=st.lists(st.tuples(DAYS, st.sampled_from(Hand)), min_size=1, max_size=8).map(lambda them: sorted(them, key=lambda it: it[0])),
    today=DAYS,
    closed=st.sets(DAYS, max_size=12),
)  # fmt: skip
def test_a_clock_shows_what_a_walk_from_day_to_day_finds(days, turns, today, closed):
    today = max(today, turns[-1][0])
    assert read(days, turns, today, closed=closed) == walked(days, turns, today, closed)


@pytest.mark.parametrize(
    ("days", "turns", "today", "closed", "shows"),
    [
        pytest.param(
            1, [(date(2026, 11, 27), Hand.OURS)], date(2026, 11, 30), (),
            Reading(date(2026, 11, 30), 0, False, Hand.OURS), id="what came on Friday is due on Monday",
        ),
        pytest.param(
            1, [(date(2026, 11, 27), Hand.OURS)], date(2026, 12, 1), (),
            Reading(date(2026, 11, 30), -1, True, Hand.OURS), id="and is late on Tuesday",
        ),
        pytest.param(
            20, [(date(2026, 12, 24), Hand.OURS)], date(2026, 12, 24), (),
            Reading(date(2027, 1, 26), 20, False, Hand.OURS), id="twenty days over Christmas and the new year",
        ),
        pytest.param(
            3, [(date(2026, 11, 2), Hand.OURS), (date(2026, 11, 3), Hand.THEIRS)], date(2026, 11, 20), (),
            Reading(None, 2, False, Hand.THEIRS), id="nobody can tell while they have it",
        ),
        pytest.param(
            3, [(date(2026, 11, 2), Hand.OURS), (date(2026, 11, 3), Hand.THEIRS), (date(2026, 11, 20), Hand.OURS)],
            date(2026, 11, 20), (), Reading(date(2026, 11, 24), 2, False, Hand.OURS), id="it goes on when they answered",
        ),
        pytest.param(
            0, [(date(2026, 12, 25), Hand.OURS)], date(2026, 12, 25), (),
            Reading(date(2026, 12, 29), 0, False, Hand.OURS), id="the same day, or the next on which anybody works",
        ),
        pytest.param(
            2, [(date(2026, 11, 2), Hand.OURS)], date(2026, 11, 2), (date(2026, 11, 3), date(2026, 11, 4)),
            Reading(date(2026, 11, 6), 2, False, Hand.OURS), id="days on which the body is closed are left out",
        ),
        pytest.param(
            2, [(date(2026, 11, 2), Hand.OURS), (date(2026, 11, 4), Hand.NOBODYS)], date(2026, 11, 30), (),
            Reading(date(2026, 11, 4), 0, False, Hand.NOBODYS), id="what was done on its last day is not late",
        ),
    ],
)  # fmt: skip
def test_what_a_clock_shows(days: int, turns: list[Turn], today: date, closed: Any, shows: Reading):
    assert read(days, turns, today, closed=closed) == shows


class Asked(TextChoices):
    OPEN = "open", "Open"
    ASKED = "asked", "We asked them"
    CLOSED = "closed", "Closed"


@dataclass
class Happened:
    at: datetime
    after: str


def test_the_turns_of_a_thing_are_told_by_its_events_by_the_days_of_england():
    table = Workflow(
        thing="case", states=Asked, begins=Asked.OPEN, ends=frozenset({Asked.CLOSED}), pauses=frozenset({Asked.ASKED}),
        moves=(Move("ask", (Asked.OPEN,), Asked.ASKED, (ANYONE,), told="asked", can="ask"),),
    )  # fmt: skip
    events: Any = [
        Happened(datetime(2026, 6, 1, 23, 30, tzinfo=UTC), "open"),  # half past midnight in London
        Happened(datetime(2026, 6, 3, 9, tzinfo=UTC), "asked"),
        Happened(datetime(2026, 12, 3, 23, 30, tzinfo=UTC), "closed"),
    ]
    assert turns_of(table, events) == [
        (date(2026, 6, 2), Hand.OURS), (date(2026, 6, 3), Hand.THEIRS), (date(2026, 12, 3), Hand.NOBODYS)
    ]  # fmt: skip
