"""Random walks through a flow, as hypothesis strategies: dates gather around the days on which rules change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from irhub.questions.questionnaire import UNKNOWN, Kind
from irhub.rulebook.flow import Question, flows
from irhub.rulebook.loading import rulebook

BOOK = rulebook()
_TURNS = sorted({day for each in BOOK.every for day in (each.since, each.until) if day and day.year >= 2020})
_near = st.builds(lambda day, n: day + timedelta(days=n), st.sampled_from(_TURNS), st.integers(-1, 1))
DAYS = st.one_of(_near, st.dates(date(2020, 1, 1), date(2029, 12, 31)))


def answer(question: Question, before: Mapping[str, Any] | None = None) -> st.SearchStrategy[Any]:
    """Any answer that the question's page would take. `before`: the answers given so far."""
    earliest = (before or {}).get(question.not_before)
    if question.kind is Kind.CHOICE:
        known: st.SearchStrategy[Any] = st.sampled_from(list(question.choices(BOOK)))
    elif question.kind is Kind.DATE and isinstance(earliest, date):
        known = DAYS.map(lambda day: max(day, earliest))
    elif question.kind is Kind.DATE:
        known = DAYS
    elif question.kind is Kind.WHOLE:
        known = st.integers(question.least, min(question.most, 60)).map(Decimal)
    else:
        most = min(question.most, 30_000)
        known = st.decimals(question.least, most, places=2, allow_nan=False, allow_infinity=False)
    return st.one_of(known, known, known, st.just(UNKNOWN)) if question.unknown else known


@st.composite
def walk(draw: Any, name: str) -> dict[str, Any]:
    """The answers of one person who goes through the whole flow."""
    flow = flows()[name]
    answers: dict[str, Any] = {}
    while question := flow.next(answers, BOOK):
        answers[question.key] = draw(answer(question, answers))
    return answers


def walks(*names: str) -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """The name of a flow, by default any, and a walk through it."""
    return st.sampled_from(names or tuple(flows())).flatmap(lambda name: st.tuples(st.just(name), walk(name)))
