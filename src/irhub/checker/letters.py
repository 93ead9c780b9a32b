"""By when a letter about a licence is answered or paid: the rulebook's own answer, which rooms share. They hold no number of days of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from irhub.checker.book import current
from irhub.rulebook.book import Rulebook
from irhub.rulebook.engine import evaluate

Letter = Literal["suspension", "downgrade", "action_plan"]
_CODES = {"suspension": "suspension_by", "downgrade": "downgrade_by", "action_plan": "plan_pay_by"}


@dataclass(frozen=True)
class LetterDue:
    """The last day to answer a letter, or to pay, and the sentence of the rulebook that says so, with how it was counted. `due`: None where the
    rulebook holds no settled rule for the day: `says` tells what it holds."""

    due: date | None
    says: str
    counted: tuple[str, ...] = ()


def letter_due(letter_on: date, what: Letter = "suspension", book: Rulebook | None = None) -> LetterDue:
    """By when a letter of a day is answered, by the rulebook. `what`: what the letter does."""
    return _letter_due(letter_on, what, book or current())


@cache
def _letter_due(letter_on: date, what: Letter, book: Rulebook) -> LetterDue:
    found = evaluate("report", {"what": what, "letter": letter_on}, book=book).findings
    told = next(finding for finding in found if finding.code == _CODES[what])
    return LetterDue(told.due, told.sentence, tuple(told.compared))
