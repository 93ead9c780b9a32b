"""The rows of a sheet as they come, laid out in columns: text, by sheet row, within limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import polars as pl

Row = Sequence[str | None]
TOP = 30
"""How many rows at the top of a sheet are kept aside, for a header may stand among them."""
MOST_CELLS = 40_000_000
"""Cells of a sheet, blank ones between filled ones too: four times those of the largest register that is a workbook."""
MOST_ROWS = 1_000_000
"""Rows of a sheet that hold anything: three times those of the longest such register."""
MOST_TEXT = 2**28
"""Characters of all cells of a sheet, each as often as it stands: the longest such register has less than half of this."""
MOST_COLUMNS = 2**14
BATCH = 500_000
"""Cells that are gathered in Python before they become columns."""
BATCH_TEXT = 2**25
"""Characters that are gathered so."""


Cell = str | None | tuple[str | None, int]
"""Its text, None if it is blank; with how often it stands, if not once."""


class TooLarge(Exception):
    """The sheet claims more than a register holds."""


@dataclass(frozen=True)
class Table:
    """A sheet: its first rows, blank ones too, by position; and every row that holds anything.

    `rows`: `line`, the sheet row counted from 1, and a text column for each column of the sheet, "0" the first.
    """

    top: list[list[str | None]]
    rows: pl.DataFrame


def laid_out(cells: list[Cell]) -> list[str | None]:
    """The texts of a row, repeated ones as often as they stand, without the blank ones at its end. Raises TooLarge."""
    while cells and ((last := cells[-1]) is None or (type(last) is tuple and last[0] is None)):
        cells.pop()
    if tuple not in map(type, cells):
        return cells  # type: ignore[return-value]
    found: list[str | None] = []
    for cell in cells:
        if isinstance(cell, tuple):
            text, times = cell
            if len(found) + times > MOST_COLUMNS:
                raise TooLarge
            found += [text] * times
        else:
            found.append(cell)
    return found


class Grid:
    """A sheet that is being read: rows are added from the top, blank ones cost nothing."""

    def __init__(self) -> None:
        self._top: list[list[str | None]] = []
        self._line = 0
        self._batches: list[pl.DataFrame] = []
        self._lines: list[int] = []
        self._rows: list[Row] = []
        self._width = self._widest = self._height = self._text = self._gathered = 0

    def add(self, cells: Row, times: int = 1) -> None:
        """Add a row that stands so many times below the last. Raises TooLarge."""
        if len(self._top) < TOP:
            self._top += [list(cells)] * min(times, TOP - len(self._top))
        if cells:
            text = sum(map(len, filter(None, cells)))
            self._count(len(cells), text, times)
            for line in range(self._line + 1, self._line + times + 1):
                self._lines.append(line)
                self._rows.append(cells)
                self._gathered += text
                if len(self._rows) * self._width > BATCH or self._gathered > BATCH_TEXT:
                    self._lay_out()
        self._line += times

    def _count(self, width: int, text: int, times: int) -> None:
        self._width = max(self._width, width)
        self._widest = max(self._widest, width)
        self._height += times
        self._text += text * times
        if self._widest > MOST_COLUMNS or self._height > MOST_ROWS or self._height * self._widest > MOST_CELLS:
            raise TooLarge
        if self._text > MOST_TEXT:
            raise TooLarge

    def _lay_out(self) -> None:
        columns = enumerate(zip_longest(*self._rows))
        texts = [pl.Series(str(number), column, dtype=pl.String) for number, column in columns]
        frame = pl.DataFrame([pl.Series("line", self._lines, dtype=pl.Int64), *texts])
        self._batches.append(frame)
        self._lines, self._rows, self._width, self._gathered = [], [], 0, 0

    def table(self) -> Table:
        """The sheet, once all its rows were added."""
        if self._rows:
            self._lay_out()
        rows = pl.concat(self._batches, how="diagonal") if self._batches else pl.DataFrame(schema={"line": pl.Int64})
        return Table(self._top, rows)


class Unread(Grid):
    """A sheet of which no row is kept."""

    def add(self, cells: Row, times: int = 1) -> None:
        """Let the row go."""


def below(table: Table, at: int) -> pl.DataFrame:
    """The rows of a sheet below its header, which stands at a position counted from 0, by the header's cells.

    A column without a header is kept if it holds anything, as "column N".
    """
    header, rows = table.top[at], table.rows.filter(pl.col("line") > at + 1)
    names = named(header, rows.width - 1)
    columns = [pl.col("line")]
    for position, name in enumerate(names):
        if str(position) in rows.columns:
            titled = position < len(header) and (header[position] or "").strip()
            if titled or rows[str(position)].null_count() < rows.height:
                columns.append(pl.col(str(position)).alias(name))
        elif position < len(header):
            columns.append(pl.lit(None, pl.String).alias(name))
    found = rows.select(columns)
    return found.filter(~pl.all_horizontal(pl.exclude("line").fill_null("").str.strip_chars() == ""))


def named(header: Iterable[str | None], width: int) -> list[str]:
    """A name of its own for each column: its header without needless blanks; nameless and repeated ones are numbered."""
    cells = [" ".join((cell or "").replace("\ufeff", "").split()) for cell in header]
    cells += [""] * (width - len(cells))
    told, seen = [], Counter[str](["line"])
    for number, cell in enumerate(cells, 1):
        name = cell or f"column {number}"
        told.append(f"{name} ({number})" if seen[name] else name)
        seen[name] += 1
    return told
