"""How long a checker is: counted on the worked cases."""

from __future__ import annotations

from functools import cache

from irhub.questions.questionnaire import UNKNOWN
from irhub.rulebook.flow import flows
from irhub.rulebook.loading import rulebook
from irhub.rulebook.worked import worked_cases


@cache
def longest(checker: str) -> int:
    """The most questions that a worked case of the checker leads through."""
    flow, book = flows()[checker], rulebook()
    lengths = []
    for case in worked_cases():
        if case.checker == checker:
            answers: dict[str, object] = {}
            while question := flow.next(answers, book):
                answers[question.key] = case.facts.get(question.key, UNKNOWN)
            lengths.append(len(answers))
    return max(lengths)
