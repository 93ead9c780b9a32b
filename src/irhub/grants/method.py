"""What applicants for grants are asked, what assessors look for, and how applications are treated: data (`questions/`, `method.yaml`). No Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from irhub.questions.questionnaire import Frozen, Question, Questionnaire
from irhub.questions.versions import read_folder
from irhub.web.yaml_files import read_yaml

_HERE = Path(__file__).parent
GRADES = {0: "Nothing", 1: "Weak", 2: "Fair", 3: "Good", 4: "Very good"}
BUDGET = ("staff", "services", "things")
"""The lines of a budget, which come to what is asked for."""


class Asked(Question):
    """A question to applicants, which is a criterion if it has a weight. `looks_for`: what assessors look for.

    `files`: what may be given with it; blank where no file is taken; `needs_file`: whether nothing is submitted without one. `floor`: whether an answer below the floor fails by itself.
    `stays`: why a call cannot leave it out; blank if it can.
    """

    weight: int
    looks_for: str = ""
    files: str = ""
    needs_file: bool = False
    floor: bool = False
    stays: str = ""


class CallQuestions(Questionnaire[Asked]):
    """What a call asks: there is one version of it, since it stays once the call was open. `name`: of the call’s shape.

    `added`: how many questions of its own it was ever given, so that no id is used again.
    """

    added: int = 0


class Checked(Frozen):
    """A check that is made of every application. `where`: the page on which a person looks."""

    key: str
    title: str
    by: Literal["registers", "person"]
    where: str = ""


class Method(Frozen):
    """How applications are treated. Days are working days, but for `claim_days`. `aid_limit`: pounds."""

    version: int
    since: date
    differs: int
    pass_percent: int
    floor: int
    clocks: dict[str, int]
    claim_days: int
    lodge_appeal: int
    aid_limit: int
    aid_source: str
    aid_url: str
    checks: tuple[Checked, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Scored:
    """What grades come to. `percent`: of the best; `below`: the questions whose answers are below their floor; `spread`: those on which the
    assessors differ much; `grades`: the mean of each question; `fund`: whether it is good enough. People decide."""

    percent: int
    below: tuple[str, ...]
    spread: tuple[str, ...]
    grades: Mapping[str, Decimal]
    fund: bool


@cache
def method() -> Method:
    """How applications are treated today."""
    return Method.model_validate(read_yaml(_HERE / "method.yaml"))


@cache
def ready(shape: str) -> CallQuestions:
    """The ready set of questions of a shape of calls: what a new call asks, until its officer has it ask otherwise."""
    found = read_folder(_HERE / "questions", Questionnaire[Asked])[shape][-1]
    return CallQuestions(name=shape, version=1, title=found.title, pages=found.pages)


def criteria(questions: Iterable[Asked]) -> list[Asked]:
    """The questions that are scored."""
    return [each for each in questions if each.weight]


def scored(questions: Iterable[Asked], first: Mapping[str, int], second: Mapping[str, int], by: Method) -> Scored:
    """What the grades of two assessors come to: the one place in which a score is worked out."""
    asked = [each for each in criteria(questions) if each.key in first and each.key in second]
    mean = {each.key: Decimal(first[each.key] + second[each.key]) / 2 for each in asked}
    whole = sum(each.weight * max(GRADES) for each in asked)
    got = sum((each.weight * mean[each.key] for each in asked), Decimal(0))
    percent = int(100 * got / whole) if whole else 0
    below = tuple(each.key for each in asked if each.floor and mean[each.key] < by.floor)
    spread = tuple(each.key for each in asked if abs(first[each.key] - second[each.key]) >= by.differs)
    return Scored(percent, below, spread, mean, percent >= by.pass_percent and not below)
