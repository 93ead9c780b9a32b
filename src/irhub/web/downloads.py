"""What leaves the product as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: text that begins as one gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def csv_download(
    name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], notes: Sequence[str] = ()
) -> HttpResponse:
    """Rows of the named columns as a CSV file with a header, safe to open in a spreadsheet.

    `notes`, if any, follow the rows after an empty line: one each, in the first column.
    """
    response = _answer(name, "text/csv; charset=utf-8")
    writer = csv.writer(response)
    writer.writerow(columns)
    writer.writerows([safe_cell(row[column]) for column in columns] for row in rows)
    if notes:
        writer.writerows([[], *([safe_cell(note)] for note in notes)])
    return response


def xlsx_download(
    name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], notes: Sequence[str] = ()
) -> HttpResponse:
    """The same as a workbook: the rows on one sheet, the notes on another. No cell is a formula."""
    kept = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "in_memory": True,
        "default_date_format": "yyyy-mm-dd",
    }
    with xlsxwriter.Workbook(kept, options) as book:
        sheet = book.add_worksheet("Data")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, columns, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, [row[column] for column in columns])
        sheet.autofit()
        told = book.add_worksheet("About this file")
        for number, note in enumerate(notes):
            told.write_string(number, 0, note)
    response = _answer(name, _SHEET)
    response.write(kept.getvalue())
    return response


def _answer(name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
