"""Who may open this room's pages, and their places in the menu: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import EVERY_ROLE, Rule
from irhub.accounts.roles import Role

# Rules are public information and a checker keeps nothing: nobody, least of all a worker, should need an account to ask.
_CHECKERS = Rule("checking a case against the rules", anyone=True, second_factor=False)
_RULES = Rule("the dated rules and what changes in them", public=True, roles=EVERY_ROLE, system=True)
_EDITING = Rule("proposing and deciding changes of the rules", roles=frozenset({Role.RULES_EDITOR}))
_CASES = Rule("cases that one keeps", signed_in=True)

ACCESS: Mapping[str, Rule] = {
    **dict.fromkeys(
        ("rules", "rules-changes", "rules-compare", "rules-feed", "rules-calendar", "rules-csv", "rules-yaml", "rules-json", "rules-schema", "rules-topic", "rule"), _RULES
    ),
    **dict.fromkeys(
        (
            "propose", "propose-add", "propose-read", "sources-stale", "proposals", "proposals-approved", "proposal",
            "proposal-approve", "proposal-decline", "proposal-take-back",
        ),
        _EDITING,
    ),
    **dict.fromkeys(("cases", "case", "case-save", "case-delete"), _CASES),
    **dict.fromkeys(("checkers", "checker", "checker-question", "checker-result", "checker-file", "checker-compare"), _CHECKERS),
    "checker-employer": Rule("looking an employer up in the registers", public=True, roles=EVERY_ROLE, system=True),
}  # fmt: skip
NAVIGATION: tuple[tuple[str, str], ...] = (("checkers", "Check a rule"),)
FOOTER: tuple[tuple[str, str], ...] = (("rules", "Rules"),)
