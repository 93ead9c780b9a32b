"""Who may open this room's pages, and their places in the menu: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irhub.accounts.access import Rows, Rule
from irhub.accounts.roles import Role, Side

_PLANNING = Rule(
    "planning for the loss of a provider's sponsor licence",
    roles=frozenset({Role.VIEWER, Role.ANALYST, Role.REVIEWER, Role.ADMINISTRATOR}),
    side=Side.OVERSIGHT,
)

ACCESS: Mapping[str, Rule] = {
    "what-if": _PLANNING,
    "plan-open": _PLANNING,
    "plans": _PLANNING,
    **dict.fromkeys(
        ("plan", "plan-add", "plan-close", "plan-reopen", "plan-step"), replace(_PLANNING, rows=Rows.OWN_BODY)
    ),
}
NAVIGATION: tuple[tuple[str, str], ...] = ()
FOOTER = (("plans", "Continuity plans"),)
