"""Sheets that somebody hands in are read as text, whichever of the three kinds of file it is in."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
import xlsxwriter

from irhub.files.reading.refused import Refused
from irhub.files.uploads import sheets_of
from tests.files.workbooks import ods

ROWS = [["Provider name", "CQC provider ID"], ["Quillmoor Care Ltd", "1-200000001"], ["Sedgeford Homes"]]
NUMBERED = list(enumerate(ROWS, 1))


def rows(name: str, data: bytes) -> list[tuple[int, list[str]]]:
    return [row[:2] for sheet in sheets_of(name, data) for row in sheet.rows]


def workbook(*sheets: list[list[str]]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    for cells in sheets:
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def test_a_workbook_an_open_document_and_csv_give_the_same_rows():
    csv = "".join(",".join(row) + "\n" for row in ROWS)
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert rows("contracts.csv", csv.encode(encoding)) == NUMBERED
    for separator in ";\t|":
        assert rows("contracts.csv", csv.replace(",", separator).encode()) == NUMBERED
        assert rows("contracts.csv", f"sep={separator}\n{csv.replace(',', separator)}".encode()) == NUMBERED
    for end in ("\r\n", "\r"):
        assert rows("contracts.csv", csv.replace("\n", end).encode()) == NUMBERED
    assert rows("contracts.xlsx", workbook(ROWS)) == NUMBERED
    assert rows("contracts.ods", ods(ROWS)) == NUMBERED


def test_rows_are_numbered_as_a_spreadsheet_numbers_them_and_blank_ones_left_out():
    csv = b" \r\n Provider name , CQC  provider ID,\r\n,,\r\n Quillmoor Care Ltd ,1-200000001,\r\n"
    told = [(2, ["Provider name", "CQC  provider ID"]), (4, ["Quillmoor Care Ltd", "1-200000001"])]
    assert rows("contracts.csv", csv) == told
    cells = [[""], ["Provider name", "CQC  provider ID"], [], ["Quillmoor Care Ltd", "1-200000001"]]
    assert rows("contracts.xlsx", workbook(cells)) == told
    assert rows("contracts.ods", ods(cells)) == told


def test_the_most_rows_are_taken_and_one_more_is_not_over_all_sheets():
    csv = b"Name\n" + b"A\n" * 9
    assert len(sheets_of("a.csv", csv, most_rows=10)[0].rows) == 10
    for name, data in (("a.csv", csv), ("a.xlsx", workbook([["A"]] * 5, [["A"]] * 5)), ("a.ods", ods([["A"]] * 10))):
        assert sheets_of(name, data, most_rows=10)
        with pytest.raises(Refused, match="more than 9 rows"):
            sheets_of(name, data, most_rows=9)


def test_hidden_sheets_of_a_workbook_are_named_and_never_read(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        old, now = book.add_worksheet("Old"), book.add_worksheet("Now")
        old.write_column(0, 0, ["Name", "Formerly Ltd"])
        now.write_column(0, 0, ["Name", "Quillmoor Care Ltd"])
        now.activate()
        old.hide()
    sheets = sheets_of("list.xlsx", path.read_bytes())
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [("Old", True), ("Now", False)]
    assert "Quillmoor Care Ltd" in str(sheets)
    assert "Formerly" not in str(sheets)


_MEASURED = """
import resource, sys
from irhub.files.reading.refused import Refused
from irhub.files.uploads import sheets_of
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    sheets_of("list.xlsx", sys.stdin.buffer.read())
except Refused:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted and limited so on Linux alone")
@pytest.mark.parametrize(("columns", "letter"), [(1, "\N{LATIN SMALL LETTER E WITH ACUTE}"), (12, "a")])
def test_a_small_workbook_whose_every_cell_is_one_long_text_costs_no_large_memory(columns, letter):
    """A text that stands once in the file stands in every cell: each of these takes less than 100 kB, and was read at 1 GB."""
    bomb = workbook([[letter * 4990] * columns] * (13_000 // columns))
    assert len(bomb) < 100_000
    done = subprocess.run([sys.executable, "-c", _MEASURED], input=bomb, capture_output=True, check=True)
    waiting, reading = (int(kilobytes) / 1024 for kilobytes in done.stdout.split())
    assert waiting < 60, "MB that whoever waits for it needs more"
    assert reading < 500, "MB of the process that reads it, with its libraries"
