"""Who may open this room's pages, and their places in the menu: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import Rule
from irhub.accounts.roles import Role, Side

_REVIEW = Rule(
    "deciding whether two records are the same organisation", roles=frozenset({Role.REVIEWER}), side=Side.OVERSIGHT
)

ACCESS: Mapping[str, Rule] = dict.fromkeys(
    ("review", "review-next", "review-pair", "review-undo", "review-blind", "review-agreement"), _REVIEW
)
NAVIGATION = (("review", "Review"),)
