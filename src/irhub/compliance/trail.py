"""How the audit trail's reader is told of this room's things: see accounts/trail_names.py."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from irhub.accounts.trail_names import Namer


def _checks(numbers: Collection[str]) -> Mapping[str, str]:
    return dict.fromkeys(numbers, "Self-check")


NAMES: Mapping[str, Namer] = {"self-check": _checks}
