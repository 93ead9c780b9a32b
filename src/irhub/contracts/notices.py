"""The kinds of message about the providers that a body buys from (notify/kinds.py)."""

from __future__ import annotations

from irhub.notify.kinds import Kind

CONTRACTED_PROVIDERS = Kind("contracted-providers", "What changed about the providers on your body's list")
KINDS = (CONTRACTED_PROVIDERS,)
