"""What teaches which rule, from whichever room: rooms list theirs in a module `teaches`, and a changed rule flags all of it alike.

A page of guidance teaches the rules that stand in its text, the recording of a webinar those that its session names. A room keeps with
each of its things what `held` (embedding.py) gave when somebody last checked it, and what differs from it today is what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from irhub.accounts.models import Body
from irhub.checker.book import current
from irhub.guidance.embedding import RuleChanged, changed
from irhub.web.rooms import gathered


@dataclass(frozen=True)
class Taught:
    """Something that teaches rules: what it is called, the page on which its owner checks it, and the rules as they were checked."""

    title: str
    address: str
    rules: Mapping[str, str]


@dataclass(frozen=True)
class Teaches:
    """A sort of thing that teaches rules ("Guidance", "Recording"), and those of a body that the public or its staff can see now."""

    kind: str
    of: Callable[[Body], Iterable[Taught]]
    public: Callable[[], Iterable[Taught]] = tuple
    """Those that everybody can see, with the address of everybody's page: a rule's own page lists them (checker/queries.py)."""


@dataclass(frozen=True)
class ToCheck:
    """A thing of which some rule stands otherwise than when it was last checked."""

    kind: str
    taught: Taught
    changes: tuple[RuleChanged, ...]


def changes_of(rules: Mapping[str, str], on: date | None = None) -> list[RuleChanged]:
    """Which of the rules that one thing teaches stand otherwise than they were checked, on a day; by default today."""
    return changed(rules, on or localdate(), current()) if rules else []


def to_check(body: Body, on: date | None = None) -> list[ToCheck]:
    """Everything of a body that teaches a rule which changed since it was checked, of every room, by its title."""
    book, day = current(), on or localdate()
    found = [
        ToCheck(teaches.kind, taught, tuple(changes))
        for room in gathered("teaches", "TEACHES")
        for teaches in room
        for taught in teaches.of(body)
        if (changes := changed(taught.rules, day, book))
    ]
    return sorted(found, key=lambda one: one.taught.title.casefold())
