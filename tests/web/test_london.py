"""What the clock in London shows is one moment, in summer and in winter."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from irhub.web.errors import ActionRefused
from irhub.web.london import moment


def test_a_time_of_the_clock_in_london_is_the_same_in_summer_and_in_winter():
    assert moment(date(2026, 3, 28), time(14)) == datetime(2026, 3, 28, 14, tzinfo=UTC)
    assert moment(date(2026, 3, 29), time(14)) == datetime(2026, 3, 29, 13, tzinfo=UTC)
    assert moment(date(2026, 10, 25), time(14)) == datetime(2026, 10, 25, 14, tzinfo=UTC)
    with pytest.raises(ActionRefused, match=r"clocks go forward on 29 March 2026: there is no 01:30"):
        moment(date(2026, 3, 29), time(1, 30))
