"""What this room keeps sealed: see accounts/keys.py."""

from __future__ import annotations

from irhub.grants.bank_details import renew_numbers

RENEW = (renew_numbers,)
