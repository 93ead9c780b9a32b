"""An answer as text: short in an address, in words for people, and in one line for where it is stored."""

from __future__ import annotations

from datetime import date

from irhub.questions.questionnaire import NOT_APPLICABLE, UNKNOWN, WORDS, Answer, Kind, NotApplicable, Question
from irhub.web.saying import counted, plain, pounds, say_day


def written(answer: Answer) -> str:
    """An answer as it stands in an address or a table: 2026-03-05, 37.5, yes, beds.staff. A reason is not in it."""
    if isinstance(answer, NotApplicable):
        return NOT_APPLICABLE
    if isinstance(answer, tuple):
        return ".".join(answer)
    if isinstance(answer, date):
        return answer.isoformat()
    return answer if isinstance(answer, str) else plain(answer)


def said(question: Question, answer: Answer) -> str:
    """An answer in words: A rating, 5 March 2026, £25,000 a year."""
    if isinstance(answer, NotApplicable):
        return f"{question.not_applicable}: {answer.reason}" if answer.reason else question.not_applicable
    if isinstance(answer, tuple):
        return ", ".join(question.options.get(each, each) for each in answer)
    if answer == UNKNOWN and (question.unknown or question.kind not in WORDS):
        return question.unknown or "I do not know"
    if isinstance(answer, date):
        return say_day(answer)
    if isinstance(answer, str):
        return question.options.get(answer, answer) or "Left blank"
    if question.kind is Kind.MONEY:
        return f"{pounds(answer)} {question.unit}".strip()
    return counted(answer, question.unit)
