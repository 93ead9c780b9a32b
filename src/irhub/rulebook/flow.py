"""A checker as data: its questions, when each is asked, and the words of every answer it can give."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from irhub.rulebook.book import Rulebook
from irhub.rulebook.findings import Outcome, Tone, Verdict
from irhub.rulebook.loading import read_yaml
from irhub.rulebook.rules import Value

FLOWS = Path(__file__).parent / "flows"
UNKNOWN = "unknown"
"""The answer of a person who does not know."""
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2040, 12, 31)
"""The days that can be asked about; the calendar of working days reaches beyond both."""


class Kind(StrEnum):
    """What an answer is."""

    CHOICE = "choice"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"  # may have decimals
    WHOLE = "whole number"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RuleCondition(_Frozen):
    """Holds if the rule of a topic and scope, on the day of its basis, has a value."""

    topic: str
    scope: str = "all"
    value: Value


class Question(_Frozen):
    """One page: the fact it asks for, in which words, and when it is asked.

    `when` names earlier answers: each must be one of those listed, and none of those in `unless`. `when_rule` adds a condition on a dated rule, so that no
    date stands in a flow. `unknown` is the label of "I do not know", if that is offered.
    """

    key: str
    kind: Kind
    title: str
    label: str
    hint: str = ""
    options: dict[str, str] = {}
    options_from: str = ""  # a topic whose scopes are offered
    other: dict[str, str] = {}  # options after those of `options_from`
    when: dict[str, tuple[str, ...]] = {}
    unless: dict[str, tuple[str, ...]] = {}
    when_rule: RuleCondition | None = None
    unknown: str = ""
    unit: str = ""
    not_before: str = ""  # an earlier question whose date this one must not come before
    lookup: bool = False  # the answer can be looked up in the registers that the hub holds
    most: int = 10_000_000
    least: int = 0
    decides: bool = True  # false where the answer matters only for what is said beside the answer

    def asked(self, answers: Mapping[str, Any], book: Rulebook) -> bool:
        """Whether the question is asked, given the answers before it."""
        if any(answers.get(key) not in allowed for key, allowed in self.when.items()):
            return False
        if any(answers.get(key) in barred for key, barred in self.unless.items()):
            return False
        if self.when_rule is None:
            return True
        day = answers.get(book.topics[self.when_rule.topic].basis.fact)
        line = (self.when_rule.topic, self.when_rule.scope)
        rule = book.rule(*line, day) if isinstance(day, date) and line in book.lines else None
        return rule is not None and rule.value == self.when_rule.value

    def choices(self, book: Rulebook) -> dict[str, str]:
        """The options of a choice: value and label, in order."""
        listed = book.topics[self.options_from].scopes if self.options_from else {}
        return {**listed, **self.other, **self.options}


class Wording(_Frozen):
    """One thing a checker can say: what it answers, its heading, and a sentence with {gaps}.

    `decides` is false for what is said beside the answer: it never changes the verdict, settled or not. `short` is the same in a few
    words, for the one sentence of the answer, `open` what is open where its rule is not settled, and `step` what follows from it.
    """

    outcome: Outcome
    decides: bool = True
    title: str
    says: str
    short: str = ""
    open: str = ""
    step: str = ""


class Template(_Frozen):
    """One sentence that can answer the question: when it does, how it is shown, and on which findings it rests.

    It fits if the facts are among those in `when`, the verdict is among those in `verdict`, and all of its {gaps} can be filled:
    `{report_by.due}` only if that was found and is settled. `by` names the findings it rests on; by default those that make the verdict.
    """

    says: str
    when: dict[str, tuple[str, ...]] = {}
    verdict: tuple[Verdict, ...] = ()
    tone: Tone | None = None  # by default the verdict
    by: tuple[str, ...] = ()


class Flow(_Frozen):
    """A checker: its title, its questions in order, its answers, and the words of everything it can say.

    `lead` says whom it is for, `tells` what the answer holds, and `to_hand` what a person needs to answer. Of `answers`, the first that
    fits is given; `phrases` are parts of its sentence, each left out where one of its own gaps cannot be filled.
    """

    name: str
    title: str
    lead: str
    tells: tuple[str, ...] = Field(min_length=1)
    to_hand: tuple[str, ...] = Field(min_length=1)
    questions: tuple[Question, ...]
    phrases: dict[str, str] = {}
    answers: dict[str, Template] = Field(min_length=1)
    says: dict[str, Wording] = Field(min_length=1)

    @cached_property
    def labels(self) -> dict[str, str]:
        """The short label of each question."""
        return {question.key: question.label for question in self.questions}

    @cached_property
    def beside(self) -> frozenset[str]:
        """The facts that matter only for what is said beside the answer."""
        return frozenset(question.key for question in self.questions if not question.decides)

    def asked(self, answers: Mapping[str, Any], book: Rulebook) -> list[Question]:
        """The questions that these answers lead to, in order, answered or not."""
        return [question for question in self.questions if question.asked(answers, book)]

    def next(self, answers: Mapping[str, Any], book: Rulebook) -> Question | None:
        """The first question asked and not yet answered; None when all are."""
        return next((each for each in self.questions if each.key not in answers and each.asked(answers, book)), None)

    def kept(self, answers: Mapping[str, Any], book: Rulebook) -> dict[str, Any]:
        """The answers to questions that are still asked, in order; after a change the others fall away."""
        kept: dict[str, Any] = {}
        for question in self.questions:
            if question.key in answers and question.asked(kept, book):
                kept[question.key] = answers[question.key]
        return kept


@cache
def flows() -> dict[str, Flow]:
    """Every checker by name, in the order in which they are offered."""
    read = (Flow.model_validate({"name": path.stem[2:], **read_yaml(path)}) for path in sorted(FLOWS.glob("*.yaml")))
    return {flow.name: flow for flow in read}
