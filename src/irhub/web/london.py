"""London's clocks: in them times of day are told, and days begin and end."""

from __future__ import annotations

from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
