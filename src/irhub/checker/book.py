"""The rulebook as it stands: the shipped files with every approved change on top. Every page, command and API asks here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from irhub.checker.kinds import State
from irhub.checker.models import Proposal
from irhub.rulebook.book import Rulebook
from irhub.rulebook.changing import SetAside, with_changes
from irhub.rulebook.loading import rulebook
from irhub.rulebook.rules import Edition

_Key = tuple[tuple[int, str], ...]


def current() -> Rulebook:
    """The rulebook with every change that was approved by now. One small query tells whether the one at hand is still it."""
    return _combined(_approved())[0]


def set_aside() -> tuple[SetAside, ...]:
    """Approved changes that the shipped rulebook, since renewed, can no longer take: nothing is computed with them."""
    return _combined(_approved())[1]


def _approved() -> _Key:
    """What was approved, as a key of the cache: it only grows, and a row once approved is never changed."""
    rows = Proposal.objects.filter(state=State.APPROVED).order_by("edition_day", "edition_number")
    return tuple((pk, str(at)) for pk, at in rows.values_list("pk", "decided_at"))


@lru_cache(maxsize=4)
def _combined(approved: _Key) -> tuple[Rulebook, tuple[SetAside, ...]]:
    if not approved:
        return rulebook(), ()
    rows = Proposal.objects.filter(pk__in=[pk for pk, _ in approved])
    book, aside = with_changes(rulebook(), _texts(rows))
    return book, tuple(aside)


def _texts(rows: Iterable[Proposal]) -> list[tuple[Edition, str]]:
    return sorted((row.edition, row.document) for row in rows if row.edition)
