"""The kinds of message about the rulebook (notify/kinds.py)."""

from __future__ import annotations

from datetime import timedelta

from irhub.notify.kinds import Kind

STALE_SOURCES = Kind(
    "stale-sources", "Rules whose sources are due to be read again", of_use=timedelta(days=14), route="sources-stale"
)
KINDS = (STALE_SOURCES,)
