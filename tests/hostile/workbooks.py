"""Hostile and broken register workbooks, and what must be said of each. docs/hostile-input.md is made of this table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.files.reading import opendocument as odf
from tests.files.reading.opendocument import row, sheet, text
from tests.files.workbooks import XLSX_PARTS, cell, packed, xlsx

NAMES = ("Location ID", "Location HSCA End Date", "Location Name", "Provider ID", "Provider Name")
HEADER = row(*map(text, NAMES))
ROW = row(*map(text, ("1-200000001", "2026-09-20", "Quillmoor Lodge", "1-100000001", "Quillmoor Ltd")))
FILLED = text("x", more=' table:number-columns-repeated="{}"')
LONG = "a" * 1_000_000
CLAIMS = "claims far more rows or columns"
DAMAGED = "content.xml is damaged"
DEFINES = "definitions that a spreadsheet does not need"
NOT_ONE = "is none of the registers"
XLSX_ROW = f'<row r="1">{cell("A1", "Name")}</row>'


@dataclass(frozen=True)
class Workbook:
    """A workbook: what it is, its ending, its bytes, and a part of the sentence that refuses it."""

    what: str
    kind: str
    data: Callable[[], bytes]
    says: str


def ods(content: str | bytes, **more: str) -> bytes:
    return packed({"content.xml": content, **{name.replace("__", "/"): data for name, data in more.items()}})


def document(*rows: str) -> str:
    return odf.content(sheet("Deactivated", HEADER, ROW, *rows))


def before_root(definition: str) -> str:
    return document().replace("?><", f"?>{definition}<", 1)


WORKBOOKS = [
    Workbook("a billion laughs", "ods", lambda: ods(before_root('<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>')), DEFINES),
    Workbook("an entity that names a file", "ods", lambda: ods(before_root('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')), DEFINES),
    Workbook("a document type of another machine", "ods", lambda: ods(before_root('<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">')), DEFINES),
    Workbook("an entity that nobody defined", "ods", lambda: ods(document(row(text("&boo;")))), DAMAGED),
    Workbook("a row repeated a million times, filled", "ods", lambda: ods(document(row(text("x"), more=' table:number-rows-repeated="1048576"'))), CLAIMS),
    Workbook("a cell repeated to a million columns", "ods", lambda: ods(document(row(FILLED.format(1_000_000)))), CLAIMS),
    Workbook("a cell repeated more often than a number of 64 bits holds", "ods", lambda: ods(document(row(FILLED.format(10**18)))), CLAIMS),
    Workbook("a wide row repeated, millions of cells", "ods", lambda: ods(document(row(FILLED.format(16_000), more=' table:number-rows-repeated="9000"'))), CLAIMS),
    Workbook("a filled cell a million columns to the right", "ods", lambda: ods(document(row('<table:table-cell table:number-columns-repeated="1000000"/>', text("x")))), CLAIMS),
    Workbook("a cell of two million letters", "ods", lambda: ods(document(row(text("a" * 2_000_000)), row(text("<text:span/>" + "é" * 2_000_000)))), CLAIMS),
    Workbook("a cell of a thousand million blanks", "ods", lambda: ods(document(row(text('a<text:s text:c="1000000000"/>')))), CLAIMS),
    Workbook("a long text repeated in a hundred thousand rows", "ods", lambda: ods(document(row(text(LONG), more=' table:number-rows-repeated="100000"'))), CLAIMS),
    Workbook("a long text repeated in every column", "ods", lambda: ods(document(row(text(LONG, more=' table:number-columns-repeated="16000"')))), CLAIMS),
    Workbook("a thousand sheets", "ods", lambda: ods(odf.content(*[sheet("S")] * 1_000)), CLAIMS),
    Workbook("elements a thousand deep", "ods", lambda: ods(document("<a>" * 1_000 + "</a>" * 1_000)), CLAIMS),
    Workbook("thirty thousand kinds of elements", "ods", lambda: ods(document(*(f"<a{number}/>" for number in range(30_000)))), CLAIMS),
    Workbook("an attribute of twenty million letters", "ods", lambda: ods(document(f'<a b="{LONG * 20}"/>')), CLAIMS),
    Workbook("a comment of twenty million letters", "ods", lambda: ods(document(f"<!--{LONG * 20}-->")), CLAIMS),
    Workbook("a cell of a million blank paragraphs", "ods", lambda: ods(document(row(f"<table:table-cell>{'<text:p/>' * 1_050_000}</table:table-cell>"))), CLAIMS),
    Workbook("XML that breaks off within a row", "ods", lambda: ods(document()[:-300]), DAMAGED),
    Workbook("XML that breaks off behind a row", "ods", lambda: ods(document().partition("</table:table>")[0]), DAMAGED),
    Workbook("elements that close in the wrong order", "ods", lambda: ods(document(row("<table:table-cell><text:p>x</table:table-cell></text:p>"))), DAMAGED),
    Workbook("one attribute twice", "ods", lambda: ods(document(row(text("x", more=' table:style-name="a" table:style-name="b"')))), DAMAGED),
    Workbook("a control character in a cell", "ods", lambda: ods(document(row(text("a\x01b")))), DAMAGED),
    Workbook("bytes that are not UTF-8 in a cell", "ods", lambda: ods(document(row(text("CAF@"))).encode().replace(b"@", b"\xc9")), DAMAGED),
    Workbook("a prefix that is not declared", "ods", lambda: ods(document(row("<foo:bar/>"))), DAMAGED),
    Workbook("two roots", "ods", lambda: ods(document() + document().partition("?>")[2]), DAMAGED),
    Workbook("text instead of XML", "ods", lambda: ods("Location ID,Provider ID\n"), DAMAGED),
    Workbook("nothing instead of XML", "ods", lambda: ods(""), DAMAGED),
    Workbook("a password", "ods", lambda: ods(b"\x8f\x02\x11" * 50, **{"META-INF__manifest.xml": "<manifest:encryption-data/>"}), "has a password"),
    Workbook("a workbook cut short", "ods", lambda: ods(document())[:-60], "not a whole ZIP file"),
    Workbook("a workbook without sheets", "ods", lambda: ods(odf.content()), NOT_ONE),
    Workbook("the register on a hidden sheet alone", "ods", lambda: ods(odf.content(sheet("Old", HEADER, ROW, style="ta2"), sheet("Now", row(text("Note"))))), NOT_ONE),
    Workbook("a header deep in the sheet", "ods", lambda: ods(odf.content(sheet("S", row("<table:table-cell/>", more=' table:number-rows-repeated="40"'), HEADER, ROW))), NOT_ONE),
    Workbook("a register that stands in a comment", "ods", lambda: ods(odf.content(sheet("S", row(text("Note")), f"<!--{HEADER}{ROW}-->"))), NOT_ONE),
    Workbook("two cells 17 thousand million apart", "xlsx", lambda: xlsx(f'{XLSX_ROW}<row r="1048576">{cell("XFD1048576", "x")}</row>'), CLAIMS),
    Workbook("XML that breaks off", "xlsx", lambda: xlsx(f"{XLSX_ROW}<row><c"), "cannot be read as a workbook"),
    Workbook("a workbook whose sheet is missing", "xlsx", lambda: packed(XLSX_PARTS), "cannot be read as a workbook"),
]  # fmt: skip
