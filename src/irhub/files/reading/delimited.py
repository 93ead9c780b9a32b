"""Rows of delimited text: every cell as text, every row with its line in the file, and no row shifted.

A row has exactly the header's number of cells. One that has not is set aside with an issue; if there are many of them, the file
is refused. `line` is the physical line at which a row begins, as an editor shows it, whatever blank lines and titles come before.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from irhub.files.reading import exact, plain, remarks
from irhub.files.reading.issues import WHOLE_ROW, Issue
from irhub.files.reading.refused import Refused
from irhub.files.reading.text import Text
from irhub.web.saying import agreeing, counted

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_DECLARED = re.compile(r'"?sep=([,;|\t])"?[,;|\t\r ]*')
TOP = 30
"""How many rows at the top of a table are looked at for a header."""
LONGEST_HEADER = 2**16
"""Characters of a line that are looked at for a header."""
MOST_ASIDE = 50
MOST_ASIDE_SHARE = 0.001
"""A file of which more rows than this have to be set aside is refused: of 142,000 rows fifty, of fewer than a thousand none."""


class Top(NamedTuple):
    """A row at the top of a file: the line at which it begins, its cells, and the line after it, both counted from 1."""

    line: int
    cells: list[str]
    after: int


class Body(NamedTuple):
    """The rows below a header. `frame`: `line` (Int64) and a text column for each header cell, null where a cell is empty."""

    frame: pl.DataFrame
    issues: list[Issue]


def top_rows(text: Text, separator: str = ",") -> list[Top]:
    """The rows that begin at each of the first lines, among which a header may be; blank lines count.

    Each is read by itself, so that a quote in a title above the header does no harm.
    """
    lines = text.data[: 2**18].decode(errors="ignore").split("\n")[: 2 * TOP]
    found = []
    for at in range(min(TOP, len(lines))):
        reader = csv.reader((f"{line[:LONGEST_HEADER]}\n" for line in lines[at:]), delimiter=separator)
        try:
            cells = next(reader, [])
        except csv.Error:
            cells = []
        found.append(Top(at + 1, cells, at + reader.line_num + 1))
    return found


def declared_separator(text: Text) -> tuple[str, Text]:
    """The separator that a first line such as `sep=;` names, which spreadsheets write and do not show, and the text below it.

    "" and the text as it is where there is no such line.
    """
    first, _, rest = text.data.partition(b"\n")
    found = _DECLARED.fullmatch(first.decode())
    return (found[1], replace(text, data=rest)) if found else ("", text)


def separator_of(text: Text) -> str:
    """The separator under which most rows at the top of a table have as many cells as one another; titles may stand above them.

    Of several that do, the one that gives most cells; a comma where no row has two.
    """

    def fits(separator: str) -> tuple[int, int]:
        widths = Counter(len(row.cells) for row in top_rows(text, separator) if any(map(str.strip, row.cells)))
        return max(((many, width) for width, many in widths.items() if width > 1), default=(0, 0))

    return max(SEPARATORS, key=fits)


def rows(text: Text, separator: str, name: str) -> Iterator[list[str]]:
    """Every row as it stands, blank ones too. Raises Refused where quotes or the length of a cell make no table."""
    lines = text.data.decode().removesuffix("\n").split("\n")
    try:
        yield from csv.reader((f"{line}\n" for line in lines), delimiter=separator, strict=True)
    except csv.Error as problem:
        raise Refused(
            f"{name} cannot be read as CSV ({problem}): save it again as CSV from your spreadsheet."
        ) from None


def body(text: Text, header: Top, separator: str, name: str) -> Body:
    """The rows below a header. Raises Refused if the file breaks off in a row, or many rows do not fit the header."""
    columns = _unique([" ".join(cell.replace("\ufeff", "").split()) for cell in header.cells])
    named = max((at for at, cell in enumerate(header.cells, 1) if cell.strip()), default=len(columns))
    rest = _below(text.data, header.after - 1)
    shape = exact.Shape(named, len(columns), separator)
    frame = plain.read(rest, columns, separator, header.after)
    odd: list[exact.Odd] = []
    if frame is None:
        read = exact.read(rest.decode(), shape, header.after, name)
        odd = read.odd
        frame = exact.frame(read, columns)
    above = [row.cells for row in top_rows(text, separator)[: header.line - 1]]
    table = remarks.Table(frame, header.cells, odd, above, _stands_apart(rest, header.after))
    kept = remarks.without_remarks(table)
    _refuse_misfits(kept, shape, name)
    _refuse_half_a_cell(kept.frame, text, columns[named - 1], name)
    issues = [Issue(row.line, WHOLE_ROW, row.rule, separator.join(row.cells)[:500]) for row in kept.odd]
    nameless = [column for column, cell in zip(columns, header.cells, strict=True) if not cell.strip()]
    empty = [column for column in nameless if kept.frame[column].null_count() == kept.frame.height]
    return Body(kept.frame.drop(empty), sorted([*issues, *kept.issues], key=lambda issue: issue.line))


def _stands_apart(rest: bytes, first_line: int) -> Callable[[int], bool]:
    """Tells of a line below the header whether the one above it is blank. One without an end may be a record cut short."""

    def apart(line: int) -> bool:
        lines = rest.split(b"\n")
        at = line - first_line
        return at > 0 and at + 1 < len(lines) and not lines[at - 1].strip(b' \t,;|"')

    return apart


def _below(data: bytes, lines: int) -> bytes:
    """What stands below so many lines."""
    start = 0
    for _ in range(lines):
        found = data.find(b"\n", start)
        if found < 0:
            return b""
        start = found + 1
    return data[start:]


def _unique(columns: Sequence[str]) -> list[str]:
    """Header cells, the nameless and repeated ones numbered so that each column has a name of its own."""
    made: list[str] = []
    for number, column in enumerate(columns, 1):
        name = column or f"column {number}"
        made.append(name if name not in made and name != "line" else f"{name} ({number})")
    return made


def _refuse_misfits(kept: remarks.Kept, shape: exact.Shape, name: str) -> None:
    """Raises Refused if the last row breaks off, or so many rows do not fit their header that reading on would be a guess."""
    if not kept.odd:
        return
    first, last = kept.odd[0], kept.odd[-1]
    total = kept.frame.height + len(kept.odd)
    most = min(MOST_ASIDE, total * MOST_ASIDE_SHARE)
    short = last.rule == exact.WRONG_COUNT and len(last.cells) < shape.least
    if short and len(kept.odd) - 1 <= most and (kept.frame.is_empty() or last.line > kept.frame["line"][-1]):
        raise Refused(
            f"{name} breaks off in its last row ({len(last.cells)} of {counted(shape.least, 'cells')} on line {last.line}): the download"
            " was cut short. Download it again."
        )
    if len(kept.odd) <= most:
        return
    what = (
        f"has {counted(len(first.cells), 'cells')} on line {first.line}; its header has {shape.least}"
        if first.rule == exact.WRONG_COUNT
        else f"has a quote on line {first.line} that does not close where a cell ends"
    )
    raise Refused(
        f"{name} {what} ({len(kept.odd):,} of {total:,} rows {agreeing(len(kept.odd), 'do')} not fit the header): nothing was read, so that no cell is"
        " taken for another. Download it again, or tell its publisher."
    )


def _refuse_half_a_cell(frame: pl.DataFrame, text: Text, last: str, name: str) -> None:
    """Raises Refused if the last line has no end, and breaks off within a value that other rows have whole."""
    if text.data.endswith(b"\n") or frame.is_empty() or frame["line"][-1] != text.data.count(b"\n") + 1:
        return
    *others, cell = frame[last].to_list()
    known = set(others)
    if (
        cell
        and cell not in known
        and len(known) * 2 < len(others)
        and any(one and one.startswith(cell) for one in known)
    ):
        raise Refused(
            f"{name} breaks off in its last row ({last} on line {frame['line'][-1]} is {cell[:60]}): the download was cut short."
            " Download it again."
        )
