"""Who may open this room's pages: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irhub.accounts.policy import ANYONE, PUBLIC, SIGNED_IN, Rows, Rule, acting_as
from irhub.home.statutory import PAGES

_HELP = Rule("what help there is, for whom and where", to=(PUBLIC,))

ACCESS: Mapping[str, Rule] = {
    "front": Rule("what the hub is, and England in three numbers", to=(PUBLIC,)),
    **dict.fromkeys(
        (page.slug for page in PAGES),
        Rule("who runs the hub, what it keeps of visitors, how to reach it", to=(ANYONE,), second_factor=False),
    ),
    "help": _HELP,
    "help-for": _HELP,
    "own": Rule("one's own place or record", to=(acting_as(rows=Rows.OWN), replace(SIGNED_IN, rows=Rows.OWN))),
    "today": Rule("what waits for oneself today", to=(acting_as(rows=Rows.OWN), replace(SIGNED_IN, rows=Rows.OWN))),
}
