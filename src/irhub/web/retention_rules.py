"""How long what people wrote in the hub, and what it holds about them, is kept: what a room says of it in its module `retention`
(`RULES`), and all of it. accounts/retention.py carries it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from irhub.web.rooms import gathered

SIX_YEARS = 6 * 365 + 2
"""Days for which what was decided about a provider can come before a court (Limitation Act 1980, section 5)."""


@dataclass(frozen=True)
class RetentionRule:
    """What is not kept for ever: its name, after how many days what is done, and what does it (returns how many)."""

    name: str
    days: int
    what: str
    does: Callable[[datetime], int]


def removes(model: type[Model], over: Callable[[datetime], Q]) -> Callable[[datetime], int]:
    """What removes the rows of a table for which `over` holds, and tells how many. What hangs on them goes too."""

    def does(before: datetime) -> int:
        gone: dict[str, Any] = model._default_manager.filter(over(before)).delete()[1]
        return int(gone.get(model._meta.label, 0))

    return does


def retention_rules() -> tuple[RetentionRule, ...]:
    """The rules of every room, in the order of the rooms."""
    return tuple(rule for room in gathered("retention", "RULES") for rule in room)
