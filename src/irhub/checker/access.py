"""Who may open this room's pages, and their places in the menu: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import EVERY_ROLE, Rule

# Rules are public information and a checker keeps nothing: nobody, least of all a worker, should need an account to ask.
_CHECKERS = Rule("checking a case against the rules", anyone=True, second_factor=False)

ACCESS: Mapping[str, Rule] = {
    "checkers": _CHECKERS,
    "checker": _CHECKERS,
    "checker-question": _CHECKERS,
    "checker-result": _CHECKERS,
    "checker-file": _CHECKERS,
    "checker-employer": Rule("looking an employer up in the registers", public=True, roles=EVERY_ROLE, system=True),
}
NAVIGATION: tuple[tuple[str, str], ...] = (("checkers", "Check a rule"),)
