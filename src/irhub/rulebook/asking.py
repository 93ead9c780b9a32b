"""The call for other programs: facts as JSON or YAML writes them in, the answer as a document out. No Django, no database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from irhub.questions.questionnaire import FIRST_DAY, LAST_DAY, UNKNOWN, Kind
from irhub.rulebook.book import Rulebook
from irhub.rulebook.documents import AnswerDocument, answer_document
from irhub.rulebook.engine import evaluate
from irhub.rulebook.flow import Flow, Question, flows
from irhub.rulebook.loading import rulebook
from irhub.rulebook.rules import Edition


def answer(
    checker: str,
    facts: Mapping[str, Any],
    *,
    known: date | Edition | str | None = None,
    book: Rulebook | None = None,
) -> AnswerDocument:
    """The answer to a case, with its rules and sources.

    `facts` are named as in the flow of the checker: a day as a date or "2026-11-20", a number as a number or text, a choice by its
    name; what is left out or "unknown" is not known. `known` repeats the answer of an edition, or of a day. Raises ValueError with
    one sentence for a checker, fact or edition that there is not.
    """
    book = book or rulebook()
    if checker not in flows():
        raise ValueError(f"There is no checker {checker}; there are {', '.join(flows())}.")
    read = read_facts(flows()[checker], facts, book)
    result = evaluate(checker, read, known=read_edition(known) if isinstance(known, str) else known, book=book)
    return answer_document(result, read, book)


def read_edition(text: str) -> date | Edition:
    """The day or the edition that a text names: 2026-11-24 is the last edition of that day. Raises ValueError."""
    try:
        return Edition.read(text) if "." in text else date.fromisoformat(text)
    except ValueError as problem:
        raise ValueError(f"“{text}” is no edition of the rulebook: write 2026-11-24, or 2026-11-24.2.") from problem


def read_facts(flow: Flow, given: Mapping[str, Any], book: Rulebook) -> dict[str, Any]:
    """Facts as the engine takes them. Raises ValueError with one sentence for a fact that the flow does not know or cannot take."""
    asked = {question.key: [each for each in flow.questions if each.key == question.key] for question in flow.questions}
    unknown = sorted(str(key) for key in given if key not in asked)
    if unknown:
        raise ValueError(f"{flow.name} knows no fact called {', '.join(unknown)}; its facts are {', '.join(asked)}.")
    facts = {key: _fact(asked[key][0], value, book) for key, value in given.items() if value is not None}
    for question in flow.questions:
        day, earliest = facts.get(question.key), facts.get(question.not_before)
        if isinstance(day, date) and isinstance(earliest, date) and day < earliest:
            raise ValueError(f"{question.key} must not be before {question.not_before}, {earliest}, but is {day}.")
    return facts


def _fact(question: Question, value: Any, book: Rulebook) -> Any:
    if value == UNKNOWN:
        return UNKNOWN
    if question.kind is Kind.CHOICE:
        choices = question.choices(book)
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"{question.key} must be one of {', '.join(choices)}, not {value}.")
        return value
    if question.kind is Kind.DATE:
        return _day(question, value)
    return _number(question, value)


def _day(question: Question, value: Any) -> date:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"{question.key} must be a day such as 2026-11-20, not {value}.") from problem
    day = day.date() if isinstance(day, datetime) else day
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"{question.key} must be between {FIRST_DAY} and {LAST_DAY}, not {day}.")
    return day


def _number(question: Question, value: Any) -> Decimal:
    try:
        if isinstance(value, bool):
            raise InvalidOperation
        number = Decimal(str(value))
    except InvalidOperation as problem:
        raise ValueError(f"{question.key} must be a number, not {value}.") from problem
    if not (number.is_finite() and question.least <= number <= question.most):
        raise ValueError(f"{question.key} must be between {question.least} and {question.most}, not {value}.")
    return number
