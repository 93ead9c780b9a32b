"""The kinds of message about guidance (notify/kinds.py)."""

from __future__ import annotations

from datetime import timedelta

from irhub.notify.kinds import Kind

REVIEW = Kind("guidance-review", "Guidance that is to be read again", of_use=timedelta(days=14), route="guidance-desk")
RULE_CHANGED = Kind(
    "guidance-rule-changed", "Guidance in which a rule changed", of_use=timedelta(days=14), route="guidance-desk"
)
KINDS = (REVIEW, RULE_CHANGED)
