"""What the results of grants are counted in: data (`measures.yaml`). No Django."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from irhub.questions.questionnaire import Frozen
from irhub.web.yaml_files import read_yaml


class Measure(Frozen):
    """Something that is counted. `sort`: what a grant did (output), or what came of it (outcome). `planned`: the question that said how many."""

    key: str
    sort: Literal["output", "outcome"]
    title: str
    one: str
    several: str
    planned: str = ""


class Measures(Frozen):
    """The measures of a day."""

    version: int
    since: date
    measures: tuple[Measure, ...] = Field(min_length=1)


@cache
def measures() -> Measures:
    """The measures of today."""
    return Measures.model_validate(read_yaml(Path(__file__).parent / "measures.yaml"))


def measure(key: str) -> Measure | None:
    """A measure by its key; None for one that is none any more."""
    return next((one for one in measures().measures if one.key == key), None)
