"""Writing tables as their publishers do: CSV with BOM, ZIP, XLSX and ODS."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

Row = Sequence[object]
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)
_ODS_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"'
)


def long_date(value: date) -> str:
    """A date as the CQC writes it: 01 October 2026."""
    return f"{value:%d %B %Y}"


def csv_text(header: Row, rows: Iterable[Row], *, quote_all: bool = True) -> str:
    """Rows as CSV with CRLF line ends."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def write_zip(path: Path, members: Mapping[str, str]) -> Path:
    """A ZIP of texts, UTF-8; the same bytes for the same texts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), text.encode(), zipfile.ZIP_DEFLATED)
    return path


def write_xlsx(path: Path, sheets: Mapping[str, Iterable[Row]]) -> Path:
    """A workbook of sheets; blank cells are not written."""
    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value not in ("", None):
                        sheet.write(at, column, value)
    return path


def write_ods(path: Path, sheets: Mapping[str, Iterable[Row]]) -> Path:
    """An OpenDocument workbook of sheets, every cell a text."""
    body = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_ODS_NAMES}><office:body>'
        f"<office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _ZIP_TIME), kind)
        for name, text in (("content.xml", content), ("META-INF/manifest.xml", manifest)):
            archive.writestr(zipfile.ZipInfo(name, _ZIP_TIME), text.encode(), zipfile.ZIP_DEFLATED)
    return path


def _ods_row(row: Row) -> str:
    cells = (
        '<table:table-cell office:value-type="string"><text:p>' + escape(str(value)) + "</text:p></table:table-cell>"
        if value not in ("", None)
        else "<table:table-cell/>"
        for value in row
    )
    return f"<table:table-row>{''.join(cells)}</table:table-row>"
