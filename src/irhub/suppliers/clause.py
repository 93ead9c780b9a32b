"""A repayment clause, item by item: what the law and the sponsor rules say, and apart from it what the Code says, and what is owed by month.

Plain functions over the rulebook: nothing is kept. It never says that a clause is lawful. No Django.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from irhub.questions.questionnaire import Frozen
from irhub.rulebook.book import Rulebook
from irhub.rulebook.rules import Rule
from irhub.web.yaml_files import read_yaml

PENNY = Decimal("0.01")
MOST_MONTHS = 60


class Side(StrEnum):
    """Who says it."""

    LAW = "law"
    CODE = "code"


class Verdict(StrEnum):
    """What comes of an item."""

    NEVER = "May never be asked back"
    CLAUSE = "Only under a fair clause"
    NOT_SETTLED = "Not settled: ask the helpline"
    NO_RULE = "No rule that we hold forbids it"


class Item(Frozen):
    """A cost, and the line of rules that decides about it. `day`: which day decides: that on which money is taken, or of a document."""

    key: str
    title: str
    side: Side
    topic: str
    scope: str
    day: Literal["taken", "certificate", "licence"]


@dataclass(frozen=True)
class Judged:
    """An item of a clause. `rule`: what decides, None where we hold none of that day; `owed`: pounds by month, of what a clause may ask back."""

    item: Item
    amount: Decimal
    verdict: Verdict
    rule: Rule | None
    owed: tuple[tuple[int, Decimal], ...]


@cache
def items() -> tuple[Item, ...]:
    """The costs that are checked."""
    return tuple(Item.model_validate(told) for told in _data()["items"])


def principles(book: Rulebook, day: date) -> list[Rule]:
    """What the Code asks of a repayment clause on a day."""
    found = (book.rule("repayment_clause", str(scope), day) for scope in _data()["principles"])
    return [rule for rule in found if rule is not None]


def judged(book: Rulebook, amounts: Mapping[str, Decimal], days: Mapping[str, date], months: int) -> list[Judged]:
    """What comes of each item that is asked back. `amounts`: pounds by key; `days`: the deciding days (Item.day); `months`: after how many
    nothing is owed any more, 0 where the sum does not fall."""
    return [_judged(book, item, amounts[item.key], days[item.day], months) for item in items() if amounts.get(item.key)]


def owed_by_month(amount: Decimal, months: int) -> tuple[tuple[int, Decimal], ...]:
    """What is owed after each whole month, down to the penny; of a sum that does not fall, all of it at once."""
    if months <= 0:
        return ((0, amount),)
    step = [(month, amount * (months - month) / months) for month in range(months + 1)]
    return tuple((month, left.quantize(PENNY, ROUND_DOWN)) for month, left in step)


def _judged(book: Rulebook, item: Item, amount: Decimal, day: date, months: int) -> Judged:
    rule = book.rule(item.topic, item.scope, day)
    if rule is None:
        return Judged(item, amount, Verdict.NO_RULE, None, ())
    forbids = rule.value is False or rule.value == "not to be recovered"
    if not rule.certainty.answers and not forbids:
        return Judged(item, amount, Verdict.NOT_SETTLED, rule, ())
    if forbids:
        return Judged(item, amount, Verdict.NEVER, rule, ())
    return Judged(item, amount, Verdict.CLAUSE, rule, owed_by_month(amount, months))


@cache
def _data() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = read_yaml(Path(__file__).parent / "clause.yaml")
    return found
