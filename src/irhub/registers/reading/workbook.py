"""Reading XLSX and ODS workbooks as published: the sheet is found by its header, every cell is text."""

from __future__ import annotations

import re
from pathlib import Path

import fastexcel
import polars as pl

from irhub.registers.reading import headers
from irhub.registers.sources.base import Refused, Source

AS_AT = re.compile(r"as at (\d{1,2} \w+ \d{4})")


def tops(path: Path) -> dict[str, list[list[str | None]]]:
    """The rows at the top of each sheet. Raises Refused if the workbook cannot be opened."""
    try:
        book = fastexcel.read_excel(path)
        return {name: _top(book, name) for name in book.sheet_names}
    except fastexcel.FastExcelError as problem:
        raise Refused(f"{path.name} cannot be read as a workbook: {str(problem).splitlines()[0]}.") from None


def _top(book: fastexcel.ExcelReader, sheet: str) -> list[list[str | None]]:
    frame = book.load_sheet(sheet, header_row=None, n_rows=headers.HEADER_WITHIN, dtypes="string").to_polars()
    return [list(row) for row in frame.iter_rows()]


def stated_date(sheets: dict[str, list[list[str | None]]]) -> str | None:
    """The date that a README sheet states, as published ("1 October 2026")."""
    for rows in sheets.values():
        for row in rows:
            for cell in row:
                if cell and (found := AS_AT.search(cell)):
                    return found[1]
    return None


def sheet(path: Path, source: Source, sheets: dict[str, list[list[str | None]]]) -> pl.DataFrame:
    """The rows of every sheet that bears the register's header: `line` (sheet row; the rows of a further such sheet are
    counted on, so that a line names one row of the file), and text columns as published."""
    frames, counted = [], 0
    for name, rows in sheets.items():
        at = headers.find(source, rows)
        if at is not None:
            frame = fastexcel.read_excel(path).load_sheet(name, header_row=at, dtypes="string").to_polars()
            frame = frame.rename({column: " ".join(column.split()) for column in frame.columns})
            lines = frame.with_row_index("line", offset=counted + at + 2)
            frames.append(lines.with_columns(pl.col("line").cast(pl.Int64)))
            counted += at + 1 + frame.height
    whole = pl.concat(frames, how="diagonal")
    return whole.filter(~pl.all_horizontal(pl.exclude("line").fill_null("") == ""))
