"""A questionnaire as data: its pages, their questions, and when each is asked. Needs no Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from irhub.questions.answers import NOT_APPLICABLE as NOT_APPLICABLE
from irhub.questions.answers import UNKNOWN as UNKNOWN

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2040, 12, 31)
"""The days that are asked about unless a question says otherwise; the calendar of working days reaches beyond both."""


class Kind(StrEnum):
    """What an answer is."""

    CHOICE = "choice"
    YES_NO = "yes or no"
    SEVERAL = "several choices"
    DATE = "date"
    MONEY = "money"
    NUMBER = "number"  # may have decimals
    WHOLE = "whole number"
    LINE = "short text"
    TEXT = "long text"


ONE_OF = frozenset({Kind.CHOICE, Kind.YES_NO})
CHOSEN = ONE_OF | {Kind.SEVERAL}
NUMBERS = frozenset({Kind.MONEY, Kind.NUMBER, Kind.WHOLE})
WORDS = frozenset({Kind.LINE, Kind.TEXT})


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The answer that a question does not apply, and why, where that is asked."""

    reason: str = ""


Answer = str | date | Decimal | int | tuple[str, ...] | NotApplicable
"""A choice or text, a day, a number, several choices; UNKNOWN; blank of a question that may be left blank."""
Answers = Mapping[str, Any]
"""Answers by the keys of their questions."""


class Frozen(BaseModel):
    """Data that is read once and never changed; a name that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(Frozen):
    """One thing that is asked: its id (`key`), in which words, which kind of answer, and when.

    A key is never given another meaning: answers are kept by it. `when` names earlier questions: the answer to each must be one of those
    listed, and none of those in `unless`. One thing may be asked in several wordings, with the same key and kind and each with
    its own conditions. `unknown` and `not_applicable` are the labels of "I do not know" and "This does not apply", if they are offered, and
    `reason` is what then is asked: why it does not apply. `label` names the question in few words.
    """

    key: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")
    kind: Kind
    title: str
    label: str
    hint: str = ""
    why: str = ""  # why it matters
    help: str = ""  # how to find the answer
    source: str = ""
    options: dict[str, str] = {}
    option_hints: dict[str, str] = {}
    when: dict[str, tuple[str, ...]] = {}
    unless: dict[str, tuple[str, ...]] = {}
    unknown: str = ""
    not_applicable: str = ""
    reason: str = ""
    optional: bool = False
    unit: str = ""
    least: int = 0
    most: int = 10_000_000
    first: date = FIRST_DAY
    last: date = LAST_DAY
    not_before: str = ""  # an earlier question whose date this one must not come before
    most_words: int = 0  # of a long text; 0: no limit of words
    most_characters: int = 0  # of any text; 0: 200 of a short one, 10,000 of a long one
    reworded: bool = False  # the words differ from those of the version before, and what is asked does not

    @model_validator(mode="before")
    @classmethod
    def _usual(cls, given: Any) -> Any:
        """The label of a question that has none, and the answers to yes or no."""
        if isinstance(given, dict):
            given = {"label": given.get("title"), **given}
            if given.get("kind") == Kind.YES_NO:
                given = {"options": {"yes": "Yes", "no": "No"}, **given}
        return given

    @property
    def offered(self) -> frozenset[str] | None:
        """The answers of which conditions can tell; None if they are not known before it is asked."""
        others = {UNKNOWN} if self.unknown else set()
        if self.not_applicable:
            others.add(NOT_APPLICABLE)
        return frozenset({*self.options, *others})

    @property
    def conditional(self) -> bool:
        """Whether it may be that it is not asked."""
        return bool(self.when or self.unless)

    @property
    def characters(self) -> int:
        """The most characters of a text."""
        return self.most_characters or (200 if self.kind is Kind.LINE else 10_000)

    def asked(self, answers: Answers) -> bool:
        """Whether it is asked, given the answers before it."""
        return all(is_among(answers.get(key), allowed) for key, allowed in self.when.items()) and not any(
            is_among(answers.get(key), barred) for key, barred in self.unless.items()
        )


def is_among(answer: Any, values: tuple[str, ...]) -> bool:
    """Whether an answer is one of some values of a condition; of several choices, whether one of them is."""
    if isinstance(answer, NotApplicable):
        return NOT_APPLICABLE in values
    if isinstance(answer, tuple):
        return any(each in values for each in answer)
    return answer in values


Q = TypeVar("Q", bound=Question)


class Page(Frozen, Generic[Q]):
    """One page: one question, which then is its heading, or several below a title."""

    key: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = ""
    lead: str = ""
    questions: tuple[Q, ...] = Field(min_length=1)

    @property
    def called(self) -> str:
        """The title, or the question that is the page."""
        return self.title or self.questions[0].title


class Questionnaire(Frozen, Generic[Q]):
    """One version of a questionnaire. `name` and `version` come from the name of its file: `self-check-2.yaml`.

    A room whose questions hold more (how grave a gap is, the evidence that is expected) says `Questionnaire[ItsOwnQuestion]`.
    """

    name: str
    version: int = Field(ge=1)
    title: str
    since: date | None = None  # the day from which it is used
    pages: tuple[Page[Q], ...] = Field(min_length=1)

    @property
    def questions(self) -> tuple[Q, ...]:
        """Every question, in order."""
        return tuple(question for page in self.pages for question in page.questions)

    def page_of(self, key: str) -> Page[Q]:
        """The page on which a question stands. Raises KeyError."""
        for page in self.pages:
            if any(question.key == key for question in page.questions):
                return page
        raise KeyError(key)
