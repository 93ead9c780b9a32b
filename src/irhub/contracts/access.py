"""Who may open this room's pages, and their places in the menu: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import Rule
from irhub.accounts.roles import Role

_BUYING = Rule(
    "watching the providers that one's body buys care from",
    roles=frozenset({Role.VIEWER, Role.ANALYST, Role.REVIEWER, Role.ADMINISTRATOR}),
)

ACCESS: Mapping[str, Rule] = dict.fromkeys(
    ("my-providers", "my-providers-upload", "my-providers-take-back", "my-providers-line", "my-providers-alerts"),
    _BUYING,
)
NAVIGATION: tuple[tuple[str, str], ...] = (("my-providers", "My providers"),)
