"""Who may open this room's pages, and their places in the menu: see accounts/access.py."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.accounts.access import Rule

ACCESS: Mapping[str, Rule] = {}
NAVIGATION: tuple[tuple[str, str], ...] = ()
