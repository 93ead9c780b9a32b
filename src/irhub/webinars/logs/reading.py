"""From the rows of a file to who was there, when. What is no attendance log is refused: it is never read as if nobody had come."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
    NAME,
    REGISTERED,
    ROLE,
    UPN,
    plain,
)
from irhub.webinars.logs.tables import NO, LogRow, Table, began, how_many, tables_of
from irhub.webinars.logs.times import Order, few, moment, of_day, order_for

MOST_ODD = 20
"""Sentences about single rows that are told."""
_SAME = 120
"""Seconds by which sums of a person's stay may differ."""
_LEFT = re.compile(r"left|verlassen", re.IGNORECASE)


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
    row: int = 0
    """The row of the file, where nothing else tells them from others of their name."""

    @property
    def key(self) -> str:
        """By what they are the same person within a log: the address, else the name, and where that names nobody the row."""
        if self.email:
            return self.email
        name = f"{self.name} {self.also}".strip().casefold()
        return f"{name} in row {self.row}" if name and self.row else name

    @property
    def known(self) -> bool:
        """Whether two of the same key are one person: by an address or a full name. Two of “iPhone” may be two people."""
        return bool(self.email) or heads.full_name(self.name) or heads.full_name(self.also)

    @property
    def told(self) -> bool:
        """Whether the log says when they were there, or how long."""
        return bool(self.intervals) or self.seconds is not None


@dataclass(frozen=True)
class LogRead:
    """What a log says: its shape in words, who was there, how many it lists as absent, and a sentence for each odd row.

    `began`: when the meeting began, where the rows have no times. Who is named and not `told` is for a host to settle.
    """

    shape: str
    people: list[Seen]
    absent: int = 0
    odd: list[str] = field(default_factory=list)
    began: datetime | None = None


def read_log(rows: Sequence[LogRow], day: date, name: str) -> LogRead:
    """Who was at the session of a day, as a file says. `name`: of the file. Raises Refused, in a sentence that says what to do."""
    tables = tables_of(rows, name)
    if not tables:
        raise Refused(_no_log(rows, name))
    if not any(table.rows for table in tables):
        raise Refused(
            f"{name} has the headings of an attendance report and nobody below them. Export the report again."
        )
    timed = any({JOINED, FIRST, AT} & table.fields.keys() for table in tables)
    start = began(rows)
    there = [text for text in _times(tables) if plain(text)] if timed else [start] if start else []
    if timed and not there:
        raise Refused(
            f"{name} lists people and says of none when they came. If nobody came, cancel the webinar; else export the report again."
        )
    _whole(rows, tables, name)
    order = order_for(there, day, name) if there else Order.DAY_FIRST
    found, absent, odd = _people(tables, order, day, name)
    if not any(seen.told for seen in found):
        raise Refused(
            f"{name} names nobody who was there.{f' {odd[0]}' if odd else ''} If nobody came, cancel the webinar; else export the report again."
        )
    more = len(odd) - MOST_ODD
    sentences = odd[:MOST_ODD] + ([f"And {more} more rows like these."] if more > 0 else [])
    return LogRead(_shape(tables), found, absent, sentences, None if timed else moment(start, order))


def _times(tables: Sequence[Table]) -> Iterator[str]:
    return (
        table.cell(row, column) for table in tables for row in table.rows for column in (JOINED, LEFT, FIRST, LAST, AT)
    )


def _whole(rows: Sequence[LogRow], tables: Sequence[Table], name: str) -> None:
    """Raises Refused if the summary of Teams counts more people than its table lists."""
    many, listed = how_many(rows), [len(table.rows) for table in tables if table.in_all]
    if many is not None and listed and sum(listed) < many:
        raise Refused(
            f"{name} says that {many} people attended and lists {sum(listed)}: a part of it is missing. Export the report again."
        )


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


def _shape(tables: Sequence[Table]) -> str:
    every = {each for table in tables for each in table.fields}
    if ACTION in every:
        return "Teams, older form"
    if FIRST in every or DURATION in every:
        return "Teams"
    return "Zoom webinar" if ATTENDED in every else "Zoom meeting"


def _people(tables: Sequence[Table], order: Order, day: date, name: str) -> tuple[list[Seen], int, list[str]]:
    """Each person once, with all intervals; how many the log lists as absent; and what was odd.

    Raises Refused if more than a few rows say not when somebody was there: who of them came nobody would know.
    """
    people: dict[str, Seen] = {}
    absent, odd, nameless, unread, many = 0, list[str](), 0, 0, 0
    once = Counter(_seen(table, row).key for table in tables if table.in_all for row in table.rows)
    for table in sorted(tables, key=lambda each: each.in_all):
        for row in table.rows:
            if plain(table.cell(row, ATTENDED)).casefold() in NO:
                absent += 1
                continue
            seen = _seen(table, row)
            if not seen.key:
                nameless += any(plain(cell) for cell in row.cells)
                continue
            many += 1
            if not seen.known and once[seen.key] > 1 and not table.in_all:
                continue  # the table with one row for each person tells them apart
            if not seen.known and once[seen.key] != 1:
                seen = replace(seen, row=_row_of(table, row, seen, people))
            had = people.get(seen.key)
            try:
                seen = _with_times(table, row, seen, order, day, had)
            except ValueError as problem:
                odd.append(f"Row {row.number}: {problem}")
                unread += 1
            if had and table.in_all and had.intervals and seen.intervals:
                odd.append(
                    f"Row {row.number}: the report lists less of this person’s coming and going than it sums up."
                )
                had = replace(had, intervals=(), seconds=None)
            people[seen.key] = _joined(had, seen) if had else seen
    if unread > max(1, few(many)):
        raise Refused(
            f"{name} has {unread} rows of {many} that say not when somebody was there. {odd[0]} Export the report again, and hand it in as it is,"
            " or tick who came."
        )
    if nameless:
        odd.append(f"{nameless} rows name nobody: these people kept their names out of the report.")
    return list(people.values()), absent, odd


def _row_of(table: Table, row: LogRow, seen: Seen, people: Mapping[str, Seen]) -> int:
    """The row by which somebody is told from others of their name: this one, or where they leave that in which they came, if one alone is open."""
    if AT in table.fields and _LEFT.search(table.cell(row, ACTION)):
        same = [one for one in people.values() if replace(one, row=0).key == seen.key]
        open_ones = [one for one in same if one.intervals and one.intervals[-1].left is None]
        if len(open_ones) == 1:
            return open_ones[0].row
    return row.number


def _seen(table: Table, row: LogRow) -> Seen:
    name, also = heads.name_of(table.cell(row, NAME), original=table.original)
    email = heads.address_of(*(table.cell(row, column) for column in (REGISTERED, EMAIL, UPN)))
    return Seen(name[:200], also[:200], email, heads.runs_it(table.part, table.cell(row, ROLE)))


def _with_times(table: Table, row: LogRow, seen: Seen, order: Order, day: date, had: Seen | None) -> Seen:
    """The same with what the row says of times. Raises ValueError, with the end of a sentence, where that makes no sense."""
    if AT in table.fields:
        return _turn(table, row, seen, order, day, had)
    lasted = table.lasted(row)
    columns = (FIRST, LAST) if table.in_all else (JOINED, LEFT)
    if columns[0] not in table.fields:
        if lasted is None:
            raise ValueError("says not how long this person was there.")
        return replace(seen, seconds=lasted)
    if table.in_all and had and had.intervals and (lasted is None or lasted <= _summed(had) + _SAME):
        return seen  # each coming and going is told already
    joined, left = (moment(table.cell(row, column), order) for column in columns)
    if joined is None:
        raise ValueError(f"“{plain(table.cell(row, columns[0]))[:40]}” is no time at which somebody came.")
    if left is not None and left < joined:
        raise ValueError("this person left before they came.")
    _check_day(joined, day)
    return replace(seen, intervals=(Interval(joined, left),), seconds=lasted if table.in_all or left is None else None)


def _check_day(at: datetime, day: date) -> None:
    if not of_day(at, day):
        raise ValueError(f"{at:%-d %B %Y} is another day than that of the webinar.")


def _summed(seen: Seen) -> int:
    """Seconds of what is listed of somebody's coming and going."""
    return sum(round((each.left - each.joined).total_seconds()) for each in seen.intervals if each.left)


def _turn(table: Table, row: LogRow, seen: Seen, order: Order, day: date, had: Seen | None) -> Seen:
    """A coming or going, in the older form of Teams."""
    at = moment(table.cell(row, AT), order)
    if at is None:
        raise ValueError(f"“{plain(table.cell(row, AT))[:40]}” is no time.")
    _check_day(at, day)
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
