"""The dated rules that a session teaches, as its host names them, and as they stood on the day of its law."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from irhub.checker.book import current
from irhub.guidance.embedding import held
from irhub.web.errors import ActionRefused

FIELD = "teaches"


def rules_on(ids: Iterable[str], day: date) -> dict[str, str]:
    """By line of rules ("salary_floor/all"), the rule and version in force on a day; blank where none is.

    `ids`: of rules of the rulebook, such as SAL-04. Raises ActionRefused for one that the rulebook does not have.
    """
    book = current()
    known = {rule.id: rule for rule in book.every}
    missing = [each for each in ids if each not in known]
    if missing:
        raise ActionRefused(f"The rulebook has no rule {', '.join(missing)}. Write ids such as {min(known)}.", FIELD)
    lines = dict.fromkeys(f"{known[each].topic}/{known[each].scope}" for each in ids)
    return held(lines, day, book)


def ids_in(text: str) -> list[str]:
    """The ids of rules that somebody wrote, with commas or spaces between, each once."""
    return list(dict.fromkeys(filter(None, re.split(r"[,;\s]+", text))))


def ids_of(rules: dict[str, str]) -> list[str]:
    """The ids of the rules that a session teaches, as they stood on the day of its law."""
    return [name.partition(" version ")[0] for name in rules.values() if name]
