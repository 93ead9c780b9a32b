"""What the page of a result shows: findings in groups, the most pressing first, and whether newer rules answer otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from irhub.checker.flows.address import Walk, walk
from irhub.rulebook.book import Rulebook
from irhub.rulebook.engine import evaluate
from irhub.rulebook.findings import Finding, Need, Outcome, Result, Verdict, say_day
from irhub.rulebook.flow import Question
from irhub.rulebook.rules import Edition


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
    """How the newest edition of the rulebook answers the same case: the edition, its verdict, and the headings that differ.

    `verdict` is None if the newest edition asks something more.
    """

    edition: Edition
    query: str
    verdict: str | None
    titles: tuple[str, ...]


_GROUPS: tuple[tuple[str, str, str, Callable[[Finding], bool], bool], ...] = (
    ("no", "Not met", "Each of these alone is a reason against it.", lambda f: f.outcome is Outcome.NOT_MET, True),
    (
        "doubt",
        "Not settled: get advice",
        "We give no answer here, because our sources disagree or do not settle it.",
        lambda f: f.outcome is Outcome.NOT_SETTLED,
        True,
    ),
    ("due", "Dates", "In the order of the days.", lambda f: f.due is not None, True),
    ("applies", "What applies", "", lambda f: f.outcome is Outcome.APPLIES, True),
    ("met", "Met", "", lambda f: f.outcome is Outcome.MET, False),
    ("know", "Good to know", "", lambda f: f.outcome is Outcome.KNOW, False),
)


def judged(at: Walk) -> Result:
    """The result of a walk, by the edition of the rulebook that it is bound to."""
    return evaluate(at.flow.name, at.answers, book=at.book)


def edition_words(edition: Edition) -> str:
    """An edition in words: 24 November 2026, change 2 of that day."""
    return say_day(edition.day) + (f", change {edition.number} of that day" if edition.number else "")


def groups(result: Result) -> list[Group]:
    """The findings in groups; each in the first group that takes it, and dated ones in the order of their days."""
    left = list(result.findings)
    found = []
    for name, title, lead, takes, opened in _GROUPS:
        taken = [finding for finding in left if takes(finding)]
        left = [finding for finding in left if finding not in taken]
        if taken:
            ordered = sorted(taken, key=lambda finding: finding.due or date.max)
            found.append(Group(name, title, lead, tuple(ordered), opened))
    assert not left
    return found


def missing(at: Walk, result: Result) -> list[Missing]:
    """The facts that are needed, each with the question that asks for it."""
    return [Missing(need, at.question(need.fact)) for need in result.needs]


def counted(found: list[Group], needs: int) -> str:
    """The groups in one line: 1 not met, 2 not settled, 5 met."""
    words = {"no": "not met", "doubt": "not settled", "due": "with a date", "met": "met"}
    parts = [f"{len(group.findings)} {words[group.name]}" for group in found if group.name in words]
    if needs:
        parts.append(f"{needs} that we cannot answer yet")
    return ", ".join(parts)


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
    return Newer(newest.edition, today.pinned(), at.flow.verdicts[again.verdict], tuple(sorted(different)))


def _told(result: Result) -> tuple[Verdict, list[tuple[Any, ...]], list[Need]]:
    """What people are told, without the day of the edition."""
    told = [
        (each.title, each.code, each.outcome, each.sentence, each.compared, each.due, each.certainty)
        for each in result.findings
    ]
    return result.verdict, told, [Need(need.fact, need.purpose) for need in result.needs]
