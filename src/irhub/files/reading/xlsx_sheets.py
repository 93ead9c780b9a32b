"""Writes the visible sheets of an XLSX workbook into a folder, each as an Arrow file, and prints their names as JSON.

Run as a process of its own by `xlsx.py`, with a limit on memory, since a few bytes can claim a sheet of 17 thousand
million cells, and a sheet has to be laid out whole before any of it is read.
"""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

from irhub.files.reading import xlsx_errors
from irhub.files.reading.memory import limit_memory

MOST_MEMORY = 3 * 2**30
"""Bytes of address space; the largest register that is a workbook needs half of it."""


def main(path: str, folder: str) -> None:
    """Lay out every sheet. Exits with 1 and a reason on standard error if it is no workbook."""
    import fastexcel
    import polars as pl

    limit_memory(MOST_MEMORY)
    names: list[str] = []
    try:
        book = fastexcel.read_excel(path)
        archive = zipfile.ZipFile(path)
        parts = xlsx_errors.parts(archive)
        for name in book.sheet_names:
            # the rows above the first that is filled count as well: a row's place is its number in the sheet
            sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            if sheet.visible == "visible":
                frame = sheet.to_polars()
                for error in xlsx_errors.errors(archive, parts[name]) if name in parts else ():
                    if error.row <= frame.height and error.column < frame.width:
                        column = frame.columns[error.column]
                        frame = frame.with_columns(frame[column].cast(pl.String).scatter(error.row - 1, error.shown))
                frame.write_ipc(Path(folder) / f"{len(names)}.arrow")
                names.append(name)
    except fastexcel.FastExcelError as problem:
        sys.exit(str(problem).splitlines()[0])
    sys.stdout.write(json.dumps(names))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
