"""What this room keeps sealed: see accounts/keys.py."""

from __future__ import annotations

from irhub.accounts.second_steps import renew

RENEW = (renew,)
