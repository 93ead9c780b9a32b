"""The picture of when a record stood on its register says what the spans say."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from irhub.organisations.timeline import WIDTH, Stood, timeline

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
days = st.integers(0, 364).map(lambda n: FIRST + timedelta(days=n))


def test_a_gap_is_two_bars_and_a_change_of_facts_is_one():
    spans = [
        Stood("Skilled Worker", FIRST, FIRST, date(2026, 3, 1)),
        Stood("Skilled Worker", FIRST, date(2026, 3, 1), date(2026, 6, 1)),
        Stood("Skilled Worker", FIRST, date(2026, 9, 1), None),
    ]
    drawn = timeline(spans, LAST)
    assert drawn
    assert [(bar.since, bar.until, bar.still) for bar in drawn.lanes[0].bars] == [
        (FIRST, date(2026, 6, 1), False),
        (date(2026, 9, 1), None, True),
    ]


def test_the_time_before_a_registers_first_edition_is_left_blank():
    middle = date(2026, 7, 2)
    drawn = timeline([Stood("Sponsor", FIRST, FIRST, None), Stood("Location", middle, middle, None)], LAST)
    assert drawn
    assert [round(lane.held_from) for lane in drawn.lanes] == [0, 50]


def test_there_is_no_picture_without_time_or_records():
    assert timeline([], LAST) is None
    assert timeline([Stood("Rose House", FIRST, FIRST, None)], FIRST) is None


@given(st.lists(st.tuples(st.sampled_from("AB"), days, st.none() | days), max_size=12))
def test_bars_stay_inside_the_picture_in_order_and_apart(periods):
    records = [Stood(lane, FIRST, since, until) for lane, since, until in periods if until is None or until > since]
    drawn = timeline(records, LAST)
    for lane in drawn.lanes if drawn else ():
        assert all(bar.start >= 0 and bar.start + bar.length <= WIDTH + 0.01 for bar in lane.bars)
        ends = [bar.until for bar in lane.bars[:-1]]
        assert all(end is not None and end < after.since for end, after in zip(ends, lane.bars[1:], strict=True))
