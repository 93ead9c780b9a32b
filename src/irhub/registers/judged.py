"""What is judged of an edition, and what comes of it: the words of judging.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from irhub.registers.sources.base import Source


@dataclass(frozen=True)
class Limits:
    """How much an edition may differ from its neighbour within the usual days, in percent of the records of the earlier.

    `max_lost`, `max_gained`: a person's own limits for every register; None: each register's (Expected.most_lost, most_gained).
    `fewest`: percent of Expected.fewest that an edition must have.
    """

    max_lost: float | None = None
    max_gained: float | None = None
    max_newly_blank: float = 1.0
    fewest: float = 100.0


@dataclass(frozen=True)
class Neighbour:
    """An accepted edition before or after: its date, its records, and rows in the file."""

    date: date
    records: pl.DataFrame
    total: int


@dataclass(frozen=True)
class Judged:
    """What is judged: an edition's typed `records`, their `issues`, the rows in its file (`total`), those of them that were
    read (`read`), its date and neighbours.

    `today`: what the clock says. `others`: how many other accepted editions there are of its date. `standing`: who stands
    on the newest edition of the register of Expected.never_on, and its date, if it is held. `fictional`: small and dated at will, so that neither counts.
    """

    source: Source
    records: pl.DataFrame
    issues: pl.DataFrame
    total: int
    read: int
    on: date
    today: date
    limits: Limits = field(default_factory=Limits)
    before: Neighbour | None = None
    after: Neighbour | None = None
    standing: tuple[pl.Series, date] | None = None
    others: int = 0
    fictional: bool = False


@dataclass(frozen=True)
class Check:
    """What one check found: its name, the figure and its limit in `unit`, and what is said where it does not hold.

    `least`: the figure must be no less than the limit, else no more.
    """

    name: str
    figure: float
    limit: float
    sentence: str
    unit: str = "%"
    least: bool = False

    @property
    def held(self) -> bool:
        """Whether the edition passed."""
        return self.figure >= self.limit if self.least else self.figure <= self.limit

    def as_kept(self) -> dict[str, Any]:
        """As it is kept with the edition."""
        return {
            "name": self.name, "figure": round(self.figure, 3), "limit": round(self.limit, 3), "unit": self.unit,
            "least": self.least, "held": self.held, "sentence": self.sentence,
        }  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """`accepted` or not, the reason as a sentence, and the checks that it rests on.

    `lost`, `gained`: percent of the records of the edition before; None if there is none.
    """

    accepted: bool
    reason: str
    checks: tuple[Check, ...] = ()
    lost: float | None = None
    gained: float | None = None


def blank_percent(records: pl.DataFrame, column: str) -> float:
    """The share of records in which a column is blank, in percent."""
    values = records[column]
    blank = values.is_null() if values.dtype != pl.String else values.fill_null("").eq("")
    return 100 * float(blank.sum()) / max(records.height, 1)
