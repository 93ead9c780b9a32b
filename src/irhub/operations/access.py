"""Who may open this room's pages, and their places in the menu: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import Rule

_OPERATOR = Rule("how the site runs", system=True)

ACCESS: Mapping[str, Rule] = {
    "healthz": Rule("machines: whether this process answers", anyone=True, second_factor=False),
    "readyz": Rule("machines: whether the site can do its work", anyone=True, second_factor=False),
    "metrics": Rule(
        "machines with a token, or of a network, that the operator named", anyone=True, second_factor=False
    ),
    "operations": _OPERATOR,
    "job": _OPERATOR,
    "job-run": Rule("running a job of the site now", system=True),
}
NAVIGATION: tuple[tuple[str, str], ...] = (("operations", "Operations"),)
