"""What joining registers holds about people: who decided. See web/held_tables.py."""

from __future__ import annotations

from irhub.organisations.models import (
    CompanyLink,
    Decision,
    Link,
    Member,
    Move,
    Namesake,
    Organisation,
    ProviderInCouncil,
    SearchMade,
    SearchName,
    SearchWord,
)
from irhub.web.held_tables import Held

HELD = (Held(Decision, ("verdict", "body", "role", "at", "why"), emails=("who",)),)
NOBODY = {
    "made of the registers, whose rows are told, and of those decisions": (
        Organisation, Member, Link, Namesake, CompanyLink, Move, SearchName, SearchWord, SearchMade, ProviderInCouncil,
    ),
}  # fmt: skip
