"""One question of a checker asked alone: what its form or an address gives, and what fills the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from irhub.questions import words
from irhub.questions.forms import AnswersForm
from irhub.questions.questionnaire import Kind
from irhub.rulebook.book import Rulebook
from irhub.rulebook.flow import Question
from irhub.web.dates import PARTS
from irhub.web.forms.rendering import at

written = words.written


@dataclass(frozen=True)
class Wrong:
    """What is said of an answer that cannot be taken, and the control to which the error leads."""

    says: str
    field: str


def asked(question: Question, book: Rulebook, given: Mapping[str, str] | None, before: Any = None) -> AnswersForm:
    return AnswersForm([question.of(book)], given, before=before, boxes=False, heading=True)


def read(question: Question, given: Mapping[str, str], book: Rulebook, before: Any = None) -> Any:
    """The answer, or what is wrong with it."""
    form = asked(question, book, given, before)
    if form.is_valid():
        return form.answers[question.key]
    [error] = form.errors[question.key]
    return Wrong(error, at(form[question.key]))


def shown(question: Question, value: Any) -> dict[str, str]:
    """What the controls of a question hold, by their names."""
    if question.kind is Kind.DATE:
        return {f"{question.key}-{part}": text for part, text in zip(PARTS, value, strict=True)}
    return {question.key: "" if value is None else str(value)}


def form_fields(question: Question, fact: Any) -> dict[str, str]:
    """The controls of a question, filled with an answer."""
    return shown(question, AnswersForm([question], before={question.key: fact})[question.key].value())


def fields_given(question: Question, given: Mapping[str, str]) -> dict[str, str]:
    """The controls of a question as they come back with what was sent."""
    return shown(question, AnswersForm([question], given)[question.key].value())


def said(question: Question, fact: Any, book: Rulebook) -> str:
    """An answer in words."""
    return words.said(question.of(book), fact)
