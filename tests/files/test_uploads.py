"""A table that somebody hands in is read as text, whichever of the three kinds of file it is in."""

from __future__ import annotations

import io

import polars as pl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from irhub.files.reading.refused import Refused
from irhub.files.uploads import read_table
from tests.files.workbooks import ods

ROWS = [["Provider name", "CQC provider ID"], ["Quillmoor Care Ltd", "1-200000001"], ["Sedgeford Homes", ""]]
TABLE = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]


def uploaded(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def workbook(rows: list[list[str]]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def test_a_workbook_an_open_document_and_csv_give_the_same_rows():
    csv = pl.DataFrame(TABLE).write_csv()
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert read_table(uploaded("contracts.csv", csv.encode(encoding))) == TABLE
    for separator in ";\t|":
        assert read_table(uploaded("contracts.csv", csv.replace(",", separator).encode())) == TABLE
    for end in ("\r\n", "\r"):
        assert read_table(uploaded("contracts.csv", csv.replace("\n", end).encode())) == TABLE
    assert read_table(uploaded("contracts.xlsx", workbook(ROWS))) == TABLE
    assert read_table(uploaded("contracts.ods", ods(ROWS))) == TABLE


def test_blank_rows_and_cells_around_the_table_are_left_out():
    csv = (
        b" \r\n Provider name , CQC  provider ID,\r\n,,\r\n Quillmoor Care Ltd ,1-200000001,\r\n\r\nSedgeford Homes\r\n"
    )
    assert read_table(uploaded("contracts.csv", csv)) == TABLE


def test_columns_that_are_needed_come_under_the_name_asked_for():
    csv = b"PROVIDER NAME,cqc provider id\nQuillmoor Care Ltd,1-200000001\n"
    assert read_table(uploaded("a.csv", csv), needed=["Provider name"]) == [
        {"Provider name": "Quillmoor Care Ltd", "cqc provider id": "1-200000001"}
    ]
    with pytest.raises(Refused, match=r"lacks the column Beds\. Found: PROVIDER NAME, cqc provider id\."):
        read_table(uploaded("a.csv", csv), needed=["Beds"])


def test_the_most_rows_are_taken_and_one_more_is_not():
    csv = b"Name\n" + b"A\n" * 10
    assert len(read_table(uploaded("a.csv", csv), most_rows=10)) == 10
    with pytest.raises(Refused, match="more than 9 rows"):
        read_table(uploaded("a.csv", csv), most_rows=9)
    with pytest.raises(Refused, match="more than 9 rows"):
        read_table(uploaded("a.xlsx", workbook([["Name"], *[["A"]] * 10])), most_rows=9)


def test_hidden_sheets_of_a_workbook_are_never_read(tmp_path):
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        old, now = book.add_worksheet("Old"), book.add_worksheet("Now")
        old.write_column(0, 0, ["Name", "Formerly Ltd"])
        now.write_column(0, 0, ["Name", "Quillmoor Care Ltd"])
        now.activate()
        old.hide()
    table = read_table(SimpleUploadedFile("list.xlsx", path.read_bytes()))
    assert "Quillmoor Care Ltd" in str(table)
    assert "Formerly" not in str(table)
