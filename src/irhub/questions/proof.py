"""What must hold of a questionnaire before anybody is asked: `unsound` tells what does not, a sentence a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

from irhub.questions.questionnaire import (
    CHOSEN,
    NOT_APPLICABLE,
    NUMBERS,
    ONE_OF,
    UNKNOWN,
    WORDS,
    Kind,
    Q,
    Question,
    Questionnaire,
)  # fmt: skip

RESERVED = frozenset({UNKNOWN, NOT_APPLICABLE})
Way = dict[str, frozenset[str]]
"""For each of some questions, the answers with which another is asked."""


def faults(questionnaire: Questionnaire[Q]) -> list[str]:
    """What is wrong with a questionnaire; nothing if it can be used."""
    pages = Counter(page.key for page in questionnaire.pages)
    found = [f"The page {key} stands twice." for key, times in pages.items() if times > 1]
    found += [
        f"The page {page.key} has several questions and no title."
        for page in questionnaire.pages
        if len(page.questions) > 1 and not page.title
    ]
    return found + unsound(questionnaire.questions)


def unsound(questions: Sequence[Question]) -> list[str]:
    """What is wrong with questions in their order; nothing if they can be asked."""
    found = [fault for question in questions for fault in _of_itself(question)]
    seen: dict[str, list[Question]] = {}
    for question in questions:
        for name, keys in (("when", question.when), ("unless", question.unless)):
            found += [
                fault
                for key, values in keys.items()
                for fault in _condition(questions, seen, question, name, key, values)
            ]
        found += _wordings(seen.get(question.key, []), question)
        earlier = seen.get(question.not_before, [])
        if question.not_before and not any(each.kind is Kind.DATE for each in earlier):
            found.append(
                f"{question.key} may not come before {question.not_before}, which is no date that is asked before."
            )
        seen.setdefault(question.key, []).append(question)
    if not found:
        found = [
            f"{question.key} is never asked: no answers lead to “{question.title}”."
            for at, question in enumerate(questions)
            if next(_ways(questions[:at], question), None) is None
        ]
    return found


def _of_itself(question: Question) -> Iterator[str]:
    key = question.key
    if question.kind in CHOSEN and question.offered is not None and not question.options:
        yield f"{key} offers nothing to choose."
    if question.kind not in CHOSEN and question.options:
        yield f"{key} has options, though its answer is a {question.kind}."
    for value in question.options:
        if value in RESERVED or not value.replace("_", "").replace("-", "").isalnum():
            yield f"{key} has the option {value}: write it in letters, figures, _ and -, and not as {' or '.join(sorted(RESERVED))}."
    for value in question.option_hints:
        if value not in question.options:
            yield f"{key} has a hint for {value}, which is none of its options."
    if question.reason and not question.not_applicable:
        yield f"{key} asks for a reason, though nobody can say that it does not apply."
    if question.most_words and question.kind is not Kind.TEXT:
        yield f"{key} counts words, though it is no long text."
    if question.kind in NUMBERS and question.least > question.most:
        yield f"{key} takes no number: the least is above the most."
    if question.first > question.last:
        yield f"{key} takes no date: the first is after the last."
    if question.optional and question.kind in ONE_OF:
        yield f"{key} is a choice that may be left blank: offer “I do not know” instead."
    if question.unknown and question.kind in WORDS:
        yield f"{key} is a text that may be unknown: let it be left blank instead."


def _condition(
    questions: Sequence[Question],
    seen: dict[str, list[Question]],
    question: Question,
    name: str,
    key: str,
    values: tuple[str, ...],
) -> Iterator[str]:
    """What is wrong with one condition of a question."""
    if not values:
        yield f"{question.key} names no answer to {key} in its “{name}”."
    if key not in seen:
        known = any(each.key == key for each in questions)
        yield (
            f"{question.key} depends on {key}, which is not asked before it." if known
            else f"{question.key} depends on {key}, and there is no such question."
        )  # fmt: skip
        return
    offered = [each.offered for each in seen[key]]
    if any(each is None for each in offered):
        return
    for value in values:
        if not any(value in each for each in offered if each is not None):
            yield f"{question.key} depends on the answer {value} to {key}, which {key} does not offer."


def _wordings(before: list[Question], question: Question) -> Iterator[str]:
    """What is wrong with a question that is asked again in other words."""
    if not before:
        return
    if any(each.kind is not question.kind for each in before):
        yield f"{question.key} is asked twice, and its answer is not of the same kind."
    if not all(each.conditional for each in (*before, question)):
        yield f"{question.key} is asked twice: each wording needs a condition of its own."


def _ways(before: Sequence[Question], question: Question) -> Iterator[Way]:
    """The ways in which a question comes to be asked: with which answers to the questions before it."""
    choices: list[list[Way]] = []
    for key, values in question.when.items():
        choices.append([
            way | {key: way.get(key, wanted) & wanted}
            for at, each in enumerate(before) if each.key == key
            for wanted in [frozenset(values) if each.offered is None else each.offered & frozenset(values)] if wanted
            for way in _ways(before[:at], each)
        ])  # fmt: skip
    for ways in product(*choices):
        joined: Way = {}
        for way in ways:
            for key, wanted in way.items():
                joined[key] = joined[key] & wanted if key in joined else wanted
        for key, barred in question.unless.items():
            if key in joined:
                joined[key] = joined[key] - frozenset(barred)
            elif _always_barred(before, key, frozenset(barred)):
                joined[key] = frozenset()
        if all(joined.values()):
            yield joined


def _always_barred(before: Sequence[Question], key: str, barred: frozenset[str]) -> bool:
    """Whether every answer to a question that is always asked is barred."""
    asked = [each for each in before if each.key == key]
    return all(
        not each.conditional and each.kind in ONE_OF and each.offered is not None and each.offered <= barred
        for each in asked
    )
