"""What a change of the rulebook does to answers: the same cases judged by two rulebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from irhub.rulebook.book import Rulebook
from irhub.rulebook.engine import evaluate
from irhub.rulebook.findings import Finding, Result
from irhub.rulebook.worked import worked_cases
from irhub.web.yaml_files import Unsound


@dataclass(frozen=True)
class Facts:
    """Something that can be judged: a title for people, the name of a checker, and facts by key."""

    title: str
    checker: str
    facts: Mapping[str, Any]


def worked_facts() -> list[Facts]:
    """The worked cases; without those that are about an earlier edition, which no change can touch."""
    return [
        Facts(f"Worked case {case.id}: {case.because}", case.checker, case.facts)
        for case in worked_cases()
        if case.known is None
    ]


@dataclass(frozen=True)
class Changed:
    """A case that is answered otherwise: the sentence of both rulebooks, and the lines in which they differ."""

    title: str
    checker: str
    answer_before: str
    answer_after: str
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]


def changed_answers(cases: Iterable[Facts], before: Rulebook, after: Rulebook) -> list[Changed]:
    """The cases to which two rulebooks give different answers, in the order given.

    That another version of a rule was used is no difference as long as the answer says the same. Raises Unsound, naming the
    case, if a checker cannot work with the later rulebook.
    """
    found = []
    for case in cases:
        old = evaluate(case.checker, case.facts, book=before)
        try:
            new = evaluate(case.checker, case.facts, book=after)
        except Exception as problem:
            raise Unsound(
                f"The checker “{case.checker}” cannot answer “{case.title}” with it: {problem!r}."
            ) from problem
        lines_old, lines_new = _lines(old), _lines(new)
        if lines_old != lines_new or old.answer.sentence != new.answer.sentence:
            found.append(
                Changed(
                    case.title,
                    case.checker,
                    old.answer.sentence,
                    new.answer.sentence,
                    tuple(line for line in lines_old if line not in lines_new),
                    tuple(line for line in lines_new if line not in lines_old),
                )
            )
    return found


def _lines(result: Result) -> list[str]:
    needs = [f"Need to know: {need.purpose}" for need in result.needs]
    return [_line(finding) for finding in result.findings] + needs


def _line(finding: Finding) -> str:
    return " ".join((f"{finding.title} ({finding.outcome}):", finding.sentence, *finding.compared))
