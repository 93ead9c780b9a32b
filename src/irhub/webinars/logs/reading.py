"""From the rows of a file to who was there, when. What is no attendance log is refused: it is never read as if nobody had come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from irhub.files.reading.refused import Refused
from irhub.webinars.logs import heads
from irhub.webinars.logs.heads import (
    ACTION,
    AT,
    ATTENDED,
    DURATION,
    EMAIL,
    FIRST,
    JOINED,
    LAST,
    LEFT,
    MINUTES,
    NAME,
    REGISTERED,
    ROLE,
    UPN,
    plain,
)
from irhub.webinars.logs.times import Order, moment, order_for, seconds

MOST_ODD = 20
"""Sentences about single rows that are told."""
_LEFT = re.compile(r"left|verlassen", re.IGNORECASE)
_PART = re.compile(r"\d\. \S.*|.* details|attendee report|other attended", re.IGNORECASE)


class LogRow(NamedTuple):
    """A row of the file: its number as a spreadsheet counts it, and its cells."""

    number: int
    cells: list[str]


class Interval(NamedTuple):
    """From when to when somebody was there; `left` is None where the log does not say."""

    joined: datetime
    left: datetime | None


@dataclass(frozen=True)
class Seen:
    """Somebody as a log has them. `also`: the name of their account; `email`: blank if the log has none; `runs_it`: host or panelist.

    `seconds`: at most so long, where the intervals alone may tell too much, or there are none; None where they tell all.
    """

    name: str
    also: str = ""
    email: str = ""
    runs_it: bool = False
    intervals: tuple[Interval, ...] = ()
    seconds: int | None = None

    @property
    def key(self) -> str:
        """By what they are the same person within a log: the address, else the name."""
        return self.email or f"{self.name} {self.also}".strip().casefold()


@dataclass(frozen=True)
class LogRead:
    """What a log says: its shape in words, who was there, how many it lists as absent, and a sentence for each odd row."""

    shape: str
    people: list[Seen]
    absent: int = 0
    odd: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Table:
    """A table of the file: the title above it, its head, the columns that are known, and its rows."""

    part: str
    head: LogRow
    fields: dict[str, int]
    rows: list[LogRow]

    def cell(self, row: LogRow, name: str) -> str:
        at = self.fields.get(name)
        return row.cells[at] if at is not None and at < len(row.cells) else ""

    @property
    def original(self) -> bool:
        return heads.ORIGINAL in plain(self.head.cells[self.fields[NAME]]).casefold()


def read_log(rows: Sequence[LogRow], day: date, name: str) -> LogRead:
    """Who was at the session of a day, as a file says. `name`: of the file. Raises Refused, in a sentence that says what to do."""
    tables = list(_tables(rows))
    if not tables:
        raise Refused(_no_log(rows, name))
    if not any(table.rows for table in tables):
        raise Refused(f"{name} has the headings of an attendance report and nobody below them. Export the report anew.")
    texts = [
        table.cell(row, column) for table in tables for row in table.rows for column in (JOINED, LEFT, FIRST, LAST, AT)
    ]
    timed = any({JOINED, FIRST, AT} & table.fields.keys() for table in tables)
    there = [text for text in texts if plain(text)]
    if timed and not there:
        raise Refused(
            f"{name} lists people and says of none when they came. If nobody came, cancel the webinar; else export the report anew."
        )
    order = order_for(there, day, name) if timed else Order.DAY_FIRST
    found, absent, odd = _people(tables, order)
    if not found:
        raise Refused(
            f"{name} names nobody who was there. If nobody came, cancel the webinar; else export the report anew."
        )
    more = len(odd) - MOST_ODD
    return LogRead(
        _shape(tables), found, absent, odd[:MOST_ODD] + ([f"And {more} more rows like these."] if more > 0 else [])
    )


def _tables(rows: Sequence[LogRow]) -> Iterator[_Table]:
    """The tables that tell of attendance; each ends at a blank line, a title or the next head."""
    part, open_table, before = "", None, 0
    for row in rows:
        filled = [cell for cell in row.cells if plain(cell)]
        fields = heads.fields_of(row.cells)
        title = len(filled) == 1 and _PART.fullmatch(plain(filled[0]))
        if open_table and (row.number > before + 1 or title or heads.tells_attendance(fields)):
            yield open_table
            open_table = None
        if heads.tells_attendance(fields):
            open_table = _Table(part, row, fields, [])
        elif open_table:
            open_table.rows.append(row)
        elif title:
            part = filled[0]
        before = row.number
    if open_table:
        yield open_table


def _no_log(rows: Sequence[LogRow], name: str) -> str:
    if any({NAME, EMAIL} <= heads.fields_of(row.cells).keys() for row in rows):
        return (
            f"{name} lists people, and not when they were there. Hand in the attendance report that Teams or Zoom makes after the session,"
            " not the list of those who registered."
        )
    widest = max(rows[:40], key=lambda row: len(row.cells), default=LogRow(0, []))
    told = ", ".join(filter(None, map(plain, widest.cells)))[:200]
    return (
        f"{name} is no attendance report of Teams or Zoom that we know. Its fullest row reads: {told}. Export the report again in English and"
        " hand it in as it is, or tick who came."
    )


def _shape(tables: Sequence[_Table]) -> str:
    every = {each for table in tables for each in table.fields}
    if ACTION in every:
        return "Teams, older form"
    if FIRST in every or DURATION in every:
        return "Teams"
    return "Zoom webinar" if ATTENDED in every else "Zoom meeting"


def _people(tables: Sequence[_Table], order: Order) -> tuple[list[Seen], int, list[str]]:
    """Each person once, with all intervals; how many the log lists as absent; and what was odd."""
    people: dict[str, Seen] = {}
    absent, odd, nameless = 0, list[str](), 0
    single = [table for table in tables if FIRST not in table.fields]
    in_all = [table for table in tables if FIRST in table.fields]
    for table in (*single, *in_all):
        for row in table.rows:
            if plain(table.cell(row, ATTENDED)).casefold() in ("no", "nein"):
                absent += 1
                continue
            seen = _seen(table, row)
            if not seen.key:
                nameless += any(plain(cell) for cell in row.cells)
                continue
            had = people.get(seen.key)
            try:
                seen = _with_times(table, row, seen, order, had)
            except ValueError as problem:
                odd.append(f"Row {row.number}: {problem}")
            people[seen.key] = _joined(had, seen) if had else seen
    if nameless:
        odd.append(f"{nameless} rows name nobody: these people kept their names out of the report.")
    return list(people.values()), absent, odd


def _seen(table: _Table, row: LogRow) -> Seen:
    name, also = heads.name_of(table.cell(row, NAME), original=table.original)
    email = heads.address_of(*(table.cell(row, column) for column in (REGISTERED, EMAIL, UPN)))
    return Seen(name[:200], also[:200], email, heads.runs_it(table.part, table.cell(row, ROLE)))


def _with_times(table: _Table, row: LogRow, seen: Seen, order: Order, had: Seen | None) -> Seen:
    """The same with what the row says of times. Raises ValueError, with the end of a sentence, where that makes no sense."""
    if AT in table.fields:
        return _turn(table, row, seen, order, had)
    lasted = _lasted(table, row)
    whole = FIRST in table.fields
    columns = (FIRST, LAST) if whole else (JOINED, LEFT)
    if columns[0] not in table.fields:
        if lasted is None:
            raise ValueError("says not how long this person was there.")
        return replace(seen, seconds=lasted)
    if whole and had and had.intervals:
        return seen  # each coming and going is told already
    joined, left = (moment(table.cell(row, column), order) for column in columns)
    if joined is None:
        raise ValueError(f"“{plain(table.cell(row, columns[0]))[:40]}” is no time at which somebody came.")
    if left is not None and left < joined:
        raise ValueError("this person left before they came.")
    return replace(seen, intervals=(Interval(joined, left),), seconds=lasted if whole or left is None else None)


def _lasted(table: _Table, row: LogRow) -> int | None:
    if MINUTES in table.fields:
        return seconds(table.cell(row, MINUTES), minutes=True)
    return seconds(table.cell(row, DURATION))


def _turn(table: _Table, row: LogRow, seen: Seen, order: Order, had: Seen | None) -> Seen:
    """A coming or going, in the older form of Teams."""
    at = moment(table.cell(row, AT), order)
    if at is None:
        raise ValueError(f"“{plain(table.cell(row, AT))[:40]}” is no time.")
    if not _LEFT.search(table.cell(row, ACTION)):
        return replace(seen, intervals=(Interval(at, None),))
    last = had.intervals[-1] if had and had.intervals else None
    if last is None or last.left is not None or at < last.joined:
        raise ValueError("this person left without having come.")
    return replace(seen, intervals=(Interval(last.joined, at),))


def _joined(had: Seen, new: Seen) -> Seen:
    """One person of two rows."""
    kept = had.intervals
    if new.intervals and kept and kept[-1].left is None and kept[-1].joined == new.intervals[0].joined:
        kept = kept[:-1]  # the row says when that interval ended
    both = [each for each in (had.seconds, new.seconds) if each is not None]
    no_times = not kept and not new.intervals
    return replace(
        had, also=had.also or new.also, runs_it=had.runs_it or new.runs_it, intervals=(*kept, *new.intervals),
        seconds=(sum(both) if both and (no_times or len(both) == 2) else None),
    )  # fmt: skip
