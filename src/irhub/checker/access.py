"""Who may open this room's pages, and their places in the menu: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import EVERY_ROLE, Rule
from irhub.accounts.roles import Role

_RULES = Rule("the dated rules and what changes in them", public=True, roles=EVERY_ROLE, system=True)
_EDITING = Rule("proposing and deciding changes of the rules", roles=frozenset({Role.RULES_EDITOR}))
_CASES = Rule("cases that one keeps", signed_in=True)

ACCESS: Mapping[str, Rule] = {
    **dict.fromkeys(
        ("rules", "rules-changes", "rules-feed", "rules-calendar", "rules-csv", "rules-yaml", "rules-topic", "rule"), _RULES
    ),
    **dict.fromkeys(
        (
            "propose", "propose-add", "propose-read", "sources-stale", "proposals", "proposals-approved", "proposal",
            "proposal-approve", "proposal-decline", "proposal-take-back",
        ),
        _EDITING,
    ),
    **dict.fromkeys(("cases", "case", "case-save", "case-delete"), _CASES),
}  # fmt: skip
NAVIGATION: tuple[tuple[str, str], ...] = (
    ("rules", "Rules"),
    ("cases", "Kept cases"),
    ("proposals", "Proposed changes"),
)
