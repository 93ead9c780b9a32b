"""Workbooks and CSV files that leave hold what they show as text: a spreadsheet runs none of it."""

from __future__ import annotations

import io
import zipfile

import pytest
from fastexcel import read_excel

from irhub.web.downloads import csv_download, xlsx_download

HOSTILE = ["=1+1", "=HYPERLINK(\"https://elsewhere.example\",\"x\")", "{=SUM(A1:A9)}", "+1", "-1+2", "@SUM(1)", "\t=1", "https://elsewhere.example", "mailto:x@elsewhere.example", "internal:Data!A1"]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(value):
    answer = xlsx_download("x.xlsx", [value], [{value: value}], [value])
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) >= 2
    for sheet in sheets:
        assert not any(mark in sheet for mark in (b"<f>", b"<f ", b"<hyperlink"))
    read = read_excel(answer.content).load_sheet("Data", dtypes="string").to_polars()
    assert read.rows() == [(value,)]  # as it was, with nothing put before it


@pytest.mark.parametrize("value", [one for one in HOSTILE if one[0] in "=+-@\t"])
def test_a_cell_of_a_csv_that_would_be_a_formula_is_marked_as_text(value):
    answer = csv_download("x.csv", ["name"], [{"name": value}], [value]).content.decode()
    assert value not in {cell for line in answer.splitlines() for cell in line.split(",")}
    assert "'" + value[:2].replace('"', '""') in answer
