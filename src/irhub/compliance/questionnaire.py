"""The questions of the self-check as data (questionnaires/), and the dated rules that stand beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import model_validator

from irhub.guidance.embedding import ShownRule, held, on_day
from irhub.questions.questionnaire import Kind, Page, Question, Questionnaire
from irhub.questions.versions import read_folder
from irhub.rulebook.book import Rulebook

NAME = "self-check"
PACK = "visit-pack"
"""The questions of the pack for the day of a visit."""
STANDARDS = "standards"
"""The principles and benchmarks of the code of practice, as statements."""
SITUATION = "situation"
"""The question that decides which others are asked; it weighs nothing."""


class Weight(StrEnum):
    """How much a gap matters to a licence, or to the worker."""

    CRITICAL = "critical"
    MAJOR = "major"
    MODERATE = "moderate"
    ADVICE = "advice"

    @property
    def points(self) -> int:
        """What it weighs in the readiness index."""
        return {"critical": 8, "major": 4, "moderate": 2, "advice": 1}[self]

    @property
    def words(self) -> str:
        """What it means."""
        return {
            "critical": "can end the licence alone, or wrongs a worker",
            "major": "a downgrade or suspension is usual",
            "moderate": "weakens the file; many together weigh as much as a major gap",
            "advice": "good practice",
        }[self]


class CheckQuestion(Question):
    """A question of the self-check: besides what is asked, how much a gap matters and what stands behind it.

    `weight`: None of a question that weighs nothing. `evidence`: what would show a yes. `rules`: ids of dated rules that govern it. `sure`: whether
    a source was read, or it is generally known. `by_place`: each location may answer otherwise than its head office. `looked_at_first`: officers are known to look
    at it first.
    """

    weight: Weight | None = None
    evidence: str = ""
    rules: tuple[str, ...] = ()
    sure: Literal["seen", "known"] = "seen"
    by_place: bool = False
    looked_at_first: bool = False

    @model_validator(mode="before")
    @classmethod
    def _weighed(cls, given: Any) -> Any:
        """The answers of a question that weighs something: all are the same."""
        if isinstance(given, dict) and given.get("weight"):
            same = {
                "kind": Kind.CHOICE,
                "options": {"yes": "Yes", "partly": "Partly", "no": "No"},
                "unknown": "We do not know yet",
                "not_applicable": "It does not apply to us",
                "reason": "Why does it not apply?",
            }
            given = same | given
        return given


SelfCheck = Questionnaire[CheckQuestion]
Theme = Page[CheckQuestion]


@cache
def _read() -> Mapping[str, tuple[SelfCheck, ...]]:
    return read_folder(Path(__file__).parent / "questionnaires", SelfCheck)


def versions(name: str = NAME) -> tuple[SelfCheck, ...]:
    """Every version of a questionnaire, of the self-check by default, in order. Raises Unsound."""
    return _read()[name]


def newest(name: str = NAME) -> SelfCheck:
    """The version that is asked now."""
    return versions(name)[-1]


def question_of(asking: SelfCheck, key: str) -> CheckQuestion | None:
    """A question by its key; None if there is none."""
    return next((each for each in asking.questions if each.key == key), None)


def lines_of(question: CheckQuestion, book: Rulebook) -> tuple[str, ...]:
    """The lines of rules that govern a question, as the rulebook names them, each once."""
    return _lines(question.rules, book)


@lru_cache(maxsize=512)
def _lines(ids: tuple[str, ...], book: Rulebook) -> tuple[str, ...]:
    named = {rule.id: f"{rule.topic}/{rule.scope}" for rule in book.every if rule.id in ids}
    return tuple(dict.fromkeys(named[rule] for rule in ids if rule in named))


def rules_held(question: CheckQuestion, on: date, book: Rulebook) -> dict[str, str]:
    """The rules of a day on which an answer stands, by their line: kept beside it, so that a changed rule is found."""
    return held(lines_of(question, book), on, book)


def rules_shown(questions: Iterable[CheckQuestion], on: date, book: Rulebook) -> Mapping[str, list[ShownRule]]:
    """The rules of a day that stand beside each question, by its key."""
    return {
        question.key: [shown for line in lines_of(question, book) if (shown := on_day(line, on, book))]
        for question in questions
    }
