"""What a register is: one declarative description that reading, history, the data page and the docs share.

Plain data, no Django. `docs/data-sources.md` is generated from these objects.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import polars as pl

from irhub.files.reading.refused import Refused as Refused


class Kind(StrEnum):
    """How a published text becomes a typed value."""

    TEXT = "text"
    DATE = "date"
    INTEGER = "whole number"
    DECIMAL = "number"
    FLAG = "yes or no"
    LIST = "list"
    CQC_NUMBER = "CQC number"


DTYPES: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.DATE: pl.Date(),
    Kind.INTEGER: pl.Int32(),
    Kind.DECIMAL: pl.Float64(),
    Kind.FLAG: pl.Boolean(),
    Kind.LIST: pl.String(),  # items joined by " | ", sorted as published
    Kind.CQC_NUMBER: pl.String(),
}


@dataclass(frozen=True)
class Column:
    """A published column that we use: its header, our field name, its type and older spellings of the header.

    Of dates: `month_first` is how they are read where the column does not show it; `earliest` is the first day that makes
    sense, and `days_ahead` how long after its edition a date may lie (None: as long as it likes). `values`: those that the
    publisher is known to use, spelled so whatever their case (none: any). `longest`: characters of a cell; a longer one is no value.
    """

    published: str
    field: str
    meaning: str
    kind: Kind = Kind.TEXT
    required: bool = True
    aliases: tuple[str, ...] = ()
    month_first: bool = False
    earliest: date | None = None
    days_ahead: int | None = None
    values: tuple[str, ...] = ()
    longest: int = 10_000


@dataclass(frozen=True)
class Discovery:
    """How the newest edition is found: the page, and the pattern its link or title must match.

    `offers_file`: whether the page is known to offer a file. Where it is not, a page without one is passed over, and a person loads
    what they made of it.
    """

    page: str
    link_pattern: str
    hosts: tuple[str, ...]
    content_types: tuple[str, ...]
    max_bytes: int
    every_days: int = 0  # a newer edition is fetched only when the one held is so old
    offers_file: bool = True

    @property
    def page_for_people(self) -> str:
        """The page as a person opens it: GOV.UK serves the same page to programs under another address."""
        return self.page.replace("www.gov.uk/api/content/", "www.gov.uk/")


@dataclass(frozen=True)
class Rated:
    """The ratings of a register: the field of the rating, that of the day of its publication, and ratings from best to worst."""

    field: str
    published_on: str
    best_first: tuple[str, ...]


@dataclass(frozen=True)
class Expected:
    """What an edition is judged by without any other edition at hand (see registers/checks_alone.py).

    `fewest`: no whole edition has had fewer records (rows in the file, where only part is kept), and `fewest_because` says
    where the figure is from. `began`: no edition is older. `usual_days`: for so many days between two editions the limits
    on what is lost and gained are meant; longer gaps allow more. `most_lost` and `most_gained`: how much of the earlier edition
    that may be, in percent, and `most_because` says where the figures are from; settings that are given go before. `most_blank`:
    guarded columns of which a larger part may be blank than of others, in percent. `most_newly_blank`: in percent of rows,
    however much the settings allow. `most_changed`: percent of the records that stand in two editions of which facts may
    differ. `most_in_a_row`: how many that stand one below another may be missing from the next edition (None: as many as
    like), of which those that are alike in `leaves_together` count once, since they leave together. `rated`: the ratings,
    and `most_worse`: percent of the records that stand in two editions whose rating may have got worse. `never_on`: a register
    and its field on which no entity of this one stands any longer once it ended, and the field here that says when it did.
    """

    fewest: int
    fewest_because: str
    began: date
    usual_days: int
    most_because: str
    most_lost: float = 2.0
    most_gained: float = 5.0
    most_blank: Mapping[str, float] = field(default_factory=dict)
    most_newly_blank: float = 100.0
    most_changed: float = 10.0
    most_in_a_row: int | None = None
    leaves_together: str = ""
    rated: Rated | None = None
    most_worse: float = 0.5
    never_on: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class CompaniesOfInterest:
    """The companies whose records are kept: by number (8 characters), or by name key (see keys.name_key).

    `care_numbers`: numbers of those that give adult social care, or of which a room says so, for a register of people.
    """

    numbers: pl.Series
    name_keys: pl.Series
    care_numbers: pl.Series


@dataclass(frozen=True)
class Reading:
    """An edition as published.

    `published`: one row for each record line, column `line` (Int64, the line or sheet row in the file, header included)
    and one text column for each published column, exactly as written (blanks and all; null where the cell is empty).
    `content_date`: the ISO date that the file itself states, or None. `total`: rows in the file (for a register
    of which only part is kept; else `published.height`).
    """

    published: pl.DataFrame
    content_date: str | None = None
    total: int | None = None
    issues: pl.DataFrame | None = None


@dataclass(frozen=True)
class Records:
    """Typed, cleaned records of an edition.

    `records`: one row for each record: `line`, the source's derived keys, and every `Source.fields` column; unique on
    `Source.record_key`. `issues`: what cleaning altered, doubted or dropped (see ISSUE_SCHEMA).
    """

    records: pl.DataFrame
    issues: pl.DataFrame


ISSUE_SCHEMA: dict[str, pl.DataType] = {
    "line": pl.Int64(),
    "field": pl.String(),
    "rule": pl.String(),  # a name from cleaning.RULES
    "before": pl.String(),
    "after": pl.String(),
}

CHANGE_SCHEMA: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "entity_key": pl.String(),  # whom it is about, after the change
    "entity_key_before": pl.String(),  # differs from entity_key only where a rename or move was paired
    "name": pl.String(),  # the name as published, after (or before, if gone)
    "place": pl.String(),  # town or local authority as published
    "old_value": pl.String(),
    "new_value": pl.String(),
    "line_before": pl.Int64(),  # source row in the edition before, null if none
    "line_after": pl.Int64(),
    "confidence": pl.Float64(),  # null where the change is read directly, not inferred
}


class Cleaner(Protocol):
    """Makes typed records of a reading's published rows; `on` is the day of the edition, where it is known."""

    def __call__(self, published: pl.DataFrame, on: date | None = None) -> Records:
        """The records and what was altered, doubted or dropped."""


@dataclass(frozen=True)
class Seen:
    """What was read of a register when this was written: a real file (`on`: its date), or what others say of its files."""

    what: str
    on: str = ""


@dataclass(frozen=True)
class Contradiction:
    """How rows of one record that contradict one another become one record, whatever their order.

    The first row by `best` stands (expressions of the record's fields, the smallest first, null last). Where rows that are
    equally good differ in a field of `neither`, it is blank. `said` is the rule in words.
    """

    said: str
    best: Callable[[], Sequence[pl.Expr]] = field(default=tuple, repr=False)
    neither: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """A register: who publishes it, where, how often, its columns, and what makes a record the same record.

    `entity_key`: fields naming whom the register is about (a sponsor, a location). `record_key`: fields naming one
    record (a sponsor's route). `facts`: fields whose change ends a span and begins another; fields outside it are kept
    as first seen in the span. `guarded`: key fields that must not go blank. `contradiction` says which of two rows of one
    record is believed. `adds`: what pages can show once an edition is held. `spelled`: columns of which the key keeps less than is published (two spellings of one name are a
    repeat, no contradiction). `seen`: what was read of it. `clean` makes typed records of a reading;
    `changes` derives typed changes (CHANGE_SCHEMA) from the records of two consecutive accepted editions.
    `reader`: reads an edition of which only the records that matter to other registers are kept (None: all are, and it is
    a table found by its header). `extract`: writes what alone of the publisher's file may be archived, the edition of a
    day, to a path (None: its bytes as they are).
    """

    name: str
    title: str
    publisher: str
    licence: str
    cadence: str
    late_after_days: int
    discovery: Discovery
    columns: tuple[Column, ...]
    derived: tuple[tuple[str, str], ...]  # (field, meaning) that cleaning computes, e.g. sponsor_key
    entity_key: str
    record_key: tuple[str, ...]
    facts: tuple[str, ...]
    guarded: tuple[str, ...]
    expected: Expected
    contradiction: Contradiction
    clean: Cleaner = field(repr=False)
    changes: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame] = field(repr=False)
    adds: str = ""
    returns: tuple[tuple[str, str], ...] = ()  # (kind for a coming, kind where the entity had stood before)
    cannot_tell: tuple[str, ...] = ()
    known_faults: tuple[str, ...] = ()
    spelled: tuple[str, ...] = ()
    seen: tuple[Seen, ...] = ()
    reader: Callable[[Path, Callable[[], CompaniesOfInterest]], Reading] | None = field(default=None, repr=False)
    extract: Callable[[Path, Path, CompaniesOfInterest, date], None] | None = field(default=None, repr=False)
    people: frozenset[str] = frozenset()  # published columns that tell of a person: kept out of pages without sign-in
    of_nobody: tuple[str, str] = ("", "")  # (published column, value) of rows that tell of no person after all
    formats: tuple[str, ...] = ("CSV",)
    unused: tuple[str, ...] = ()  # published columns that are known and not read: any other is reported as new
    unused_prefixes: tuple[str, ...] = ()  # beginnings of the titles of columns that are known without listing each
    other_layouts: tuple[tuple[tuple[str, ...], str], ...] = ()
    """Columns with which the register came for a while and is not read, and what is said of such a file, after its name."""

    @property
    def partly_kept(self) -> bool:
        """Whether only the records that matter to other registers are kept."""
        return self.reader is not None

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field of a record apart from `line`, derived ones first."""
        return tuple(name for name, _ in self.derived) + tuple(c.field for c in self.columns)

    def title_of(self, field: str) -> str:
        """The column's name as published; of a derived field, what it is."""
        derived = {name: meaning.split(":")[0] for name, meaning in self.derived}
        return next((column.published for column in self.columns if column.field == field), derived.get(field, field))
