"""Boxes in which is looked for who is near: what they cover stays covered, and nothing in them is found twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from irhub.continuity.near import _apart, _box, _touch

POINTS = st.lists(st.tuples(st.floats(49.9, 55.8), st.floats(-6.4, 1.8)), max_size=20)


@given(POINTS, st.sampled_from([1, 5, 20]))
def test_boxes_that_touch_become_one_that_covers_both(points, miles):
    boxes = [_box(north, east, miles) for north, east in points]
    apart = _apart(boxes)
    for south, north, west, east in boxes:
        assert any(s <= south and north <= n and w <= west and east <= e for s, n, w, e in apart)
    assert not any(_touch(one, other) for number, one in enumerate(apart) for other in apart[:number])
