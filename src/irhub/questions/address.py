"""Answers that stand in the address of a page, and nowhere else: a checker's (ADR 8). Free text never stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from irhub.questions.forms import AnswersForm
from irhub.questions.questionnaire import WORDS, Answer, Answers, Question
from irhub.questions.words import written

T = TypeVar("T", bound=Question)


def pairs(answers: Answers) -> list[tuple[str, str]]:
    """Answers as they stand in an address."""
    return [(key, written(answer)) for key, answer in answers.items()]


def read_answer(question: Question, text: str, before: Answers | None = None) -> Answer | None:
    """The answer that a text of an address gives; None if it gives none. `before`: the earlier answers, which a date may have to follow."""
    form = AnswersForm([question], {question.key: text}, before=before)
    return form.answers.get(question.key) if form.is_valid() else None


def read_address(
    questions: Iterable[T], given: Mapping[str, str], holds: Callable[[T, Answers], bool] = Question.asked
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The answers in an address to questions that are asked, in the order of these; and the keys of those that cannot be read."""
    answers: dict[str, Any] = {}
    wrong: list[str] = []
    for question in questions:
        if question.key not in given or not holds(question, answers):
            continue
        answer = read_answer(question, given[question.key], answers)
        if answer is None:
            wrong.append(question.key)
        else:
            answers[question.key] = answer
    return answers, tuple(wrong)


def never_in_an_address(questions: Iterable[Question]) -> list[str]:
    """What of a questionnaire may not stand in an address, since people could write whom it concerns; nothing if all may."""
    return [
        f"{question.key} takes free text, which may not stand in an address."
        for question in questions
        if question.kind in WORDS or question.reason
    ]
