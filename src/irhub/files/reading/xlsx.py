"""Reading XLSX sheets: calamine lays them out in a process of its own, within limits."""

from __future__ import annotations

import json
import subprocess  # our own interpreter, with fixed arguments
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from irhub.files.reading.grid import TOP, Table
from irhub.files.reading.refused import Refused

_MIDNIGHT = " 00:00:00"


def tables(path: Path) -> dict[str, Table]:
    """The visible sheets of a workbook, by name. Raises Refused for what is damaged or claims too much."""
    with TemporaryDirectory(prefix="irhub-") as folder:
        reading = subprocess.run(
            [sys.executable, "-I", "-m", "irhub.files.reading.xlsx_sheets", str(path.resolve()), folder],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if reading.returncode == 1 and "Cell limit exceeded" not in reading.stderr:
            raise Refused(f"{path.name} cannot be read as a workbook: {reading.stderr.strip()[-300:]}.")
        if reading.returncode:
            raise Refused(f"{path.name} claims far more rows or columns than a register has: it was not read.")
        names: list[str] = json.loads(reading.stdout)
        frames = [pl.read_ipc(Path(folder) / f"{number}.arrow") for number in range(len(names))]
    return {name: _table(frame) for name, frame in zip(names, frames, strict=True)}


def _table(frame: pl.DataFrame) -> Table:
    """A sheet as it was laid out. A date is a text of the form 2026-04-20, with its time unless that is midnight."""
    texts = frame.rename({name: str(number) for number, name in enumerate(frame.columns)}).with_columns(
        pl.all().replace("", None)
    )
    dated = [name for name in texts.columns if texts[name].str.ends_with(_MIDNIGHT).any()]
    texts = texts.with_columns(pl.col(dated).str.replace(r"^(\d{4}-\d{2}-\d{2}) 00:00:00$", "$1"))
    rows = texts.with_row_index("line", offset=1).with_columns(pl.col("line").cast(pl.Int64))
    filled = rows.filter(pl.any_horizontal(pl.exclude("line").is_not_null())) if texts.width else rows
    return Table([list(row) for row in texts.head(TOP).iter_rows()], filled)
