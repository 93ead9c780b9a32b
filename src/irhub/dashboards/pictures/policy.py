"""The dated rules that a line of licences is read against: which, in a few words each. Their days are the rulebook's."""

from __future__ import annotations

from datetime import date
from string import ascii_uppercase

from irhub.checker.book import current
from irhub.dashboards.pictures.figure import Rule

RULES = {
    "ELIG-03": "care sponsors must be registered with the CQC; new care workers cannot bring family",
    "ELIG-06": "care sponsors must try displaced workers first",
    "ELIG-07": "no new care workers from abroad",
}
"""Numbers of rules that changed whom care providers may sponsor, and what each did from its first day."""


def between(first: date, last: date) -> list[Rule]:
    """Those that began within this time, in their order, lettered."""
    book = current()
    found = sorted(
        (rule.since, words, key)
        for key, words in RULES.items()
        if (rule := book.by_id.get(key)) and rule.since and first <= rule.since <= last
    )
    return [Rule(letter, on, words, key) for letter, (on, words, key) in zip(ascii_uppercase, found, strict=False)]
