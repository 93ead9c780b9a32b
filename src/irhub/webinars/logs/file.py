"""From the bytes of an attendance report to its rows. What divides its cells is told by the headings: dates of Teams have commas in them."""

from __future__ import annotations

from itertools import islice

from irhub.files.reading import delimited
from irhub.files.reading.refused import Refused
from irhub.files.reading.text import Text, decode
from irhub.webinars.logs.heads import fields_of, tells_attendance
from irhub.webinars.logs.tables import LogRow

MOST_ROWS = 20_000
MOST_COLUMNS = 60
_SEPARATORS = ("\t", ",", ";")


def rows_of(name: str, data: bytes) -> list[LogRow]:
    """The rows that hold anything, with their number as a spreadsheet counts it. Raises Refused for what is no text, or too much of it."""
    declared, text = delimited.declared_separator(decode(_marked(data), name))
    readings = [_read(text, separator, name) for separator in ((declared,) if declared else _SEPARATORS)]
    told = [rows for rows in readings if any(tells_attendance(fields_of(row.cells)) for row in rows)]
    rows = [*told, *sorted(readings, key=lambda rows: -max((len(row.cells) for row in rows), default=0))][0]
    if not rows:
        raise Refused(
            f"{name} cannot be read as CSV: hand it in as Teams or Zoom made it, without opening it in a spreadsheet."
        )
    if len(rows) > MOST_ROWS:
        raise Refused(
            f"{name} has more than {MOST_ROWS:,} rows: no webinar has so many people. Hand in the report of one session."
        )
    return rows


def _marked(data: bytes) -> bytes:
    """UTF-16 as Teams writes it with the mark at its head, also where something on the way took that off."""
    return b"\xff\xfe" + data if len(data) > 3 and data[0] and data[2] and not (data[1] or data[3]) else data


def _read(text: Text, separator: str, name: str) -> list[LogRow]:
    """The rows by one separator; none if it makes no table."""
    numbered = enumerate(delimited.rows(text, separator, name), 1)
    try:
        return list(
            islice(
                (LogRow(number, cells[:MOST_COLUMNS]) for number, cells in numbered if any(map(str.strip, cells))),
                MOST_ROWS + 1,
            )
        )
    except Refused:
        return []
