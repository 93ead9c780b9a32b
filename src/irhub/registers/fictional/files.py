"""Writing tables as their publishers do: CSV, ZIP and XLSX (ODS: ods.py)."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter

Row = Sequence[object]
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)
_PLAIN = {
    "constant_memory": True,
    "strings_to_urls": False,
    "strings_to_formulas": False,
    "default_date_format": "dd/mm/yyyy",
}
"""A text is a text, whatever it looks like; a date is a date."""


def long_date(value: date) -> str:
    """A date as the CQC writes it: 01 October 2026."""
    return f"{value:%d %B %Y}"


def csv_text(header: Row, rows: Iterable[Row], *, quote_all: bool = False) -> str:
    """Rows as CSV with CRLF line ends, quoted where it is needed, or every cell below the header."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerow(header)
    csv.writer(out, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def write_zip(path: Path, members: Mapping[str, str]) -> Path:
    """A ZIP of texts, UTF-8; the same bytes for the same texts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), text.encode(), zipfile.ZIP_DEFLATED)
    return path


def write_xlsx(path: Path, sheets: Mapping[str, Iterable[Row]]) -> Path:
    """A workbook of sheets; blank cells are not written."""
    with xlsxwriter.Workbook(path, _PLAIN) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value not in ("", None):
                        sheet.write(at, column, value)
    return path
