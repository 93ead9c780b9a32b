"""Rows as files: CSV, workbook, JSON. No cell of any is a formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils.http import content_disposition_header

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_XLSX = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd",
    "remove_timezone": True,
}
DICTIONARY = ("column", "title", "means")


@dataclass(frozen=True)
class Told:
    """A column as the data dictionary tells it."""

    key: str
    title: str
    means: str


@dataclass(frozen=True)
class File:
    """What a file holds: rows of values in the order of the columns, and sentences about where they come from."""

    name: str
    columns: Sequence[Told]
    rows: Iterable[Sequence[object]]
    about: Sequence[str] = ()


def safe_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula: text that begins as one gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def as_csv(file: File, dictionary: str = "") -> HttpResponse:
    """The rows below their keys, and nothing else. `dictionary`: the address of what the columns mean, told in the header
    `Link` of the answer."""
    response = _answer(f"{file.name}.csv", "text/csv; charset=utf-8")
    if dictionary:
        response["Link"] = f'<{dictionary}>; rel="describedby"; type="text/csv"'
    writer = csv.writer(response)
    writer.writerow(told.key for told in file.columns)
    writer.writerows([safe_cell(value) for value in row] for row in file.rows)
    return response


def dictionary_csv(file: File) -> HttpResponse:
    """What the columns mean, and where the rows come from, as a table of its own."""
    told = [(told.key, told.title, told.means) for told in file.columns]
    about = [("", "About the rows", line) for line in file.about]
    columns = [Told(name, name, "") for name in DICTIONARY]
    return as_csv(File(f"{file.name}-columns", columns, [*told, *about]))


def as_xlsx(file: File) -> HttpResponse:
    """A workbook: the rows on one sheet, what the columns mean and where the rows come from on another."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, _XLSX) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("Data")
        sheet.freeze_panes(1, 0)
        for place, told in enumerate(file.columns):
            sheet.set_column(place, place, max(12, len(told.title) + 2))
        sheet.write_row(0, 0, [told.key for told in file.columns], bold)
        for number, row in enumerate(file.rows, 1):
            sheet.write_row(number, 0, row)
        about = book.add_worksheet("About this file")
        about.set_column(0, 1, 30)
        about.set_column(2, 2, 100)
        about.write_row(0, 0, DICTIONARY, bold)
        lines = [*((told.key, told.title, told.means) for told in file.columns), *(("", "", one) for one in file.about)]
        for number, line in enumerate(lines, 1):
            about.write_row(number, 0, line)
    response = _answer(f"{file.name}.xlsx", _SHEET)
    response.write(kept.getvalue())
    return response


def workbook(sheets: Mapping[str, Iterable[Sequence[object]]]) -> bytes:
    """A workbook in a layout that somebody else laid down: each sheet by its name holds these rows and nothing else, no column explained."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, _XLSX) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return kept.getvalue()


def as_json(file: File) -> HttpResponse:
    """One object: what the columns mean, where the rows come from, and the rows, each an object by key."""
    keys = [told.key for told in file.columns]
    told = {
        "columns": [{"key": one.key, "title": one.title, "means": one.means} for one in file.columns],
        "about": list(file.about),
        "rows": [dict(zip(keys, row, strict=True)) for row in file.rows],
    }
    response = _answer(f"{file.name}.json", "application/json")
    response.write(json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
    return response


def _answer(name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
