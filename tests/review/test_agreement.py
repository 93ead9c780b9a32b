"""The measures of agreement give what their sources work out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.review.agreement import agreement, share


def test_alpha_of_the_worked_example_of_two_people_and_two_values():
    # Krippendorff 2011, section A: ten pairs, two observers, binary data; alpha = 0.095
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    told = agreement([[str(a), str(b)] for a, b in zip(first, second, strict=True)])
    assert (told.pairs, told.agreed) == (10, 6)
    assert told.alpha == pytest.approx(0.095, abs=0.001)


def test_alpha_of_the_worked_example_of_four_people_with_gaps():
    # Krippendorff 2011, section C: nominal data, four observers, twelve units, missing data; alpha = 0.743
    a = [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None]
    b = [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3]
    c = [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None]
    d = [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]
    told = agreement([[str(v) for v in unit if v] for unit in zip(a, b, c, d, strict=True)])
    assert told.alpha == pytest.approx(0.743, abs=0.001)


@given(st.lists(st.lists(st.sampled_from(["same", "different"]), max_size=3), max_size=12))
def test_alpha_is_one_exactly_where_all_agree(verdicts):
    told = agreement(verdicts)
    if told.alpha is not None:
        assert told.alpha <= 1
        assert (told.alpha == 1) == (told.agreed == told.pairs)
    assert told == agreement(list(reversed(verdicts)))


def test_wilsons_interval_of_a_worked_example():
    told = share(99, 100)  # R: binom::binom.wilson(99, 100)
    assert told.low == pytest.approx(0.9455, abs=0.0005)
    assert told.high == pytest.approx(0.9982, abs=0.0005)
    assert share(0, 0).low is None


@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_share_lies_within_its_bounds(counts):
    told = share(*counts)
    assert told.low is not None
    assert told.high is not None
    assert 0 <= told.low <= counts[0] / counts[1] + 1e-9
    assert counts[0] / counts[1] - 1e-9 <= told.high <= 1
