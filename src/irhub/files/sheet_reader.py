"""Reads a workbook that comes in on standard input, and prints its sheets as JSON: name, visible, and rows of text.

A row is its number in the sheet, counted from 1, and its cells; rows without text are left out, and rows of sheets that are hidden
are never read. Run as a process of its own by `uploads.py`, with limits on memory and time, since a few bytes can claim a sheet of
17 thousand million cells, and a text that stands once in a workbook can stand in every cell.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from irhub.files.reading.memory import limit_memory

MOST_MEMORY = 3 * 2**27
"""Bytes of address space beyond those of a program that has read nothing yet: the largest list takes half of it."""
MOST_TEXT = 2**24
"""Characters of all cells together: twenty thousand lines of eight hundred. Whoever hands the file in waits in a process that holds them all."""


def main(most_rows: int, seconds: int) -> None:
    """Print every sheet, with at most so many rows of all visible ones together and one more."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    data = sys.stdin.buffer.read()
    import fastexcel
    import polars  # noqa: F401 - before memory is limited: it starts threads

    book = fastexcel.read_excel(data)
    if not book.sheet_names:
        sys.exit(1)
    limit_memory(MOST_MEMORY)
    told: list[dict[str, Any]] = []
    rows_left, text_left = most_rows + 1, MOST_TEXT
    for name in book.sheet_names:
        # the rows above the first that is filled count as well: a row's place is its number in the sheet
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        visible = sheet.visible == "visible"
        rows: list[tuple[int, list[str]]] = []
        for number, cells in enumerate(sheet.to_polars().iter_rows() if visible and sheet.width else (), 1):
            filled = [cell or "" for cell in cells]
            while filled and not filled[-1].strip():
                filled.pop()
            if filled and rows_left > 0:
                text_left -= sum(map(len, filled))
                rows_left -= 1
                rows.append((number, filled))
            if text_left < 0:
                sys.exit(1)
        told.append({"name": name, "visible": visible, "rows": rows})
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode())  # no letter takes six


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
