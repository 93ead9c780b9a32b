"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irhub.accounts.policy import PUBLIC, SIGNED_IN, Rows, Rule, acting_as

_HELP = Rule("what help there is, for whom and where", to=(PUBLIC,))

ACCESS: Mapping[str, Rule] = {
    "help": _HELP,
    "help-for": _HELP,
    "today": Rule("what waits for oneself today", to=(acting_as(rows=Rows.OWN), replace(SIGNED_IN, rows=Rows.OWN))),
}
