"""Writing OpenDocument workbooks as the CQC's are: typed dates, runs of blank cells as one, filler to the sheet's end."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

Cell = object
"""A text, a number, a date, or nothing: None and the empty text are blank cells."""
ROWS, COLUMNS = 1_048_576, 16_384
"""The size of a sheet: what holds nothing is told as repeated up to there."""
_TIME = (2026, 1, 1, 0, 0, 0)
_KIND = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_NAMES = {f"xmlns:{name}": f"{_OASIS}:{name}:1.0" for name in ("office", "table", "text")} | {"office:version": "1.2"}
_MANIFEST = {"xmlns:manifest": f"{_OASIS}:manifest:1.0", "manifest:version": "1.2"}
_TEXT = {"office:value-type": "string"}
_NOTHING: AttributesImpl[str] = AttributesImpl({})


def write_ods(path: Path, sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> Path:
    """A workbook of sheets, row by row: no more than a row is in memory."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", _TIME), _KIND)
        _member(archive, "content.xml", lambda xml: _content(xml, sheets))
        _member(archive, "META-INF/manifest.xml", _manifest)
    return path


def _member(archive: zipfile.ZipFile, name: str, write: Callable[[XMLGenerator], None]) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(info, "w", force_zip64=True) as out, io.TextIOWrapper(out, "utf-8") as text:
        xml = XMLGenerator(text, "UTF-8", short_empty_elements=True)
        xml.startDocument()
        write(xml)
        xml.endDocument()


def _content(xml: XMLGenerator, sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> None:
    for name, attributes in (("office:document-content", _NAMES), ("office:body", {}), ("office:spreadsheet", {})):
        xml.startElement(name, AttributesImpl(attributes))
    for name, rows in sheets.items():
        xml.startElement("table:table", AttributesImpl({"table:name": name}))
        left = ROWS
        for row in rows:
            _row(xml, row)
            left -= 1
        xml.startElement("table:table-row", AttributesImpl({"table:number-rows-repeated": str(left)}))
        _blanks(xml, COLUMNS)
        xml.endElement("table:table-row")
        xml.endElement("table:table")
    for name in ("office:spreadsheet", "office:body", "office:document-content"):
        xml.endElement(name)


def _row(xml: XMLGenerator, row: Sequence[Cell]) -> None:
    xml.startElement("table:table-row", _NOTHING)
    blank = 0
    for value in row:
        if value is None or value == "":
            blank += 1
            continue
        if blank:
            _blanks(xml, blank)
            blank = 0
        _cell(xml, value)
    _blanks(xml, blank + COLUMNS - len(row))
    xml.endElement("table:table-row")


def _cell(xml: XMLGenerator, value: Cell) -> None:
    if isinstance(value, date):
        kind = {"office:value-type": "date", "office:date-value": f"{value:%Y-%m-%d}T00:00:00"}
        lines = [f"{value:%d/%m/%Y}"]
    elif isinstance(value, int | float):
        kind, lines = {"office:value-type": "float", "office:value": str(value)}, [str(value)]
    else:
        kind, lines = _TEXT, str(value).split("\n")
    xml.startElement("table:table-cell", AttributesImpl(kind))
    for line in lines:
        xml.startElement("text:p", _NOTHING)
        _characters(xml, line)
        xml.endElement("text:p")
    xml.endElement("table:table-cell")


def _characters(xml: XMLGenerator, line: str) -> None:
    """A line's text: of several blanks together all but the first, and those at its ends, are elements of their own."""
    if "  " not in line and line == line.strip(" "):
        xml.characters(line)
        return
    for part in re.split("(^ +|(?<= ) +| +$)", line):
        if part.isspace():
            xml.startElement("text:s", AttributesImpl({"text:c": str(len(part))}))
            xml.endElement("text:s")
        else:
            xml.characters(part)


def _blanks(xml: XMLGenerator, many: int) -> None:
    xml.startElement("table:table-cell", AttributesImpl({"table:number-columns-repeated": str(many)}))
    xml.endElement("table:table-cell")


def _manifest(xml: XMLGenerator) -> None:
    xml.startElement("manifest:manifest", AttributesImpl(_MANIFEST))
    for place, kind in (("/", _KIND), ("content.xml", "text/xml")):
        xml.startElement(
            "manifest:file-entry", AttributesImpl({"manifest:full-path": place, "manifest:media-type": kind})
        )
        xml.endElement("manifest:file-entry")
    xml.endElement("manifest:manifest")
