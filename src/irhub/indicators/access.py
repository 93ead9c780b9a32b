"""Who may open this room's pages, and their places in the menu: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import EVERY_ROLE, Rule

_PAGES = Rule("what deserves attention, and how that is defined", public=True, roles=EVERY_ROLE, system=True)

ACCESS: Mapping[str, Rule] = dict.fromkeys(("indicators", "indicator", "indicator?format=csv"), _PAGES)
FOOTER: tuple[tuple[str, str], ...] = (("indicators", "Indicators"),)
