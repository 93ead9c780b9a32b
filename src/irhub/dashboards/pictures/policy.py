"""The dated rules that a line of licences is read against: which, in a few words each. Their days are the rulebook's."""

from __future__ import annotations

from datetime import date
from string import ascii_uppercase

from irhub.checker.book import current
from irhub.dashboards.pictures.figure import Rule, day

RULES = {
    "ELIG-03": "care sponsors must be registered with the CQC",
    "ELIG-04": "new care workers cannot bring a partner or children",
    "ELIG-06": "care sponsors had to try displaced workers first",
    "ELIG-07": "no new care workers from abroad",
}
"""Numbers of rules that changed whom care providers may sponsor, and what each did from its first day."""


def between(first: date, last: date) -> list[Rule]:
    """Those that began within this time, in their order; each day has a letter. What ended tells until when it held."""
    book = current()
    found = sorted(
        (rule.since, key, words + (f", until {day(rule.until)}" if rule.until else ""))
        for key, words in RULES.items()
        if (rule := book.by_id.get(key)) and rule.since and first <= rule.since <= last
    )
    letters = dict(zip(dict.fromkeys(on for on, _, _ in found), ascii_uppercase, strict=False))
    return [Rule(letters[on], on, words, key) for on, key, words in found]
