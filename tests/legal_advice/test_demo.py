"""The demo's lawyer offers times on whatever day it is begun."""

from __future__ import annotations

from datetime import date

from irhub.legal_advice import demo


def test_over_a_holiday_no_weekday_begins_twice(monkeypatch):
    """Else the week that the second has alone may be one in which the hub is closed, and the demo ends there."""
    offered: set[date] = set()
    monkeypatch.setattr(demo, "localdate", lambda: date(2026, 12, 23))
    monkeypatch.setattr(demo.slots, "offer_weekly", lambda **told: offered.add(told["first"]))
    demo._times(None, None)
    assert sorted(offered) == [date(2026, 12, 24), date(2026, 12, 29), date(2026, 12, 30), date(2027, 1, 4)]
