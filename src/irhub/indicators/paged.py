"""Signals that are asked for page by page, of now or of a past day: one shape, so that a page need not know which."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

import polars as pl
from django.db.models import Count, Q, QuerySet

from irhub.indicators.models import Signal
from irhub.indicators.past import signals_as_at
from irhub.indicators.rows import SignalRow, of_now, of_past_day


class Paged(Protocol):
    """Signals in the one order: how many there are, and any stretch of them."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def __getitem__(self, part: slice) -> list[SignalRow]:
        """A stretch of them."""
        ...

    def by_severity(self) -> dict[str, int]:
        """How many there are of each severity."""
        ...

    def organisation_ids(self) -> frozenset[str]:
        """The organisations that they are about."""
        ...


@dataclass(frozen=True)
class SignalFilter:
    """Which signals: of organisations in any of several councils, or (None) of every organisation that has locations. Of these
    indicators and severities, any if none are given. `own`: instead, the councils' own measures, which ask nobody to act."""

    codes: Collection[str] | None
    audiences: Collection[str]
    indicators: Collection[str] = ()
    severities: Collection[str] = ()
    own: bool = False

    def of_table(self) -> Q:
        """The question as it is put to the table of now."""
        asked = Q(audience__in=[str(audience) for audience in self.audiences])
        asked &= ~Q(council_code="") if self.own else Q(organisation__isnull=False) & ~Q(councils=[])
        if self.codes is not None:
            asked &= Q(councils__overlap=list(self.codes))
        if self.indicators:
            asked &= Q(code__in=list(self.indicators))
        if self.severities:
            asked &= Q(severity__in=[str(severity) for severity in self.severities])
        return asked

    def of_file(self) -> pl.Expr:
        """The same question as it is put to the file of a past day."""
        asked = pl.col("audience").is_in([str(audience) for audience in self.audiences])
        asked &= (
            pl.col("council_code") != ""
            if self.own
            else pl.col("organisation_id").is_not_null() & (pl.col("councils").list.len() > 0)
        )
        if self.codes is not None:
            asked &= pl.col("councils").list.set_intersection(pl.lit(list(self.codes))).list.len() > 0
        if self.indicators:
            asked &= pl.col("code").is_in(list(self.indicators))
        if self.severities:
            asked &= pl.col("severity").is_in([str(severity) for severity in self.severities])
        return asked


def ordered(signals: QuerySet[Signal]) -> QuerySet[Signal]:
    """Signals of the table in the one order."""
    return signals.order_by("number", "pk")


@dataclass
class CurrentSignals:
    """Signals of the newest editions: the database is asked when a page is known."""

    found: QuerySet[Signal]

    @cached_property
    def _count(self) -> int:
        return self.found.count()

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, part: slice) -> list[SignalRow]:
        return [of_now(signal) for signal in ordered(self.found)[part]]

    def by_severity(self) -> dict[str, int]:
        """See Paged."""
        return dict(self.found.order_by("severity").values_list("severity").annotate(Count("id")))

    def organisation_ids(self) -> frozenset[str]:
        """See Paged."""
        return frozenset(filter(None, self.found.values_list("organisation_id", flat=True)))


class PastSignals:
    """Signals of a past day: first which they are, from a few columns of its file; whole rows for one page alone.

    Raises NotWorkedOut if nothing is kept of the day.
    """

    def __init__(self, day: date, asked: pl.Expr) -> None:
        self._day, self._every = day, signals_as_at(day)
        self._found = self._every.filter(asked).select("number", "severity", "organisation_id").collect()

    def __len__(self) -> int:
        return self._found.height

    def __getitem__(self, part: slice) -> list[SignalRow]:
        numbers = self._found["number"][part]
        if numbers.is_empty():
            return []
        # Only the stretch of the file in which they lie is read.
        stretch = self._every.slice(numbers[0], numbers[-1] - numbers[0] + 1)
        wanted = stretch.filter(pl.col("number").is_in(numbers.implode())).collect()
        return [of_past_day(self._day, row) for row in wanted.iter_rows(named=True)]

    def by_severity(self) -> dict[str, int]:
        """See Paged."""
        return dict(self._found.group_by("severity").len().iter_rows())

    def organisation_ids(self) -> frozenset[str]:
        """See Paged."""
        return frozenset(self._found["organisation_id"].drop_nulls())
