"""Nobody finds a small count in a table that leaves the hub, not even by taking what is shown from the totals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.web.suppression import FEWEST, shown, suppressed

TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 12), min_size=width, max_size=width), min_size=1, max_size=5)
)


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (4, None), (5, 5), (120, 120)])
def test_counts_of_one_to_four_are_not_shown(count, told):
    assert shown(count) == told


def test_a_second_count_is_hidden_where_the_total_would_tell_the_first():
    assert suppressed([[3, 9, 20]]) == [[None, None, 20]]
    assert suppressed([[2, 4, 20]]) == [[None, None, 20]]
    assert suppressed([[1, 2, 0, 20]]) == [[None, None, 0, None]]
    assert suppressed([[3, 0]]) == [[None, None]]
    assert suppressed([[0, 7], [8, 9]]) == [[0, 7], [8, 9]]
    assert suppressed([[3, 9], [7, 8]]) == [[None, None], [None, None]]


def test_what_is_no_table_is_refused():
    for wrong in ([[1, 2], [3]], [[-1]]):
        with pytest.raises(ValueError, match="rows of one length"):
            suppressed(wrong)
    assert suppressed([]) == []


@given(TABLES)
def test_no_row_or_column_tells_what_is_hidden_in_it(table):
    told = suppressed(table)
    for counts, cells in [*zip(table, told, strict=True), *zip(zip(*table), zip(*told), strict=True)]:  # noqa: B905
        hidden = [count for count, cell in zip(counts, cells, strict=True) if cell is None]
        assert all(cell in (None, count) for count, cell in zip(counts, cells, strict=True))
        assert not [count for count, cell in zip(counts, cells, strict=True) if 0 < count < FEWEST and cell is not None]
        if hidden and len(counts) > 1 and len(hidden) < len(counts):
            assert len(hidden) > 1
            assert sum(hidden) >= FEWEST
