"""What a dated rule is: typed, frozen objects that the data files are read into."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, NamedTuple
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, Strict, StrictBool, StrictInt, StrictStr

Value = StrictBool | StrictInt | Annotated[Decimal, Strict()] | StrictStr


class Basis(StrEnum):
    """The event whose date selects the rule. Each but ALWAYS is also the name of the fact that holds the date."""

    CERTIFICATE = "certificate_assigned"
    APPLICATION = "application"
    LICENCE = "licence_application"
    EVENT = "event"
    LETTER = "letter"
    CHECK = "check"
    START = "start"
    ALWAYS = "always"

    @property
    def fact(self) -> str:
        """The fact of a case that holds the deciding date; "on", the day asked about, for a rule always in force."""
        return "on" if self is Basis.ALWAYS else self.value

    @property
    def words(self) -> str:
        """The deciding day in plain words."""
        return _BASIS_WORDS[self]


_BASIS_WORDS = {
    Basis.CERTIFICATE: "the day the certificate of sponsorship is assigned",
    Basis.APPLICATION: "the day the visa application is made",
    Basis.LICENCE: "the day the sponsor applies or pays for the licence",
    Basis.EVENT: "the day it happens",
    Basis.LETTER: "the date on the letter",
    Basis.CHECK: "the day of the right-to-work check",
    Basis.START: "the first day of work",
    Basis.ALWAYS: "the day you ask about",
}


class Certainty(StrEnum):
    """How far a rule may be relied on. Settled and reported rules give an answer; the others do not."""

    SETTLED = "settled"
    REPORTED = "reported"
    ANNOUNCED = "announced"
    CONFLICTING = "conflicting"
    TO_BE_VERIFIED = "to be verified"

    @property
    def words(self) -> str:
        """What it means for whoever reads the rule."""
        return _CERTAINTY_WORDS[self]

    @property
    def answers(self) -> bool:
        """Whether a rule of this certainty gives an answer."""
        return self in (Certainty.SETTLED, Certainty.REPORTED)


_CERTAINTY_WORDS = {
    Certainty.SETTLED: "We read it in an official text.",
    Certainty.REPORTED: "We read it on a page that is not official. The official publication is what counts.",
    Certainty.ANNOUNCED: "It has been announced or proposed, but we have found nothing that brings it into force.",
    Certainty.CONFLICTING: "Our sources disagree.",
    Certainty.TO_BE_VERIFIED: "We have not yet found a source that confirms it.",
}


class Precision(StrEnum):
    """How exactly the first day of a rule is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    INFERRED = "inferred"  # from other parts of the same package of changes, or the date of the guidance
    UNVERIFIED = "unverified"  # long ago; the rule is sourced, its first day is not


class Unit(StrEnum):
    """What a value counts; the words follow the value."""

    YES_NO = "yes or no"
    TEXT = "text"
    POUNDS = "pounds"
    POUNDS_A_YEAR = "pounds a year"
    POUNDS_AN_HOUR = "pounds an hour"
    POUNDS_A_DAY = "pounds a day"
    SHARE_OF_YEAR = "of the required yearly salary"
    PERCENT = "percent"
    HOURS_A_WEEK = "hours a week"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    DAYS_OF_PAY = "days of pay"
    TIMES = "times"
    LEVEL = "level"


class Edition(NamedTuple):
    """One edition of the rulebook: its day, and which of that day's it is. 0 is as shipped; each approved change is one more.

    Editions are ordered. As text: 2026-11-24, or 2026-11-24.2 for the second change approved on that day.
    """

    day: date
    number: int = 0

    def __str__(self) -> str:
        return f"{self.day}.{self.number}" if self.number else str(self.day)

    @classmethod
    def read(cls, text: str) -> Edition:
        """The edition that a text names. Raises ValueError."""
        day, _, number = text.partition(".")
        return cls(date.fromisoformat(day), int(number or 0))


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


OFFICIAL_KINDS = frozenset({"official", "legislation", "statement of changes", "written answer"})
"""The kinds of source that can settle a rule."""


class Source(_Frozen):
    """Where a fact was read: what it is, who published it, where, and on what day we read it.

    `url` is empty where the page’s own address was never seen: then the title tells what to look for.
    """

    title: str
    publisher: str
    kind: str
    url: str = Field(default="", pattern=r"^(https://\S+)?$")
    read: date

    @property
    def official(self) -> bool:
        """Whether it is an official text that a reader can open: an official kind with its full address."""
        return self.kind in OFFICIAL_KINDS and bool(urlsplit(self.url).path.strip("/"))


class Rule(_Frozen):
    """One value of one topic for one scope over one period, in one version.

    `value` is counted in the topic's unit; `also` holds further values that belong to it (for example an hourly rate in
    pounds). `since` and `until` are the first and the last day, both included; `since` None means that the first day is
    not known, `until` None that no end has been found. `recorded` is the day this version entered the rulebook, and `turn` which of that
    day's editions it came with.
    """

    id: str = Field(pattern=r"^[A-Z]{2,5}-[A-Z0-9]+[a-z]?$")
    topic: str
    scope: str = "all"
    basis: Basis
    unit: Unit
    value: Value
    also: dict[str, Value] = {}
    since: date | None = Field(alias="from")
    until: date | None = Field(alias="to", default=None)
    precision: Precision = Precision.DAY
    certainty: Certainty = Certainty.SETTLED
    says: str = Field(min_length=10)
    note: str = ""
    sources: tuple[str, ...] = ()
    version: int = Field(default=1, ge=1)
    recorded: date
    turn: int = Field(default=0, ge=0)
    withdrawn: bool = False

    @property
    def name(self) -> str:
        """The rule and its version: SAL-04 version 1."""
        return f"{self.id} version {self.version}"

    @property
    def edition(self) -> Edition:
        """The edition with which this version entered the rulebook."""
        return Edition(self.recorded, self.turn)

    def covers(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def doubt(self, day: date) -> str:
        """Why the rule gives no settled answer for a deciding day; empty if it does."""
        if not self.certainty.answers:
            return self.certainty.words
        if (
            self.since
            and self.precision is Precision.MONTH
            and (day.year, day.month) == (self.since.year, self.since.month)
        ):
            return f"The rule began in {self.since:%B %Y}; we do not know on which day."
        if self.since and self.precision is Precision.YEAR and day.year == self.since.year:
            return f"The rule began in {self.since.year}; we do not know on which day."
        return ""


class Topic(_Frozen):
    """What a group of rules is about: the question they answer, the date that decides, and the unit of the answer.

    `publication` is the title of the official text in which the answer can be checked.
    """

    name: str
    subject: str
    title: str
    basis: Basis
    unit: Unit
    publication: str = ""
    scopes: dict[str, str] = {}

    def scope_words(self, scope: str) -> str:
        """A scope in plain words; empty where the topic has only one."""
        return self.scopes.get(scope, "")
