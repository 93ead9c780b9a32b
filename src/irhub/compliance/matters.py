"""What there is to do after a visit and when a letter comes, as data (steps.yaml), and by when it is answered, by the rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import cast

from django.utils.timezone import localdate
from pydantic import TypeAdapter

from irhub.checker.letters import Letter, LetterDue, letter_due
from irhub.compliance.workflows import MatterKind
from irhub.questions.questionnaire import Frozen
from irhub.web.working_days import working_days_from
from irhub.web.yaml_files import read_yaml


class Step(Frozen):
    """One step: its key, what to do and why, and within how many days; None: by the day that the rulebook gives."""

    key: str
    within: int | None
    title: str
    why: str


@cache
def steps() -> dict[MatterKind, tuple[Step, ...]]:
    """The steps of each kind, in their order. Raises ValidationError."""
    read = TypeAdapter(dict[MatterKind, tuple[Step, ...]]).validate_python(
        read_yaml(Path(__file__).with_name("steps.yaml"))
    )
    return {kind: read[kind] for kind in MatterKind}


def clock_of(kind: str, dated: date) -> LetterDue | None:
    """By when a letter is answered or paid, by the rulebook; None of a visit."""
    return None if kind == MatterKind.VISIT else letter_due(dated, cast("Letter", str(kind)))


@dataclass(frozen=True)
class Due:
    """A step with the day by which it is to be done: None where the rulebook gives none."""

    step: Step
    due: date | None


def steps_due(kind: str, dated: date, noted: date | None = None) -> list[Due]:
    """The steps of a kind with their days. `noted`: when the letter or visit is noted (today): a step is due on a working day from then on."""
    clock = clock_of(kind, dated)
    last, first = clock.due if clock else None, noted or localdate()
    return [
        Due(step, last if step.within is None else _working_day(max(dated + timedelta(days=step.within), first)))
        for step in steps()[MatterKind(kind)]
    ]


def _working_day(day: date) -> date:
    """The day itself, or the next working day where it is none."""
    return working_days_from(day, 1)[0]


def why_of(kind: str, key: str) -> str:
    """Why a step is there; blank of one that is no longer in the data."""
    return next((step.why for step in steps()[MatterKind(kind)] if step.key == key), "")
