"""Reading XLSX and ODS workbooks as published: the sheet is found by its header, every cell is text."""

from __future__ import annotations

import json
import re
import subprocess  # our own interpreter, with fixed arguments
import sys
from functools import lru_cache
from pathlib import Path

import fastexcel
import polars as pl

from irhub.files.reading import containers
from irhub.files.reading.delimited import TOP
from irhub.files.reading.refused import Refused

AS_AT = re.compile(r"as at (\d{1,2} \w+ \d{4})")


def tops(path: Path) -> dict[str, list[list[str | None]]]:
    """The rows at the top of each sheet. Raises Refused if the workbook cannot be opened or claims more than it holds."""
    facts = path.stat()
    return _tops(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=8)
def _tops(path: Path, _changed: int, _size: int) -> dict[str, list[list[str | None]]]:
    with containers.opened(path) as archive:
        containers.count(path, archive)
    reading = subprocess.run(
        [sys.executable, "-I", "-m", "irhub.files.reading.sheet_tops", str(path.resolve()), str(TOP)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if reading.returncode == 1 and "Cell limit exceeded" not in reading.stderr:
        raise Refused(f"{path.name} cannot be read as a workbook: {reading.stderr.strip()[-300:]}.")
    if reading.returncode:
        raise Refused(f"{path.name} claims far more rows or columns than a register has: it was not read.")
    found: dict[str, list[list[str | None]]] = json.loads(reading.stdout)
    return found


def stated_date(sheets: dict[str, list[list[str | None]]]) -> str | None:
    """The date that a README sheet states, as published ("1 October 2026")."""
    for rows in sheets.values():
        for row in rows:
            for cell in row:
                if cell and (found := AS_AT.search(cell)):
                    return found[1]
    return None


def sheet(path: Path, headers_at: dict[str, int]) -> pl.DataFrame:
    """The rows of these sheets below their headers (by sheet, counted from 0): `line` (sheet row; the rows of a further such sheet are
    counted on, so that a line names one row of the file), and text columns as published."""
    frames, counted = [], 0
    for name, at in headers_at.items():
        frame = fastexcel.read_excel(path).load_sheet(name, header_row=at, dtypes="string").to_polars()
        frame = frame.rename({column: " ".join(column.split()) for column in frame.columns})
        lines = frame.with_row_index("line", offset=counted + at + 2)
        frames.append(lines.with_columns(pl.col("line").cast(pl.Int64)))
        counted += at + 1 + frame.height
    whole = pl.concat(frames, how="diagonal")
    return whole.filter(~pl.all_horizontal(pl.exclude("line").fill_null("") == ""))
