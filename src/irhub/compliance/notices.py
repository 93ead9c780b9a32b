"""The kinds of message about self-checks (notify/kinds.py)."""

from __future__ import annotations

from irhub.notify.kinds import Kind

REMINDER = Kind("self-check-reminder", "Reminders of actions of a self-check", route="self-check")
KINDS = (REMINDER,)
