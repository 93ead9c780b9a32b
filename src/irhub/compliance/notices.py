"""The kinds of message about self-checks (notify/kinds.py)."""

from __future__ import annotations

from irhub.notify.kinds import Kind

REMINDER = Kind("self-check-reminder", "Reminders of actions of a self-check", route="self-check")
LET_IN = Kind("self-check-let-in", "What providers let you read of their own assessments", route="let-in")
LEVEL = Kind("self-check-level", "Whether your published level of the standards still stands", route="standards")
KINDS = (REMINDER, LET_IN, LEVEL)
