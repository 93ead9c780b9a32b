"""A signal as pages and commands show it, of now or of a past day. Every row type is frozen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from irhub.indicators.catalogue import CATALOGUE
from irhub.indicators.indicator import Audience, Indicator
from irhub.indicators.models import Signal
from irhub.organisations.links import likely
from irhub.organisations.models import Basis

_PLAIN = (
    "code", "version", "organisation_id", "council_code", "name", "locations", "beds", "severity", "since", "own_date", "value",
    "denominator", "low", "high", "says", "next_step", "link_score", "link_basis", "audience",
)  # fmt: skip


NAMELESS = "This rests on a person named in a register. Their name is shown to people who need it and say why."
"""What a signal says in place of the names of people."""

_Day = date  # the name is taken in Evidence


@dataclass(frozen=True)
class Evidence:
    """A source row: register, date of the edition, line in it (None: the record is not in it), what the row says, and the newest
    edition that still says the same (None: no later one does, or it is not known)."""

    register: str
    date: date
    line: int | None
    says: str
    newest: _Day | None = None


def evidence_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Evidence, ...]:
    """Source rows as they are kept: dates in ISO form."""
    return tuple(
        Evidence(
            **row | {name: date.fromisoformat(row[name]) for name in ("date", "newest") if row.get(name) is not None}
        )
        for row in map(dict, rows)
    )


@dataclass(frozen=True)
class SignalRow:
    """A signal as it is shown. `organisation_id` is None of a place; `low` and `high` are the 95% interval of a rate. `since` is the
    fact's own date (`own_date`), else that of the first edition by which it held.

    `councils`: codes of the councils that it concerns. `locations` and `beds`: what hangs on the organisation.

    One that names people says so and no more, in lists, files, tasks and wherever else it stands, until somebody asks for `with_names`.
    """

    code: str
    version: int
    as_at: date
    organisation_id: str | None
    name: str
    council_code: str
    councils: tuple[str, ...]
    locations: int
    beds: int
    severity: str
    since: date
    own_date: bool
    value: float | None
    denominator: float | None
    low: float | None
    high: float | None
    says: str
    next_step: str
    evidence: tuple[Evidence, ...]
    link_score: float | None
    link_basis: str
    audience: str
    named: tuple[str, tuple[Evidence, ...]] | None = field(default=None, repr=False)
    """Of one that names people, what it says and its source rows as they are."""

    def with_names(self) -> SignalRow:
        """The signal as it is. For the caller to check: that the visitor may see people and has said why, which leaves an event."""
        return replace(self, says=self.named[0], evidence=self.named[1], named=None) if self.named else self

    @property
    def indicator(self) -> Indicator:
        """The definition in force. If `version` is less than its own, the signal was made by an earlier one."""
        return CATALOGUE[self.code]

    @property
    def link_likely(self) -> str:
        """How sure the link is on which the signal hangs, for those who review; blank where something proves it, or there is none."""
        return "" if self.link_score is None or self.link_basis else likely(self.link_score).capitalize()

    @property
    def link_says(self) -> str:
        """Why two records are shown as one body, in words; blank where the signal rests on no link."""
        if self.link_score is None or not self.indicator.shown_as_one:
            return ""
        if self.link_basis:
            return f"{self.indicator.shown_as_one} are shown as one body: {Basis(self.link_basis).label.lower()}."
        return f"Nobody has reviewed whether the two are one body: {likely(self.link_score)}."


def of_now(signal: Signal) -> SignalRow:
    """A signal of the newest editions, from the database."""
    return _row(signal.as_at, vars(signal), signal.evidence)


def of_past_day(day: date, kept: Mapping[str, Any]) -> SignalRow:
    """A signal of a past day, from its file."""
    return _row(day, kept, json.loads(kept["evidence"]))


def _row(day: date, values: Mapping[str, Any], evidence: Iterable[Mapping[str, Any]]) -> SignalRow:
    row = SignalRow(
        as_at=day,
        councils=tuple(values["councils"]),
        evidence=evidence_of(evidence),
        **{name: values[name] for name in _PLAIN},
    )
    if row.audience != Audience.PEOPLE:
        return row
    return replace(row, says=NAMELESS, evidence=(), named=(row.says, row.evidence))
