"""What indicators hold about people, which is nothing of their own: see web/held_tables.py."""

from __future__ import annotations

from irhub.indicators.models import Owned, PastDay, Signal

NOBODY = {"made of the registers, whose rows are told": (Signal, PastDay, Owned)}
