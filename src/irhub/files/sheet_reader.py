"""Reads the first visible sheet of a workbook that comes in on standard input, and prints its rows as JSON lists of text.

Run as a process of its own by `uploads.py`, with limits on memory and time, since a few bytes can claim a sheet of 17
thousand million cells.
"""

from __future__ import annotations

import json
import resource
import sys

from irhub.files.reading.memory import limit_memory

MOST_MEMORY = 2**30
"""Bytes of address space."""


def main(most_rows: int, seconds: int) -> None:
    """Print at most so many rows and one more, with a header and a few blank rows allowed for."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    import fastexcel

    book = fastexcel.read_excel(data)
    if not book.sheet_names:
        sys.exit(1)
    import polars as pl

    limit_memory(MOST_MEMORY)
    sheets = (
        book.load_sheet(name, header_row=None, n_rows=most_rows + 50, dtypes="string") for name in book.sheet_names
    )
    sheet = next((sheet for sheet in sheets if sheet.visible == "visible"), None)
    if sheet is None:
        sys.exit(1)
    rows = sheet.to_polars().select(pl.all().fill_null("")).rows()
    sys.stdout.write(json.dumps(rows))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
