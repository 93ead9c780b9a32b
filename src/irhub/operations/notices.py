"""The kinds of message to those who run the site (notify/kinds.py)."""

from __future__ import annotations

from datetime import timedelta

from irhub.notify.kinds import Kind

ALERT = Kind(
    "operators-alert", "What is wrong with the site, to its operators", of_use=timedelta(days=1), route="operations"
)
KINDS = (ALERT,)
