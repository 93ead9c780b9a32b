"""What is asked of suppliers, and how answers are checked, scored and decided: data with sources (`questions/`, `method.yaml`). No Django."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from irhub.questions.questionnaire import Answer, Frozen, NotApplicable, Question, Questionnaire
from irhub.questions.versions import read_folder
from irhub.web.yaml_files import read_yaml

_HERE = Path(__file__).parent
NAME = "application"


class Weight(StrEnum):
    """How much a question matters. Whoever does not pass a gate is not approved."""

    GATE = "gate"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Asked(Question):
    """A question to suppliers. `evidence`: what would show the answer. `refs`: benchmarks (B) and red flags (F) that it rests on.

    `passes`: of a gate with choices, the answers that pass by themselves; `discretion`: those of which a person decides.
    """

    weight: Weight
    evidence: str
    refs: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()
    discretion: tuple[str, ...] = ()


class Ref(Frozen):
    """A benchmark or red flag on which questions rest, in our words."""

    says: str
    source: str
    url: str


class Checked(Frozen):
    """A check that is made of every application. `where`: the page on which a person looks."""

    key: str
    title: str
    by: Literal["registers", "person"]
    where: str = ""


class Method(Frozen):
    """How applications are treated. Days are working days; `suspended_days` are days of the calendar."""

    version: int
    since: date
    source: str
    weights: dict[str, int]
    differs: int
    pass_percent: int
    approved_months: int
    clocks: dict[str, int]
    lodge_appeal: int
    answer_suspension: int
    suspended_days: int
    return_months: int
    confirm_months: int
    review_months: int
    remind_days: int
    standstill: int
    standstill_source: str
    longest_years: int
    longest_source: str
    checks: tuple[Checked, ...] = Field(min_length=1)


class Gate(StrEnum):
    """What the answer to a gate question comes to."""

    PASSES = "passes"
    PERSON = "a person decides"
    FAILS = "does not pass"


@cache
def method() -> Method:
    """How applications are treated today."""
    return Method.model_validate(read_yaml(_HERE / "method.yaml"))


@cache
def refs() -> dict[str, Ref]:
    """What questions rest on, by its number. Questions name nothing else: a test holds it."""
    read = read_yaml(_HERE / "refs.yaml")
    sources = read["sources"]
    return {
        key: Ref(says=told["says"], source=sources[told["source"]]["title"], url=sources[told["source"]]["url"])
        for key, told in read["refs"].items()
    }


@cache
def versions() -> tuple[Questionnaire[Asked], ...]:
    """Every version of the questions, in order."""
    return read_folder(_HERE / "questions", Questionnaire[Asked])[NAME]


def newest() -> Questionnaire[Asked]:
    """The version that new applications answer."""
    return versions()[-1]


def version_of(application: Any) -> Questionnaire[Asked]:
    """The version of the questions that an application answers; the newest where its answers are not kept any more."""
    sheet = getattr(application, "sheet", None)
    return versions()[sheet.version - 1] if sheet else newest()


def gate_of(question: Asked, answer: Answer | None) -> Gate:
    """What an answer to a gate question comes to by itself. What is written in words, a person reads.

    Raises ValueError if the question is no gate.
    """
    if question.weight is not Weight.GATE:
        raise ValueError(f"{question.key} is no gate.")
    if not question.passes:
        return Gate.FAILS if answer is None else Gate.PERSON
    if isinstance(answer, NotApplicable) or answer in question.discretion:
        return Gate.PERSON
    return Gate.PASSES if answer in question.passes else Gate.FAILS
