"""Opening hours by London's clocks: what is computed against a walk in quarters of an hour, over the nights on which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.accounts.policy import ANYONE
from irhub.accounts.workflow import Move, Workflow
from irhub.casework.clocks import Hand
from irhub.casework.hours import WEEKDAYS_9_TO_5, Hours, Moment, closes_on, is_open, moments_of, opens_next, read_hours
from irhub.web.london import LONDON
from irhub.web.working_days import bank_holidays
from tests.casework.test_clocks import Asked
from tests.examples import tried

QUARTER = timedelta(minutes=15)
BEGINS = (datetime(2026, 3, 26, tzinfo=UTC), datetime(2026, 10, 22, tzinfo=UTC), datetime(2026, 12, 23, tzinfo=UTC))
"""Before the clocks go forward, before they go back, and before Christmas."""
SPAN = 7 * 96
HOURS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 22), st.integers(1, 12)).map(
        lambda it: (it[0], time(it[1]), time(min(it[1] + it[2], 23)))
    ),
    max_size=8,
)


def opened(hours: Hours, at: datetime, closed: Any) -> bool:
    """Whether it is open, as somebody sees who looks at a clock on a wall in London."""
    here = at.astimezone(LONDON)
    if here.date() in closed or here.date() in bank_holidays():
        return False
    return any(weekday == here.weekday() and a <= here.time() < b for weekday, a, b in hours)


@tried(200)
@given(
    begin=st.sampled_from(BEGINS),
    hours=HOURS,
    turns=st.lists(st.tuples(st.integers(0, SPAN), st.sampled_from(Hand)), min_size=1, max_size=5).map(sorted),
    now=st.integers(0, SPAN),
    allowed=st.integers(1, 60),
    closed=st.sets(st.integers(0, 7), max_size=3),
)
def test_a_clock_of_hours_shows_what_a_walk_in_quarters_of_an_hour_finds(begin, hours, turns, now, allowed, closed):
    shut = {(begin + timedelta(days=day)).date() for day in closed}
    now = max(now, turns[-1][0])
    moments: list[Moment] = [(begin + at * QUARTER, hand) for at, hand in turns]
    shown = read_hours(allowed * QUARTER, moments, begin + now * QUARTER, hours, closed=shut)

    used, due, late = 0, None, False
    for step in range(turns[0][0], now if turns[-1][1] is not Hand.OURS else now + SPAN):
        hand = [hand for at, hand in turns if at <= step][-1]
        if hand is Hand.OURS and step < now and due is not None:
            late = True
        if hand is Hand.OURS and opened(hours, begin + step * QUARTER, shut):
            used += 1
            if used == allowed and due is None:
                due = begin + (step + 1) * QUARTER
        if step == now - 1:
            spent = used
    spent = spent if now > turns[0][0] else 0
    assert shown.remaining == (allowed - spent) * QUARTER
    if due is not None or turns[-1][1] is not Hand.OURS:
        assert shown.due == due
    assert shown.overdue is late
    assert shown.hand is turns[-1][1]


@tried(200)
@given(
    begin=st.sampled_from(BEGINS), at=st.integers(0, SPAN), hours=HOURS, closed=st.sets(st.integers(0, 7), max_size=3)
)
def test_it_is_open_as_the_clock_on_the_wall_says_and_opens_next_when_that_comes(begin, at, hours, closed):
    shut = {(begin + timedelta(days=day)).date() for day in closed}
    now = begin + at * QUARTER
    assert is_open(hours, now, closed=shut) is opened(hours, now, shut)
    found = opens_next(hours, now, closed=shut)
    looked = [now + step * QUARTER for step in range(3 * SPAN)]
    assert next((moment for moment in looked if opened(hours, moment, shut)), found) == found
    assert found is not None or not hours or not any(a < b for _, a, b in hours)


def in_london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("allowed", "moments", "now", "due"),
    [
        pytest.param(
            2, [(in_london(2026, 11, 27, 16), Hand.OURS)], in_london(2026, 11, 27, 16), in_london(2026, 11, 30, 10),
            id="two hours from four o’clock on Friday end at ten on Monday",
        ),
        pytest.param(
            8, [(in_london(2026, 11, 27, 20), Hand.OURS)], in_london(2026, 11, 28, 9), in_london(2026, 11, 30, 17),
            id="what comes in the evening begins when it opens",
        ),
        pytest.param(
            9, [(in_london(2026, 12, 24, 9), Hand.OURS)], in_london(2026, 12, 24, 9), in_london(2026, 12, 29, 10),
            id="Christmas and its substitute have no hours",
        ),
        pytest.param(
            2, [(in_london(2026, 11, 26, 9), Hand.OURS), (in_london(2026, 11, 26, 10), Hand.THEIRS)],
            in_london(2026, 11, 27, 9), None, id="nobody can tell while they have it",
        ),
    ],
)  # fmt: skip
def test_when_time_is_up_on_weekdays_from_nine_to_five(allowed, moments, now, due):
    assert read_hours(timedelta(hours=allowed), moments, now, WEEKDAYS_9_TO_5).due == due


def test_the_night_on_which_the_clocks_change_is_as_long_as_a_watch_shows():
    nights = [(6, time(0), time(5))]
    for sunday, long in ((date(2026, 3, 29), 4), (date(2026, 10, 25), 6), (date(2026, 11, 1), 5)):
        begun = datetime.combine(sunday, time(0), LONDON)
        shown = read_hours(timedelta(hours=long), [(begun, Hand.OURS)], begun, nights)
        assert shown.due == datetime.combine(sunday, time(5), LONDON)


def test_what_is_due_on_a_day_is_due_when_it_closes_and_who_is_shut_for_good_never_opens():
    day = date(2026, 11, 27)
    assert closes_on(WEEKDAYS_9_TO_5, day) == in_london(2026, 11, 27, 17)
    assert closes_on(WEEKDAYS_9_TO_5, day, closed=[day]) is None
    evening = in_london(2026, 11, 27, 18)
    assert opens_next(WEEKDAYS_9_TO_5, evening, closed=[date(2026, 11, 30)]) == in_london(2026, 12, 1, 9)
    assert opens_next([], evening) is None
    assert read_hours(timedelta(hours=1), [(evening, Hand.OURS)], evening, []).due is None


def test_the_moments_of_a_thing_are_told_by_its_events():
    table = Workflow(
        thing="case", states=Asked, begins=Asked.OPEN, ends=frozenset({Asked.CLOSED}), pauses=frozenset({Asked.ASKED}),
        moves=(Move("ask", (Asked.OPEN,), Asked.ASKED, (ANYONE,), told="asked", can="ask"),),
    )  # fmt: skip
    at = in_london(2026, 11, 27, 9)
    events: Any = [SimpleNamespace(at=at, after=state) for state in ("open", "asked", "closed")]
    assert [hand for _, hand in moments_of(table, events)] == [Hand.OURS, Hand.THEIRS, Hand.NOBODYS]
    assert [hand for _, hand in moments_of(table, events, ours={"open"})] == [Hand.OURS, Hand.NOBODYS, Hand.NOBODYS]
