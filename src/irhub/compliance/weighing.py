"""What a self-check says: where the gaps are, what would matter first at a visit, and how ready a provider is by its own weights.

The one place that weighs. Nothing here says that somebody complies or would pass: a gap that was not found may be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Protocol

from irhub.compliance.questionnaire import CheckQuestion, Weight
from irhub.questions.questionnaire import UNKNOWN, NotApplicable

LASTS = {Weight.CRITICAL: timedelta(days=92)}
"""For how long evidence proves a yes, by weight: three months."""
LASTS_USUALLY = timedelta(days=366)
CAP = 49
"""The highest index while a critical gap is open."""
TOO_MANY_UNCHECKED = 5
"""There is no index while more than one in so many questions is not checked."""


class Seen(Protocol):
    """A piece of evidence, as far as it is weighed."""

    seen_on: date
    right: int | None
    looked_at: int | None


class Why(StrEnum):
    """Why a question has a gap."""

    NO = "You answered no"
    PARTLY = "You answered partly"
    UNKNOWN = "Nobody knows yet"
    OPEN = "Not answered yet"
    NOT_SEEN = "You answered yes, and nobody has noted where the evidence is"
    OLD = "You answered yes, and the evidence was seen too long ago"
    SAMPLE = "You answered yes, and not all of the sample were right"


NOT_CHECKED = frozenset({Why.UNKNOWN, Why.OPEN, Why.OLD})


@dataclass(frozen=True)
class Weighed:
    """A question that applies: how large its gap is in halves (0: none, 1: half, 2: whole), and why. `place`: where, blank for head office."""

    question: CheckQuestion
    gap: int
    why: Why | None = None
    place: str = ""

    @property
    def weight(self) -> Weight:
        """How much it weighs."""
        assert self.question.weight is not None
        return self.question.weight


def weigh(question: CheckQuestion, answer: Any, proof: Sequence[Seen], on: date, place: str = "") -> Weighed | None:
    """One question; None if it does not apply or weighs nothing. `answer`: None if there is none; `proof`: the evidence, in any order."""
    if question.weight is None or isinstance(answer, NotApplicable):
        return None
    if answer is None or answer == UNKNOWN:
        return Weighed(question, 2, Why.OPEN if answer is None else Why.UNKNOWN, place)
    if answer == "no":
        return Weighed(question, 2, Why.NO, place)
    if answer == "partly":
        return Weighed(question, 2 if question.weight is Weight.CRITICAL else 1, Why.PARTLY, place)
    why = _unproven(question.weight, proof, on)
    return Weighed(question, 2 if why else 0, why, place)


def _unproven(weight: Weight, proof: Sequence[Seen], on: date) -> Why | None:
    """Why evidence does not show a yes; None if it does."""
    if not proof:
        return Why.NOT_SEEN
    if _newest(proof).seen_on < on - LASTS.get(weight, LASTS_USUALLY):
        return Why.OLD
    samples = [one for one in proof if one.looked_at is not None and one.right is not None]
    last = _newest(samples) if samples else None
    return Why.SAMPLE if last and (last.right or 0) < (last.looked_at or 0) else None


def proven_until(weight: Weight, proof: Sequence[Seen]) -> date:
    """The last day on which evidence proves a yes, if nobody looks at it again."""
    return _newest(proof).seen_on + LASTS.get(weight, LASTS_USUALLY)


def _newest(proof: Sequence[Seen]) -> Seen:
    """What was seen last."""
    return max(proof, key=lambda one: one.seen_on)


def worst(found: Iterable[Weighed]) -> list[Weighed]:
    """Of each question the largest gap, wherever it is: the places of a provider share one licence."""
    kept: dict[str, Weighed] = {}
    for one in found:
        stood = kept.get(one.question.key)
        if stood is None or one.gap > stood.gap:
            kept[one.question.key] = one
    return list(kept.values())


@dataclass(frozen=True)
class Weighing:
    """What questions come to together: those that apply, each once."""

    all: tuple[Weighed, ...]

    @property
    def gaps(self) -> list[Weighed]:
        """The gaps, what would matter first at a visit before the rest."""
        order = list(Weight)
        open_ones = [one for one in self.all if one.gap]
        return sorted(open_ones, key=lambda one: (order.index(one.weight), not one.question.looked_at_first, -one.gap))

    @property
    def found(self) -> list[Weighed]:
        """The gaps of questions that somebody answered, in the order of `gaps`: what is not answered yet is no gap that was found."""
        return [one for one in self.gaps if one.why is not Why.OPEN]

    @property
    def left(self) -> int:
        """How many questions nobody has answered yet."""
        return sum(one.why is Why.OPEN for one in self.all)

    @property
    def unchecked(self) -> int:
        """How many nobody has checked."""
        return sum(one.why in NOT_CHECKED for one in self.all)

    def open_of(self, weight: Weight) -> int:
        """How many gaps of a weight there are."""
        return sum(one.weight is weight for one in self.all if one.gap)

    def found_of(self, weight: Weight) -> int:
        """How many gaps of a weight were found."""
        return sum(one.weight is weight for one in self.found)

    @property
    def index(self) -> int | None:
        """The readiness index, 0 to 100, for a provider's own trend; None where nothing applies or too much is not checked."""
        if not self.all or self.unchecked * TOO_MANY_UNCHECKED > len(self.all):
            return None
        whole = 2 * sum(one.weight.points for one in self.all)
        lost = sum(one.weight.points * one.gap for one in self.all)
        found = 100 * (whole - lost) // whole
        return min(found, CAP) if self.open_of(Weight.CRITICAL) else found

    @property
    def words(self) -> str:
        """What the index says, in words."""
        return words_of(self.index, self.found_of(Weight.MAJOR))


def words_of(index: int | None, major: int) -> str:
    """What a readiness index says, in words: never that somebody complies. `major`: how many major gaps were found, of which each is a large one."""
    if index is None:
        return "Too much is not checked to say"
    if index < 50:
        return "Act now"
    return "Gaps to close" if index < 80 or major else "No large gap found in what you checked"


def by_theme(weighing: Weighing, theme_of: Mapping[str, str]) -> dict[str, Weighing]:
    """What each theme comes to. `theme_of`: the key of its theme by that of a question."""
    found: dict[str, list[Weighed]] = {}
    for one in weighing.all:
        found.setdefault(theme_of[one.question.key], []).append(one)
    return {theme: Weighing(tuple(those)) for theme, those in found.items()}
