"""The kinds of message about notices (notify/kinds.py)."""

from __future__ import annotations

from irhub.notify.kinds import Kind

REMINDER = Kind("notice-reminder", "Notices that you have not acknowledged")
KINDS = (REMINDER,)
