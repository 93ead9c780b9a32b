"""A checker as data: its questions, when each is asked, and the words of every answer it can give."""

from __future__ import annotations

from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic import Field

from irhub.questions import engine, questionnaire
from irhub.questions.proof import unsound
from irhub.questions.questionnaire import Answers, Frozen
from irhub.rulebook.book import Rulebook
from irhub.rulebook.findings import Outcome, Tone, Verdict
from irhub.rulebook.rules import Value
from irhub.web.yaml_files import Unsound, read_yaml

FLOWS = Path(__file__).parent / "flows"


class RuleCondition(Frozen):
    """Holds if the rule of a topic and scope, on the day of its basis, has a value."""

    topic: str
    scope: str = "all"
    value: Value


class Question(questionnaire.Question):
    """A question of a checker: one page, and the fact it asks for.

    Besides what any question holds: `when_rule` adds a condition on a dated rule, so that no date stands in a flow. The options can be the
    scopes of a topic, which a rulebook brings (`of`).
    """

    options_from: str = ""  # a topic whose scopes are offered
    other: dict[str, str] = {}  # options after those of `options_from`
    when_rule: RuleCondition | None = None
    lookup: bool = False  # the answer can be looked up in the registers that the hub holds
    decides: bool = True  # false where the answer matters only for what is said beside the answer

    @property
    def offered(self) -> frozenset[str] | None:
        """The answers of which conditions can tell; None if a rulebook brings some of them."""
        return None if self.options_from else super().offered

    @property
    def conditional(self) -> bool:
        """Whether it may be that it is not asked."""
        return super().conditional or self.when_rule is not None

    def asked_by(self, answers: Answers, book: Rulebook) -> bool:
        """Whether it is asked, given the answers before it and the rules that apply on their days."""
        if not self.asked(answers):
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

    def of(self, book: Rulebook) -> Question:
        """The question with all its options."""
        return self.model_copy(update={"options": self.choices(book)}) if self.options_from else self


class Wording(Frozen):
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


class Template(Frozen):
    """One sentence that can answer the question: when it does, how it is shown, and on which findings it rests.

    It fits if the facts are among those in `when`, the verdict is among those in `verdict`, and all of its {gaps} can be filled:
    `{report_by.due}` only if that was found and is settled. `by` names the findings it rests on; by default those that make the verdict.
    """

    says: str
    when: dict[str, tuple[str, ...]] = {}
    verdict: tuple[Verdict, ...] = ()
    tone: Tone | None = None  # by default the verdict
    by: tuple[str, ...] = ()


class Flow(Frozen):
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

    def asked(self, answers: Answers, book: Rulebook) -> list[Question]:
        """The questions that these answers lead to, in order, answered or not."""
        return engine.asked(self.questions, answers, lambda question, before: question.asked_by(before, book))

    def next(self, answers: Answers, book: Rulebook) -> Question | None:
        """The first question asked and not yet answered; None when all are."""
        return engine.next_open(self.questions, answers, lambda question, before: question.asked_by(before, book))

    def kept(self, answers: Answers, book: Rulebook) -> dict[str, Any]:
        """The answers to questions that are still asked, in order; after a change the others fall away."""
        return engine.standing(self.questions, answers, lambda question, before: question.asked_by(before, book))


@cache
def flows() -> dict[str, Flow]:
    """Every checker by name, in the order in which they are offered. Raises Unsound with a sentence for each fault of their questions."""
    read = [Flow.model_validate({"name": path.stem[2:], **read_yaml(path)}) for path in sorted(FLOWS.glob("*.yaml"))]
    wrong = [f"{flow.name}: {fault}" for flow in read for fault in unsound(flow.questions)]
    if wrong:
        raise Unsound("\n".join(wrong))
    return {flow.name: flow for flow in read}
