"""Rows by Python's reader, for text in which a cell holds a line break, or a line is odd.

A quote that does not close where a cell ends may swallow the rows below it. Then its line alone is set aside, and those below
stand for themselves again.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from irhub.files.reading.refused import Refused

BLANK = " \t\v\f\u00a0\ufeff"
"""Letters of which a blank cell may consist."""
WRONG_COUNT = "wrong_cell_count"
BROKEN_QUOTES = "broken_quotes"
_CUT = "unexpected end of data"
_LOOKED_AT = 50
"""Lines below a quote that never closes, of which none is a row if the file was cut."""


class Shape(NamedTuple):
    """How many cells a row has: at least those of columns with a name, at most all; and what stands between them."""

    least: int
    most: int
    separator: str


class Odd(NamedTuple):
    """A row that does not fit its header: line, cells as they could be read, and what is wrong."""

    line: int
    cells: list[str]
    rule: str


@dataclass
class Rows:
    """Rows that fit, by line, and those that do not, in order."""

    lines: list[int] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    odd: list[Odd] = field(default_factory=list)


def read(rest: str, shape: Shape, first_line: int, name: str) -> Rows:
    """Every row that is not blank. Raises Refused if the text breaks off inside a quoted cell."""
    lines, found, at = rest.removesuffix("\n").split("\n"), Rows(), 0
    while at < len(lines):
        at = _read_on(lines, at, shape, first_line, name, found)
    return found


def frame(rows: Rows, columns: Sequence[str]) -> pl.DataFrame:
    """The rows that fit: `line` and text columns, null where a cell is empty."""
    cells = list(zip(*rows.cells, strict=True)) or [()] * len(columns)
    made = [
        pl.Series(column, [cell or None for cell in values], dtype=pl.String)
        for column, values in zip(columns, cells, strict=True)
    ]
    return pl.DataFrame([pl.Series("line", rows.lines, dtype=pl.Int64), *made])


def _read_on(lines: list[str], at: int, shape: Shape, first_line: int, name: str, found: Rows) -> int:
    """Read from a line until a quote is broken, or to the end; the line to go on from."""
    reader = csv.reader((f"{lines[n]}\n" for n in range(at, len(lines))), delimiter=shape.separator, strict=True)
    begins = at
    try:
        for cells in reader:
            ends = at + reader.line_num
            fit = fitted(cells, shape)
            if ends - begins > 1 and (fit is None or _swallowed(cells, shape)):
                break
            if fit is None:
                found.odd.append(Odd(begins + first_line, cells, WRONG_COUNT))
            elif fit:
                found.lines.append(begins + first_line)
                found.cells.append(fit)
            begins = ends
        else:
            return len(lines)
    except csv.Error as problem:
        if _CUT in str(problem) and not _rows_follow(lines, begins, shape):
            raise Refused(
                f"{name} breaks off inside a quoted cell that opens on line {begins + first_line}: the download may have been"
                " cut short. Download it again."
            ) from None
    found.odd.append(Odd(begins + first_line, lines[begins].split(shape.separator), BROKEN_QUOTES))
    return begins + 1


def fitted(cells: list[str], shape: Shape) -> list[str] | None:
    """A row of the full width: empty cells at its end are put on or cut off. [] if it is blank, None if it does not fit."""
    if not any(cell.strip(BLANK) for cell in cells):
        return []
    if len(cells) < shape.least or any(cells[shape.most :]):
        return None
    return cells[: shape.most] + [""] * (shape.most - len(cells))


def _swallowed(cells: Sequence[str], shape: Shape) -> bool:
    """Whether a cell's line breaks part what would be rows: one within it, or the first and the last that it is part of."""
    for before, cell in enumerate(cells):
        if "\n" not in cell:
            continue
        first, *inner, last = (piece.count(shape.separator) + 1 for piece in cell.split("\n"))
        if shape.least in inner or (before + first, last + len(cells) - before - 1) == (shape.least, shape.least):
            return True
    return False


def _rows_follow(lines: Sequence[str], begins: int, shape: Shape) -> bool:
    for line in lines[begins + 1 : begins + 1 + _LOOKED_AT]:
        try:
            if fitted(next(csv.reader([line], delimiter=shape.separator, strict=True), []), shape):
                return True
        except csv.Error:
            continue
    return False
