"""The rows of a sheet as they come, laid out in columns: text, by sheet row, within limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest

import polars as pl

Row = Sequence[str | None]
TOP = 30
"""How many rows at the top of a sheet are kept aside, for a header may stand among them."""
MOST_CELLS = 40_000_000
"""Cells of a sheet, blank ones between filled ones too: four times those of the largest register that is a workbook."""
MOST_TEXT = 2**30
"""Characters of all cells of a sheet."""
MOST_COLUMNS = 2**14
BATCH = 500_000
"""Cells that are gathered in Python before they become columns."""


class TooLarge(Exception):
    """The sheet claims more than a register holds."""


class Grid:
    """A sheet that is being read: rows are added from the top, blank ones cost nothing.

    `top`: the first rows, blank ones too, by position. `line`: the sheet row last added, counted from 1.
    """

    def __init__(self) -> None:
        self.top: list[list[str | None]] = []
        self.line = 0
        self._batches: list[pl.DataFrame] = []
        self._lines: list[int] = []
        self._rows: list[Row] = []
        self._width = self._widest = self._height = self._text = 0

    def add(self, cells: Row, times: int = 1) -> None:
        """Add a row that stands so many times below the last. Raises TooLarge."""
        if len(self.top) < TOP:
            self.top += [list(cells)] * min(times, TOP - len(self.top))
        width = len(cells)
        if width:
            self._width = max(self._width, width)
            self._widest = max(self._widest, width)
            self._height += times
            if self._widest > MOST_COLUMNS or self._height * self._widest > MOST_CELLS:
                raise TooLarge
            for line in range(self.line + 1, self.line + times + 1):
                self._lines.append(line)
                self._rows.append(cells)
                if len(self._rows) * self._width > BATCH:
                    self._lay_out()
        self.line += times

    def _lay_out(self) -> None:
        columns = zip_longest(*self._rows)
        frame = pl.DataFrame(
            [
                pl.Series("line", self._lines, dtype=pl.Int64),
                *(
                    pl.Series(str(number), column, dtype=pl.String)
                    for number, column in enumerate(columns)
                ),
            ]
        )
        self._text += int(sum(frame.select(pl.exclude("line").str.len_bytes().sum()).row(0)))
        if self._text > MOST_TEXT:
            raise TooLarge
        self._batches.append(frame)
        self._lines, self._rows, self._width = [], [], 0

    def frame(self) -> pl.DataFrame:
        """The rows that hold anything: `line`, and a text column for each column of the sheet, "0" the first."""
        if self._rows:
            self._lay_out()
        if not self._batches:
            return pl.DataFrame(schema={"line": pl.Int64})
        return pl.concat(self._batches, how="diagonal")


def below(frame: pl.DataFrame, header: Row, at: int) -> pl.DataFrame:
    """The rows of a sheet below its header, which stands at a position counted from 0, by the header's cells.

    A column without a header is kept if it holds anything, as "column N".
    """
    rows = frame.filter(pl.col("line") > at + 1) if at >= 0 else frame
    names = named(header, frame.width - 1)
    columns = [pl.col("line")]
    for position, name in enumerate(names):
        if str(position) in frame.columns:
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
