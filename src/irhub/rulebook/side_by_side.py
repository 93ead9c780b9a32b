"""Two answers, or the rules of two days or editions, side by side: what differs first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from irhub.rulebook.book import Rulebook
from irhub.rulebook.findings import Finding, Result
from irhub.rulebook.rules import Rule, Topic


@dataclass(frozen=True)
class Pair:
    """One thing as both sides tell it, in words; a side that does not tell it is blank."""

    title: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether the sides tell it otherwise."""
        return self.left != self.right


@dataclass(frozen=True)
class RulePair:
    """The rule of a topic and scope on both sides; None where a side holds none."""

    topic: Topic
    scope: str
    left: Rule | None
    right: Rule | None


def answers_paired(left: Result, right: Result) -> list[Pair]:
    """The findings and needs of two results to the same question: those that differ first, else in the order of the checks."""
    told_left, told_right = _told(left), _told(right)
    keys = list(dict.fromkeys((*told_left, *told_right)))
    pairs = [_pair(told_left.get(key), told_right.get(key)) for key in keys]
    return sorted(pairs, key=lambda pair: not pair.differs)


def facts_paired(left: Mapping[str, str], right: Mapping[str, str]) -> list[Pair]:
    """The facts of two cases in words, by label: those that differ first."""
    pairs = [Pair(label, left.get(label, ""), right.get(label, "")) for label in dict.fromkeys((*left, *right))]
    return sorted(pairs, key=lambda pair: not pair.differs)


def _pair(left: tuple[str, str] | None, right: tuple[str, str] | None) -> Pair:
    titles = dict.fromkeys(told[0] for told in (left, right) if told)
    return Pair(" / ".join(titles), left[1] if left else "", right[1] if right else "")


def _told(result: Result) -> dict[tuple[str, int], tuple[str, str]]:
    """What a result tells: title and words, by the code of the finding and how often it came before."""
    seen: Counter[str] = Counter()
    told = {}
    for finding in result.findings:
        told[finding.code, seen[finding.code]] = (finding.title, _words(finding))
        seen[finding.code] += 1
    for need in result.needs:
        told[f"need {need.fact}", 0] = (need.purpose, "More must be known to answer.")
    return told


def _words(finding: Finding) -> str:
    return " ".join((f"{finding.outcome.capitalize()}.", finding.sentence, *finding.compared))


def rules_paired(left: tuple[Rulebook, date], right: tuple[Rulebook, date]) -> tuple[list[RulePair], int]:
    """The rules of two sides, each a day in an edition, that say something else; and how many say the same.

    That another version of a rule stands is no difference as long as it says the same.
    """
    lines = dict.fromkeys((*left[0].lines, *right[0].lines))
    pairs = []
    same = 0
    for name, scope in lines:
        held = [_in_force(book, name, scope, day) for book, day in (left, right)]
        if _said(held[0]) != _said(held[1]):
            pairs.append(RulePair(right[0].topics[name], scope, *held))
        else:
            same += held[0] is not None
    return sorted(pairs, key=lambda pair: (pair.topic.subject, pair.topic.name, pair.scope)), same


def _in_force(book: Rulebook, topic: str, scope: str, day: date) -> Rule | None:
    return book.rule(topic, scope, day) if (topic, scope) in book.lines else None


def _said(rule: Rule | None) -> object:
    return rule and rule.model_dump(exclude={"recorded", "turn", "version", "sources"})
