"""Prints the top rows of each sheet of a workbook as JSON: {sheet: [[text or null]]}.

Run as a process of its own by `workbook.py`, with a limit on memory, since a few bytes can claim a sheet of 17 thousand
million cells, and a sheet has to be laid out whole before any of it is read.
"""

from __future__ import annotations

import json
import resource
import sys

MOST_MEMORY = 3 * 2**30
"""Bytes of address space; the largest register that is a workbook needs a tenth of it."""


def main(path: str, rows: int) -> None:
    """Lay out every sheet and print its top rows. Exits with 1 and a reason on standard error if it is no workbook."""
    import fastexcel
    import polars  # noqa: F401  # its threads reserve address space of their own: before the limit

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (_used() + MOST_MEMORY,) * 2)
    try:
        book = fastexcel.read_excel(path)
        tops = {name: _top(book, name, rows) for name in book.sheet_names}
    except fastexcel.FastExcelError as problem:
        sys.exit(str(problem).splitlines()[0])
    sys.stdout.write(json.dumps(tops))


def _top(book, sheet: str, rows: int) -> list[list[str | None]]:  # type: ignore[no-untyped-def]
    frame = book.load_sheet(sheet, header_row=None, n_rows=rows, dtypes="string").to_polars()
    return [list(row) for row in frame.iter_rows()]


def _used() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
