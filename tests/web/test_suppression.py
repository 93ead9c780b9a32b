"""Nobody finds a small count in a table that leaves the hub, not even by all totals and the rule by which counts are hidden."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from irhub.web.suppression import FEWEST, hidden_pairs, hidden_parts, shown, total_tells

COUNTS = st.lists(st.one_of(st.integers(0, 6), st.integers(0, 60)), min_size=2, max_size=9)
SMALL = range(1, FEWEST)


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (4, None), (5, 5), (120, 120)])
def test_counts_of_one_to_four_are_not_shown(count, told):
    assert shown(count) == told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ([9, 0, 5], [9, 0, 5]),
        ([3, 9, 20], [None, None, 20]),
        ([2, 4, 1, 0, 20], [None, None, None, 0, 20]),
        ([1, 1, 1, 1, 1, 20], [None] * 6),  # shown, the 20 of 25 would leave one for each
        ([4, 4, 4, 20], [None] * 4),  # and the 20 of 32 four for each
        ([3, 10], [None, None]),
        ([3, 0], [None, None]),
    ],
)
def test_more_is_hidden_where_the_total_would_tell_a_small_count(row, told):
    assert view(row) == tuple(told)


def test_figures_of_the_same_cases_are_hidden_together():
    assert hidden_parts([[3, 3, 8, 30], [20, 30, 10, 20]]) == {0, 1, 2, 3}
    assert hidden_parts([[3, 3, 3, 30], [0, 0, 0, 20]]) == {0, 1, 2}


def test_what_is_no_table_is_refused():
    for wrong in ([[1, 2], [3]], [[-1]]):
        with pytest.raises(ValueError, match="rows of one length"):
            hidden_parts(wrong)
    assert hidden_parts([]) == hidden_parts([[]]) == set()


def view(row: Sequence[int]) -> tuple[int | None, ...]:
    """What is told of a row: nothing of any part where all are hidden."""
    hidden = hidden_parts([row])
    return tuple(None if at in hidden else count for at, count in enumerate(row))


@pytest.mark.parametrize(("parts", "most"), [(2, 60), (3, 24), (4, 14)])
def test_whoever_tries_every_table_finds_that_each_hidden_count_can_be_any_small_one(parts, most):
    """All tables that would be told alike, with the same total: what somebody who knows the rule could find out, and nothing beyond it."""
    alike = defaultdict(list)
    for row in product(range(most + 1), repeat=parts):
        if FEWEST <= sum(row) <= most:
            alike[view(row), sum(row)].append(row)
    assert len(alike) > most
    for (told, _), rows in alike.items():
        for at in (at for at, count in enumerate(told) if count is None):
            assert {row[at] for row in rows} >= set(SMALL), (told, rows[0])


@given(COUNTS)
def test_another_table_told_alike_has_any_small_count_in_any_hidden_place(row):
    told, total = view(row), sum(row)
    assert all(count in (None, was) and count not in SMALL for count, was in zip(told, row, strict=True))
    hidden = [at for at, count in enumerate(told) if count is None]
    assume(hidden and total >= FEWEST)
    for at, count in product(hidden, SMALL):
        assert any(view(other) == told for other in others(row, hidden, at, count)), (row, told, at, count)


def others(row: Sequence[int], hidden: Sequence[int], at: int, count: int) -> list[list[int]]:
    """Tables with this total and what is shown, with a count put in a hidden place: the rest spread over the other hidden ones, or in one."""
    rest = sum(row[one] for one in hidden) - count
    beside = [one for one in hidden if one != at]
    even = {one: rest // len(beside) + (n < rest % len(beside)) for n, one in enumerate(beside)}
    alone = {one: rest * (n == 0) for n, one in enumerate(beside)}
    return [[count if one == at else other.get(one, was) for one, was in enumerate(row)] for other in (even, alone)]


def test_all_and_none_of_a_row_are_small_too():
    assert hidden_pairs([(6, 0), (20, 30)]) == {0, 1}
    assert hidden_pairs([(3, 4), (2, 5), (4, 3), (20, 30)]) == {0, 1, 2}
    assert hidden_pairs([(5, 9), (20, 30)]) == set()


@pytest.mark.parametrize("sizes", [(6, 11), (3, 4, 12), (3, 3, 4)])
def test_whoever_tries_every_table_of_pairs_finds_no_small_count(sizes):
    """What everybody can know: how many each row has, and what the first of all pairs come to."""
    alike = defaultdict(list)
    for firsts in product(*(range(size + 1) for size in sizes)):
        pairs = [(one, size - one) for one, size in zip(firsts, sizes, strict=True)]
        hidden = hidden_pairs(pairs)
        if len(hidden) < len(sizes) or not total_tells(pairs):
            alike[tuple(None if at in hidden else one for at, one in enumerate(firsts)), sum(firsts)].append(firsts)
    assert alike
    for (told, _), found in alike.items():
        for at in (at for at, one in enumerate(told) if one is None):
            for counts in ({one[at] for one in found}, {sizes[at] - one[at] for one in found}):
                assert min(counts) >= FEWEST or counts >= set(range(min(FEWEST, sizes[at] + 1))), (told, found[0])
