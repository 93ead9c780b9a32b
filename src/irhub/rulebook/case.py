"""A case: facts with dates, and how a check asks for facts and rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from irhub.questions.questionnaire import UNKNOWN
from irhub.rulebook.book import Rulebook
from irhub.rulebook.findings import Applied, Finding, Outcome, say_weekday
from irhub.rulebook.flow import Flow
from irhub.rulebook.rules import Rule
from irhub.web.saying import say_day

Fact = str | date | Decimal | int


class Unknown(Exception):
    """A check needs a fact that the case does not have; `rules` are those that could apply once it is known."""

    def __init__(self, fact: str, rules: tuple[Rule, ...] = ()) -> None:
        """Keep the fact's name and the candidate rules."""
        super().__init__(fact)
        self.fact, self.rules = fact, rules


class Case:
    """Facts about one situation, never about a named person, with the rulebook they are judged by.

    A fact is a choice (text), a date, or a number (pounds, hours, months). A fact that is absent or "unknown" is not known.
    """

    __slots__ = ("book", "facts", "flow")

    def __init__(self, flow: Flow, facts: Mapping[str, Any], book: Rulebook) -> None:
        """Put facts, wording and rules together."""
        self.flow, self.book = flow, book
        self.facts = {key: value for key, value in facts.items() if value is not None and value != UNKNOWN}

    def choice(self, key: str) -> str:
        """A chosen answer. Raises Unknown."""
        return str(self._fact(key))

    def day(self, key: str) -> date:
        """A date. Raises Unknown."""
        value = self._fact(key)
        assert isinstance(value, date), key
        return value

    def number(self, key: str) -> Decimal:
        """A number. Raises Unknown."""
        return Decimal(self._fact(key))

    def has(self, key: str, *values: str) -> bool:
        """Whether a fact is known; with values, whether it is one of them."""
        return self.facts.get(key) in values if values else key in self.facts

    def _fact(self, key: str) -> Any:
        return self.facts[key] if key in self.facts else self._missing(key)

    def holds(self, topic: str, scope: str = "all") -> bool:
        """Whether this edition of the rulebook has rules on a topic; an earlier one may not."""
        return (topic, scope) in self.book.lines

    @staticmethod
    def _missing(key: str, rules: tuple[Rule, ...] = ()) -> NoReturn:
        raise Unknown(key, rules)

    def rule(
        self, topic: str, scope: str = "all", *, by: str = "", day: date | None = None, words: str = ""
    ) -> Applied:
        """The rule of a topic and scope, selected by the day that its basis names.

        `by` names another fact whose day selects it; `day` gives a day that was worked out, and `words` says which. Raises
        Unknown if the case does not have the day. If no rule is held for it, the nearest one comes, marked so.
        """
        line = self.book.lines.get((topic, scope))
        if line is None:  # an earlier edition of the rulebook did not have the topic yet
            self._missing(f"rule: {self.book.topics[topic].title}")
        if day is None:
            fact = by or line[0].basis.fact
            if fact not in self.facts:
                self._missing(fact, tuple(line))
            day = self.facts[fact]
            words = f"the day given for “{self.flow.labels[by]}”" if by else ""
        found = self.book.rule(topic, scope, day)
        if found:
            return Applied(found, day, words=words)
        return Applied(self.book.nearest(topic, scope, day), day, held=False, words=words)

    def say(
        self,
        code: str,
        *applied: Applied,
        compared: Iterable[str] = (),
        counted: tuple[date, ...] = (),
        due: date | None = None,
        **gaps: object,
    ) -> Finding:
        """A finding in the words that the flow holds for `code`. A doubtful rule makes it "not settled", in the rule's words."""
        wording = self.flow.says[code]
        doubtful = [each for each in applied if each.doubt]
        if doubtful:
            says = " ".join(
                each.rule.says if each.held else f"The nearest rule that we hold says: {each.rule.says}"
                for each in doubtful
            )
            title = self.book.topics[doubtful[0].rule.topic].title
            short = wording.open or f"“{title}”"
            return Finding(code, Outcome.NOT_SETTLED, title, says, applied, decides=wording.decides, short=short)
        filled = {name: say_day(gap) if isinstance(gap, date) else str(gap) for name, gap in gaps.items()}
        if due:
            filled["due"] = say_weekday(due)
        told = {
            name: getattr(wording, name).format(rule=applied[0].rule.says, **filled)
            for name in ("title", "says", "short", "step")
        }
        return Finding(
            code, wording.outcome, told["title"], told["says"], applied, tuple(compared), counted, due, wording.decides,
            told["short"], told["step"], filled,
        )  # fmt: skip
