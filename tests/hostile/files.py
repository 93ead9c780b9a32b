"""Hostile and broken files: what somebody hands in, and what must be said. docs/hostile-input.md is made of this table."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from tests.files.workbooks import MAIN, OFFICE, XLSX_PARTS, cell, ods, packed, sheet, xlsx

ROW = f'<row r="1">{cell("A1", "Name")}</row>'
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip


@dataclass(frozen=True)
class File:
    """A file: what it is, its name, its bytes, and a part of the sentence that refuses it."""

    what: str
    name: str
    data: Callable[[], bytes]
    says: str


def bomb(part: str = "xl/media/image1.png", size: int = 80 * 2**20) -> bytes:
    return packed({**XLSX_PARTS, "xl/worksheets/sheet1.xml": sheet(ROW), part: b"\0" * size})


def lying(declared: int = 10) -> bytes:
    """A bomb whose directory declares a few bytes."""
    data = bytearray(bomb())
    at = data.rfind(b"xl/media/image1.png") - 46
    struct.pack_into("<I", data, at + 24, declared)
    return bytes(data)


def without_end() -> bytes:
    """A bomb of a packing that is unpacked whole before its first byte is given: a hundred bytes that hold 80 MB."""
    file = io.BytesIO(xlsx(ROW))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("xl/media/image1.png", b"\0" * 80 * 2**20)
    return file.getvalue()


def encrypted() -> bytes:
    data = bytearray(xlsx(ROW))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def twice() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in XLSX_PARTS.items():
            archive.writestr(name, content)
        archive.writestr("xl/worksheets/sheet1.xml", sheet(ROW))
        archive.filelist[-1].filename = "xl/worksheets/sheet1.xml"
        archive.NameToInfo.pop("xl/worksheets/sheet1.xml")
        archive.writestr("xl/worksheets/sheet1.xml", sheet(ROW))
    return file.getvalue()


def damaged() -> bytes:
    data = bytearray(xlsx(ROW * 200))
    middle = len(data) // 2
    data[middle : middle + 40] = b"\xff" * 40
    return bytes(data)


def hidden() -> bytes:
    book = XLSX_PARTS["xl/workbook.xml"].replace('sheetId="1"', 'sheetId="1" state="hidden"')
    return xlsx(ROW + f'<row r="2">{cell("A2", "A")}</row>', **{"xl/workbook.xml": book})


def filled(rows: int = 2_000, width: int = 200) -> bytes:
    """A workbook in which one text of 4,000 letters stands in every cell."""
    shared = f'<sst {MAIN} count="1" uniqueCount="1"><si><t>{"x" * 4000}</t></si></sst>'
    types = XLSX_PARTS["[Content_Types].xml"].replace(
        "</Types>",
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
        'sharedStrings+xml"/></Types>',
    )
    links = XLSX_PARTS["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    cells = '<c t="s"><v>0</v></c>' * width
    parts = {"[Content_Types].xml": types, "xl/_rels/workbook.xml.rels": links, "xl/sharedStrings.xml": shared}
    return packed({**XLSX_PARTS, **parts, "xl/worksheets/sheet1.xml": sheet(f"<row>{cells}</row>" * rows)})


FAR = f'{ROW}<row r="1048576">{cell("XFD1048576", "x")}</row>'
REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"'
    ' office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
)
COMMON_XLSX = "cannot be read as a workbook"

FILES = [
    File("nothing at all", "a.csv", lambda: b"", "is empty"),
    File("blanks alone", "a.csv", lambda: b" \r\n \r\n", "is empty"),
    File("a header alone", "a.csv", lambda: b"Name,Town\r\n", "no rows below its headings"),
    File("a program under a table's name", "a.csv", lambda: b"\x7fELF\x02\x01" + b"\0" * 100, "is a program"),
    File("a Windows program", "a.xlsx", lambda: b"MZ\x90\0" + b"\0" * 100, "is a program"),
    File("a PDF", "a.csv", lambda: b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
    File("a picture", "a.csv", lambda: b"\x89PNG\r\n\x1a\n", "is a picture"),
    File("a photograph", "a.ods", lambda: b"\xff\xd8\xff\xe0", "is a picture"),
    File("an old Excel workbook", "a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook"),
    File("a file compressed with gzip", "a.csv", lambda: b"\x1f\x8b\x08\0", "is a compressed file"),
    File("an ending that is not taken", "a.exe", lambda: b"Name\nA\n", "is not a CSV, ODS or XLSX file"),
    File("a web page's ending", "a.html", lambda: b"<script>alert(1)</script>", "is not a CSV, ODS or XLSX file"),
    File("two endings", "a.csv.svg", lambda: b"<svg onload='x'/>", "is not a CSV, ODS or XLSX file"),
    File("a name that climbs out of its folder", "../../etc/cron.d/a.csv", lambda: b"", "a.csv is empty"),
    File("a web page as CSV", "a.csv", lambda: b"<!DOCTYPE html><p>error</p>", "is a web page"),
    File("XML as CSV", "a.csv", lambda: b"<?xml version='1.0'?><a/>", "is a web page"),
    File("a workbook as CSV", "a.csv", lambda: xlsx(ROW), "is a workbook or ZIP file"),
    File("NUL bytes", "a.csv", lambda: b"Name\nA\0B\n", "is not text"),
    File("text in UTF-32", "a.csv", lambda: "Name\nA\n".encode("utf-32"), "is not text"),
    File("UTF-16 that breaks off within a letter", "a.csv", lambda: "Name\nA\n".encode("utf-16")[:-1], "is not text"),
    File("a quote that never closes", "a.csv", lambda: b'Name\n"A\n', "cannot be read as CSV"),
    File("text after a closing quote", "a.csv", lambda: b'Name\n"A"B\n', "cannot be read as CSV"),
    File("a cell of a quarter of a million letters", "a.csv", lambda: b"Name\n" + b"A" * 250_000, "cannot be read as CSV"),
    File("a cell of six thousand letters", "a.csv", lambda: b"Name\n" + b"A" * 6000, "a cell of more than 5,000"),
    File("more cells than headings, in every row", "a.csv", lambda: b"Name,Town\nA,B,C\n", "more cells than there are headings"),
    File("a thousand columns", "a.csv", lambda: ",".join(f"c{n}" for n in range(1000)).encode() + b"\n1\n", "1000 columns in row 1"),
    File("a table that is no list", "a.csv", lambda: b"Budget,Spend\n1,2\n", "No column is called"),
    File("a sheet of numbers", "a.csv", lambda: b"1,2,3\n" * 300, "No column is called"),
    File("names without a letter", "a.csv", lambda: b"Provider name,Town\n10023,A\n10024,B\n", "neither a name nor an id"),
    File("twenty thousand rows and one", "a.csv", lambda: b"Name\n" + b"A\n" * 20_001, "more than 20,000 rows"),
    File("a hundred thousand rows", "a.csv", lambda: b"Name\n" + b"A\n" * 100_000, "more than 20,500 rows"),
    File("six megabytes", "a.csv", lambda: b"Name\n" + b"A\n" * (3 * 2**20), "larger than 5 MB"),
    File("CSV as a workbook", "a.xlsx", lambda: b"Name\nA\n", "is damaged, or is not a workbook"),
    File("a ZIP of other things", "a.xlsx", lambda: packed({"readme.txt": "hello"}), "is not a workbook of the kind XLSX"),
    File("an open document as XLSX", "a.xlsx", lambda: ods([["Name"], ["A"]]), "is not a workbook of the kind XLSX"),
    File("an XLSX as open document", "a.ods", lambda: xlsx(ROW), "is not a workbook of the kind ODS"),
    File("a workbook cut short", "a.xlsx", lambda: xlsx(ROW * 50)[:-200], "is damaged"),
    File("a workbook with flipped bytes", "a.xlsx", damaged, "is damaged"),
    File("a workbook with a password on its parts", "a.xlsx", encrypted, "has a password"),
    File("two parts of one name", "a.xlsx", twice, "two of one name"),
    File("two thousand parts", "a.xlsx", lambda: packed({f"p{n}": "x" for n in range(2000)}), "too many parts"),
    File("macros", "a.xlsx", lambda: xlsx(ROW, **{"xl/vbaProject.bin": b"x"}), "holds macros"),
    File("a ZIP bomb: 80 MB from 80 KB", "a.xlsx", bomb, "would unpack to more than 60 MB"),
    File("a ZIP bomb that declares ten bytes", "a.xlsx", lying, "is damaged"),
    File("a ZIP bomb packed with BZIP2, which is unpacked before it can be counted", "a.xlsx", without_end, "packed as no spreadsheet"),
    File("a billion laughs: entities within entities", "a.xlsx", lambda: xlsx(ROW, LAUGHS), "definitions that a spreadsheet"),
    File(
        "an entity that names a file of the server", "a.xlsx",
        lambda: xlsx(ROW, '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "definitions that a spreadsheet",
    ),
    File(
        "an entity that names another machine", "a.xlsx",
        lambda: xlsx(ROW, '<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">'), "definitions that a spreadsheet",
    ),
    File("two cells 17 thousand million apart", "a.xlsx", lambda: xlsx(FAR), COMMON_XLSX),
    File("one row repeated a million times, 16 thousand wide", "a.ods", lambda: ods([["Name"]], REPEATED), COMMON_XLSX),
    File("XML that breaks off", "a.xlsx", lambda: xlsx(f"{ROW}<row><c"), COMMON_XLSX),
    File("an entity that nobody defined", "a.xlsx", lambda: xlsx(f'<row r="1">{cell("A1", "&boo;")}</row>'), COMMON_XLSX),
    File("a workbook without sheets", "a.xlsx", lambda: xlsx(ROW, **{"xl/workbook.xml": "<workbook/>"}), COMMON_XLSX),
    File("a workbook whose every sheet is hidden", "a.xlsx", hidden, "nothing on it that can be seen"),
    File("one long text in four hundred thousand cells", "a.xlsx", filled, COMMON_XLSX),
    File("a workbook of one empty sheet", "a.xlsx", lambda: xlsx(""), "nothing on it that can be seen"),
    File("a header alone in a workbook", "a.xlsx", lambda: xlsx(ROW), "no rows below its headings"),
]  # fmt: skip
