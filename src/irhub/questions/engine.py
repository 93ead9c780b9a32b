"""What is asked: which questions these answers lead to, which comes next, how far somebody is, and what is kept aside.

Everything here takes the questions in order and the answers by key. `holds` tells whether a question is asked after the answers
before it: by default as its own conditions say, in a checker as the rules of the day say too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from irhub.questions.questionnaire import Answers, Page, Q, Question, Questionnaire

T = TypeVar("T", bound=Question)


def asked(questions: Iterable[T], answers: Answers, holds: Callable[[T, Answers], bool] = Question.asked) -> list[T]:
    """The questions that these answers lead to, in order, answered or not. An answer that is kept aside leads nowhere."""
    found: list[T] = []
    standing: dict[str, Any] = {}
    for question in questions:
        if holds(question, standing):
            found.append(question)
            if question.key in answers:
                standing[question.key] = answers[question.key]
    return found


def next_open(
    questions: Iterable[T], answers: Answers, holds: Callable[[T, Answers], bool] = Question.asked
) -> T | None:
    """The first question that is asked and not answered; None when all are."""
    return next((each for each in asked(questions, answers, holds) if each.key not in answers), None)


def standing(
    questions: Iterable[T], answers: Answers, holds: Callable[[T, Answers], bool] = Question.asked
) -> dict[str, Any]:
    """The answers to questions that are still asked, in the order of these."""
    return {each.key: answers[each.key] for each in asked(questions, answers, holds) if each.key in answers}


def set_aside(
    questions: Iterable[T], answers: Answers, holds: Callable[[T, Answers], bool] = Question.asked
) -> dict[str, Any]:
    """The answers to what is no longer asked, since another answer changed. They count for nothing, and are back if it changes back."""
    stands = standing(questions, answers, holds)
    return {key: answer for key, answer in answers.items() if key not in stands}


@dataclass(frozen=True)
class Progress:
    """How far somebody is with a page: how many questions are asked there, and how many of them are answered."""

    page: Page[Any]
    asked: int
    answered: int

    @property
    def open(self) -> int:
        """How many are not answered yet."""
        return self.asked - self.answered


def progress(questionnaire: Questionnaire[Q], answers: Answers) -> list[Progress]:
    """How far somebody is, page by page; a page on which nothing is asked is left out."""
    found = asked(questionnaire.questions, answers)
    told = []
    for page in questionnaire.pages:
        here = [each for each in found if any(each is own for own in page.questions)]
        if here:
            told.append(Progress(page, len(here), sum(each.key in answers for each in here)))
    return told


def next_page(questionnaire: Questionnaire[Q], answers: Answers) -> Page[Q] | None:
    """The first page with a question that is open; None when everything is answered."""
    return next((each.page for each in progress(questionnaire, answers) if each.open), None)


def page_before(questionnaire: Questionnaire[Q], answers: Answers, page: Page[Q]) -> Page[Q] | None:
    """The page to which *Back* leads; None from the first."""
    return _beside(questionnaire, answers, page, -1)


def page_after(questionnaire: Questionnaire[Q], answers: Answers, page: Page[Q]) -> Page[Q] | None:
    """The page that follows, answered or not; None after the last."""
    return _beside(questionnaire, answers, page, 1)


def _beside(questionnaire: Questionnaire[Q], answers: Answers, page: Page[Q], step: int) -> Page[Q] | None:
    there = [each.page for each in progress(questionnaire, answers)]
    keys = [each.key for each in there]
    at = keys.index(page.key) + step if page.key in keys else 0
    return there[at] if 0 <= at < len(there) else None
