"""The steps that a continuity plan begins with, as data (`steps.yaml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml


@dataclass(frozen=True)
class Step:
    """One step: when it is due in words, what to do, and why."""

    key: str
    when: str
    title: str
    why: str


@cache
def steps() -> tuple[Step, ...]:
    """The steps in their order. Raises TypeError if one lacks a part or has one too many."""
    text = files(__package__).joinpath("steps.yaml").read_text(encoding="utf-8")
    return tuple(Step(**row) for row in yaml.safe_load(text))
