"""Who may open this room's pages, and their places in the menu: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from irhub.accounts.access import Rows, Rule
from irhub.accounts.roles import Role, Side

_WHO = frozenset({Role.VIEWER, Role.ANALYST, Role.REVIEWER, Role.ADMINISTRATOR})
_BUYING = Rule("watching the providers that one's body buys care from", roles=_WHO, side=Side.OVERSIGHT)

ACCESS: Mapping[str, Rule] = {
    "my-providers": _BUYING,
    "my-providers?format=csv": _BUYING,
    "my-providers-upload": _BUYING,
    "my-providers-take-back": _BUYING,
    "my-providers-alerts": _BUYING,
    "my-providers-line": replace(_BUYING, rows=Rows.OWN_BODY),
}
NAVIGATION: tuple[tuple[str, str], ...] = (("my-providers", "My providers"),)
