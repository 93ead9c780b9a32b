"""Reading XLSX and ODS workbooks as published: visible sheets alone, every cell as text, every row with its sheet row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import polars as pl

from irhub.files.reading import containers, grid, ods, xlsx
from irhub.files.reading.grid import Table
from irhub.files.reading.refused import Refused

AS_AT = re.compile(r"as at (\d{1,2} \w+ \d{4})")


def tops(path: Path) -> dict[str, list[list[str | None]]]:
    """The rows at the top of each visible sheet, blank ones too. Raises Refused if the workbook cannot be opened or claims more
    than a register holds."""
    return {name: table.top for name, table in _read(path).items()}


def sheet(path: Path, headers_at: Mapping[str, int]) -> pl.DataFrame:
    """The rows of these sheets below their headers (by sheet, counted from 0): `line`, and text columns as published.

    `line` is the sheet row as a spreadsheet numbers it; the rows of a further such sheet are counted on, so that a line names
    one row of the file. Raises Refused as `tops` does.
    """
    tables = _read(path)
    _kept.cache_clear()  # what is asked for is handed over: it is not to be held twice
    frames, counted = [], 0
    for name, at in headers_at.items():
        table = tables[name]
        frames.append(grid.below(table, at).with_columns(pl.col("line") + counted))
        counted += table.rows.select(pl.col("line").max().fill_null(0)).item()
    return pl.concat(frames, how="diagonal")


def stated_date(sheets: Mapping[str, list[list[str | None]]]) -> str | None:
    """The date that a README sheet states, as published ("1 October 2026")."""
    for rows in sheets.values():
        for row in rows:
            for cell in row:
                if cell and (found := AS_AT.search(cell)):
                    return found[1]
    return None


def _read(path: Path) -> dict[str, Table]:
    facts = path.stat()
    return _kept(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=1)
def _kept(path: Path, _changed: int, _size: int) -> dict[str, Table]:
    """The sheets of the workbook that was read last: one file is first recognised and then read."""
    with containers.opened(path) as archive:
        names = set(archive.namelist())
        if "content.xml" in names:
            return ods.tables(path, archive)
        if "xl/workbook.xml" in names:
            containers.count(path, archive)
            return xlsx.tables(path)
    raise Refused(f"{path.name} is no workbook.")
