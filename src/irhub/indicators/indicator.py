"""What an indicator is: a definition in words, and a pure function that finds where it holds in a snapshot.

Plain data, no Django. An indicator is a prompt to ask, never a finding, and there is no total score of anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from irhub.indicators.kinds import SEVERITIES as SEVERITIES
from irhub.indicators.kinds import Audience as Audience
from irhub.indicators.kinds import Direction as Direction
from irhub.indicators.kinds import Of as Of
from irhub.indicators.kinds import Question as Question
from irhub.indicators.kinds import Severity as Severity

if TYPE_CHECKING:
    from irhub.indicators.snapshot import Snapshot


@dataclass(frozen=True)
class Version:
    """One version of a definition: since when, and what it changed."""

    number: int
    on: date
    what: str


FIRST = (Version(1, date(2026, 11, 24), "First definition."),)

EVIDENCE = pl.List(
    pl.Struct({"register": pl.String, "date": pl.Date, "line": pl.Int64, "says": pl.String, "newest": pl.Date})
)
"""Source rows: register, date of the first edition that shows the row, line in it (null: not in that edition), what the row
says, and the newest edition that still shows the same (null where `find` leaves it to the engine, or it is the first)."""

FOUND: Mapping[str, pl.DataType] = {
    "organisation_id": pl.String(),  # null where the signal is about a place
    "council_code": pl.String(),  # null where it is about an organisation or England
    "severity": pl.String(),
    "since": pl.Date(),  # the fact's own date, else that of the first edition by which it held, without a break
    "own_date": pl.Boolean(),  # whether `since` is the fact's own date; null: that of an edition
    "value": pl.Float64(),
    "numerator": pl.Float64(),  # of a rate, to which an interval is made
    "denominator": pl.Float64(),
    "says": pl.String(),  # one fair sentence
    "evidence": EVIDENCE,
    "link_score": pl.Float64(),  # null: of OWN_LINK that of the organisation's own links, else none
    "link_basis": pl.String(),  # what that link rests on (organisations.models.Basis)
}
"""Columns that a `find` may return; those it leaves out are null."""


OWN_LINK = "Licence and care provider"
"""What the links of an organisation itself join."""


@dataclass(frozen=True)
class Indicator:
    """The definition of an indicator.

    `why`: why it matters. `not_to_conclude`: what must not be concluded from it. `severities`: for each severity that it
    can have, when. `unit`: of the value, "" where there is none. `minimum_denominator`: rates of fewer are not shown.
    `shown_as_one`: what the link joins on which a signal rests, "" where
    it rests on none; the provider’s own link speaks for OWN_LINK alone. `evidence`: (register, column) that it reads. `find`: from a snapshot to the signals (FOUND). `checked`: when a
    practitioner outside the hub last agreed with the definition, None if none has yet.
    """

    code: str
    title: str
    question: Question
    asks: str
    why: str
    not_to_conclude: tuple[str, ...]
    severities: Mapping[Severity, str]
    next_step: str
    evidence: tuple[tuple[str, str], ...]
    find: Callable[[Snapshot], pl.DataFrame] = field(repr=False)
    of: Of = Of.ORGANISATION
    direction: Direction = Direction.EVENT
    audience: Audience = Audience.PUBLIC
    unit: str = ""
    minimum_denominator: int = 0
    history: tuple[Version, ...] = FIRST
    checked: date | None = None
    shown_as_one: str = OWN_LINK
    excludes: tuple[str, ...] = ()  # codes that never hold of the same organisation at the same time

    @property
    def version(self) -> int:
        """The number of the definition in force."""
        return self.history[-1].number

    @property
    def registers(self) -> tuple[str, ...]:
        """The registers that it reads, each once."""
        return tuple(dict.fromkeys(register for register, _ in self.evidence))
