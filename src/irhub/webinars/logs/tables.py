"""The tables of an attendance report, and what stands above them. A row is never dropped without a word: it belongs to a table, or the file is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from irhub.files.reading.refused import Refused
from irhub.web.saying import counted
from irhub.webinars.logs import heads
from irhub.webinars.logs.heads import AT, ATTENDED, DURATION, FIRST, JOINED, LAST, LEFT, MINUTES, NAME, plain
from irhub.webinars.logs.times import Order, moment, names_zone, seconds

_PART = re.compile(r"\d\. \S.*|.* details|attendee report|other attended", re.IGNORECASE)
_NUMBERED = re.compile(r"\d\. ")
_BEGAN = frozenset({"start time", "actual start time", "meeting start time", "startzeit"})
_MANY = frozenset({"attended participants", "total number of participants", "gesamtzahl der teilnehmer"})
_TIMES = frozenset({JOINED, LEFT, FIRST, LAST, AT})
NO = frozenset({"no", "nein"})
"""What *Attended* says of who did not come; nothing else does."""


class LogRow(NamedTuple):
    """A row of the file: its number as a spreadsheet counts it, and its cells."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """A table of the file: the title above it, its head, the columns that are known, and its rows."""

    part: str
    head: LogRow
    fields: dict[str, int]
    rows: list[LogRow]

    def cell(self, row: LogRow, name: str) -> str:
        """What a row has in a column; blank if the table lacks it."""
        at = self.fields.get(name)
        told = row.cells[at] if at is not None and at < len(row.cells) else ""
        unzoned = at is not None and name in _TIMES and plain(told) and not names_zone(told)
        zone = heads.zone_of(self.head.cells[at]) if at is not None and unzoned else ""
        return f"{told} {zone}" if zone else told

    @property
    def original(self) -> bool:
        """Whether the name of an account stands behind a name."""
        return heads.ORIGINAL in plain(self.head.cells[self.fields[NAME]]).casefold()

    @property
    def in_all(self) -> bool:
        """Whether it has one row for each person, with the first coming and the last going."""
        return FIRST in self.fields

    def fits(self, row: LogRow) -> bool:
        """Whether a row reads as one of this table: by its time, by its length if there are no times, or as of somebody absent."""
        if plain(self.cell(row, ATTENDED)).casefold() in NO:
            return True
        came = [column for column in (FIRST, JOINED, AT) if column in self.fields]
        if came:
            return any(moment(self.cell(row, came[0]), order) for order in Order)
        return self.lasted(row) is not None

    def lasted(self, row: LogRow) -> int | None:
        """How long a row says that somebody was there, in seconds."""
        if MINUTES in self.fields:
            return seconds(self.cell(row, MINUTES), minutes=True)
        return seconds(self.cell(row, DURATION))


def tables_of(rows: Sequence[LogRow], name: str) -> list[Table]:
    """The tables that tell of attendance. What stands below a blank line or a title belongs to the table above if it reads as a row of it.

    Raises Refused for rows that belong to no table.
    """
    found: list[Table] = []
    part, before, within = "", 0, False
    title: LogRow | None = None
    lost: list[int] = []
    for row in rows:
        filled = [cell for cell in row.cells if plain(cell)]
        fields = heads.fields_of(row.cells)
        if heads.tells_attendance(fields):
            found.append(Table(part, row, fields, []))
            title, within = None, True
        elif len(filled) == 1 and _PART.fullmatch(plain(filled[0])):
            lost += _alone(title, found)
            part, title, within = filled[0], row, False
        elif found and filled:
            within = within and row.number == before + 1
            if within or found[-1].fits(row):
                found[-1].rows.extend([*([title] if title else []), row])
                title, within = None, True
            else:
                lost.append(row.number)
        before = row.number
    lost += _alone(title, found)
    if lost:
        raise Refused(
            f"{name} has {counted(len(lost), 'rows that belong')} to no table, the first of them row"
            f" {lost[0]}: nobody would know whether these people came. Export the report again, and hand it in as it is."
        )
    return found


def _alone(title: LogRow | None, found: Sequence[Table]) -> list[int]:
    """The number of a row that may be a title with nothing below it, and as well somebody’s name."""
    return [title.number] if title and found and any(map(_NUMBERED.match, map(plain, title.cells))) else []


def began(rows: Iterable[LogRow]) -> str:
    """When the meeting began, as the head of the file writes it: beside the words or below them. Blank if it does not say."""
    known: int | None = None
    for row in rows:
        if known is not None and known < len(row.cells):
            return plain(row.cells[known])
        if heads.tells_attendance(heads.fields_of(row.cells)):
            break
        for at, cell in enumerate(row.cells):
            if plain(cell).casefold() in _BEGAN:
                beside = row.cells[at + 1] if at + 1 < len(row.cells) else ""
                if any(moment(beside, order) for order in Order):
                    return plain(beside)
                known = at
                break
    return ""


def how_many(rows: Iterable[LogRow]) -> int | None:
    """How many people attended, as the summary of Teams counts them."""
    for row in rows:
        if len(row.cells) > 1 and plain(row.cells[0]).casefold() in _MANY:
            told = plain(row.cells[1])
            return int(told) if told.isdecimal() and len(told) < 7 else None
    return None
