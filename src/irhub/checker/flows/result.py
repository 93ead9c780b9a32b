"""What the page of a result shows: findings in groups, the most pressing first, and whether newer rules answer otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from irhub.checker.flows.address import Walk, walk
from irhub.rulebook.book import Rulebook
from irhub.rulebook.engine import evaluate
from irhub.rulebook.findings import Finding, Need, Outcome, Result
from irhub.rulebook.flow import Question
from irhub.rulebook.rules import Edition
from irhub.web.saying import say_day


@dataclass(frozen=True)
class Group:
    """Findings of one kind under one heading. `opened`: their evidence is shown without being asked for."""

    name: str
    title: str
    lead: str
    findings: tuple[Finding, ...]
    opened: bool


@dataclass(frozen=True)
class Missing:
    """A fact that is needed: what for, and the question that asks for it; None if no answer could give it."""

    need: Need
    question: Question | None


@dataclass(frozen=True)
class Newer:
    """How the newest edition of the rulebook answers the same case: the edition, its answer, and the headings that differ.

    `answer` is None if the newest edition asks something more.
    """

    edition: Edition
    query: str
    answer: str | None
    titles: tuple[str, ...]


_MOST_OPENED = 4
_GROUPS: tuple[tuple[str, str, str, Callable[[Finding], bool], bool], ...] = (
    (
        "doubt",
        "Not settled",
        "We give no answer here, because our sources disagree or do not settle it.",
        lambda f: f.outcome is Outcome.NOT_SETTLED,
        True,
    ),
    ("due", "Other dates", "In the order of the days.", lambda f: f.due is not None, True),
    ("applies", "What else applies", "", lambda f: f.outcome is Outcome.APPLIES, True),
    ("met", "Also met", "", lambda f: f.outcome is Outcome.MET, False),
    ("know", "Good to know", "", lambda f: True, False),
)
"""What does not decide, by kind."""


def judged(at: Walk) -> Result:
    """The result of a walk, by the edition of the rulebook that it is bound to."""
    return evaluate(at.flow.name, at.answers, book=at.book)


def edition_words(edition: Edition) -> str:
    """An edition in words: 24 November 2026, change 2 of that day."""
    return say_day(edition.day) + (f", change {edition.number} of that day" if edition.number else "")


def groups(result: Result) -> list[Group]:
    """The findings in groups: what decides first, then each in the first group that takes it, dated ones in the order of their days."""
    deciding = list(result.answer.decided_by)
    left = [finding for finding in result.findings if finding not in deciding]
    found = (
        [Group("decides", "What decides it", "", _by_day(deciding), len(deciding) <= _MOST_OPENED)] if deciding else []
    )
    for name, title, lead, takes, opened in _GROUPS:
        taken = [finding for finding in left if takes(finding)]
        left = [finding for finding in left if finding not in taken]
        if taken:
            found.append(Group(name, title, lead, _by_day(taken), opened))
    return found


def _by_day(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.due or date.max))


def next_steps(result: Result) -> list[str]:
    """What follows from the answer, and where its rules can be checked that are only reported."""
    return [*result.answer.steps, *(f"The official text to check: {title}." for title in result.answer.to_check)]


def missing(at: Walk, result: Result) -> list[Missing]:
    """The facts that are needed, each with the question that asks for it."""
    return [Missing(need, at.question(need.fact)) for need in result.needs]


def deadlines(result: Result) -> list[Finding]:
    """The findings that have a day, in the order of their days."""
    return sorted((finding for finding in result.findings if finding.due), key=lambda finding: finding.due or date.max)


def newer(at: Walk, result: Result, newest: Rulebook) -> Newer | None:
    """How the newest edition answers otherwise; None if it gives the same answer."""
    if at.book.edition == newest.edition:
        return None
    today = walk(at.flow, dict(at.pairs()), newest)
    if today.next:
        return Newer(newest.edition, today.query(), None, ())
    again = evaluate(at.flow.name, today.answers, book=newest)
    if _told(again) == _told(result):
        return None
    different = dict.fromkeys(title for (title, *_) in set(_told(again)[1]) ^ set(_told(result)[1]))
    return Newer(newest.edition, today.pinned(), again.answer.sentence, tuple(sorted(different)))


def changed_since(then: Result, now: Result) -> list[Finding] | None:
    """The findings of an earlier result that the one of now does not tell; None if both tell people the same."""
    if _told(then) == _told(now):
        return None
    told = [_words(each) for each in now.findings]
    return [each for each in then.findings if _words(each) not in told]


def _told(result: Result) -> tuple[str, list[tuple[Any, ...]], list[Need]]:
    """What people are told, without the day of the edition."""
    told = [_words(each) for each in result.findings]
    return result.answer.sentence, told, [Need(need.fact, need.purpose) for need in result.needs]


def _words(each: Finding) -> tuple[Any, ...]:
    return each.title, each.code, each.outcome, each.sentence, each.compared, each.due, each.certainty
