"""From grades to a recommendation: one function, which knows no supplier. No Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from irhub.suppliers.method import Asked, Method, Weight

MET = Decimal(2)
"""The grade of what is met: 0 not met, 1 in part, 2 met, 3 beyond what is asked."""
GRADES = {0: "Not met", 1: "Met in part", 2: "Met", 3: "Beyond what is asked"}


class Advice(StrEnum):
    """What the grades come to. A person decides."""

    APPROVE = "approve"
    CONDITIONS = "approve with conditions, or defer"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Scored:
    """What grades come to. `percent`: of what would be met, gates left out; `gates`: those not met; `gaps`: high questions not met at all."""

    advice: Advice
    percent: int
    gates: tuple[str, ...]
    gaps: tuple[str, ...]


def differ(first: Mapping[str, int], second: Mapping[str, int], by: int) -> list[str]:
    """The questions on which two assessors differ by so many grades or more."""
    return [key for key, grade in first.items() if key in second and abs(grade - second[key]) >= by]


def final(first: Mapping[str, int], second: Mapping[str, int], agreed: Mapping[str, int]) -> dict[str, Decimal]:
    """The grade of each question: what was agreed, else the mean of the two."""
    return {
        key: Decimal(agreed[key]) if key in agreed else Decimal(grade + second.get(key, grade)) / 2
        for key, grade in first.items()
    }


def scored(questions: Iterable[Asked], grades: Mapping[str, Decimal], method: Method) -> Scored:
    """What grades come to. What was not asked counts for nothing. Beyond what is asked makes up for nothing that is missing."""
    asked = [question for question in questions if question.key in grades]
    gates = tuple(each.key for each in asked if each.weight is Weight.GATE and grades[each.key] < MET)
    gaps = tuple(each.key for each in asked if each.weight is Weight.HIGH and grades[each.key] == 0)
    weighed = [(method.weights[each.weight], grades[each.key]) for each in asked if each.weight is not Weight.GATE]
    whole = sum(weight * MET for weight, _ in weighed)
    got = sum(weight * min(grade, MET) for weight, grade in weighed)
    percent = int(100 * got / whole) if whole else 0
    if gates:
        advice = Advice.REFUSE
    elif percent >= method.pass_percent and not gaps:
        advice = Advice.APPROVE
    else:
        advice = Advice.CONDITIONS
    return Scored(advice, percent, gates, gaps)
