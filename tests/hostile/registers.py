"""Register files as publishers, spreadsheets and broken downloads make them: what is read of each, or what must be said.

docs/hostile-input.md is made of this table.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from irhub.registers.fictional.headers import DIRECTORY_HEADER, SPONSOR_HEADER

BOM = b"\xef\xbb\xbf"
HEADER = ",".join(SPONSOR_HEADER)
REST = "Sampleham,,Worker (A rating),Skilled Worker"
FEW, MANY = 10, 2_000
"""Rows of a small register, and of one of which a row or two may be set aside."""
NOTHING = "Quillmoor Homes Ltd,Sampleham"


@dataclass(frozen=True)
class RegisterFile:
    """A file, and what becomes of it: a part of the sentence that refuses it (`says`), or the number of its `records` and the
    rules of the issues that reading must tell, each with the line of the first (`rules`)."""

    what: str
    data: Callable[[], bytes]
    says: str = ""
    records: int = FEW
    rules: Mapping[str, int] | None = None
    name: str = "2026-11-02_worker.csv"

    @property
    def becomes(self) -> str:
        """The outcome in words."""
        if self.says:
            return f"refused: … {self.says} …"
        told = ", ".join(f"`{rule}` on line {line}" for rule, line in (self.rules or {}).items())
        return f"{self.records:,} records" + (f"; {told}" if told else "")


def lines(count: int = FEW, header: str = HEADER) -> list[str]:
    """A header and so many sponsors."""
    return [header, *(f"Quillmoor Care {number} Ltd,{REST}" for number in range(1, count + 1))]


def text(rows: Sequence[str], end: str = "\r\n") -> str:
    return "".join(f"{row}{end}" for row in rows)


def plain(count: int = FEW, header: str = HEADER, end: str = "\r\n") -> str:
    return text(lines(count, header), end)


def put(rows: list[str], at: int, *new: str, instead: bool = False) -> list[str]:
    """Rows with others from a line of the file on (the header is line 1), or in its place."""
    return [*rows[: at - 1], *new, *rows[at - 1 + instead :]]


def quoted(rows: Sequence[str], *, whole: bool = False) -> bytes:
    """Rows with each cell in quotes, or with the whole row in quotes."""
    return text([f'"{row}"' if whole else f'"{row}"'.replace(",", '","') for row in rows]).encode()


def utf8(make: Callable[[], str]) -> Callable[[], bytes]:
    return lambda: make().encode()


def with_letter(letter: str) -> Callable[[], bytes]:
    return utf8(lambda: plain().replace("Care 3 Ltd", f"Care 3{letter}Ltd"))


def said_by(separator: str) -> Callable[[], bytes]:
    return utf8(lambda: plain().replace(",", separator))


def zipped(members: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def with_password() -> bytes:
    data = bytearray(zipped({"worker.csv": plain().encode()}))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(magic) + at] |= 1
    return bytes(data)


PADDED = "," * (len(DIRECTORY_HEADER) - 1)
TITLES = [f"CQC Locations data{PADDED}", PADDED, f"This data was produced on 02 November 2026{PADDED}", PADDED]


def directory(titles: Sequence[str] = TITLES, count: int = FEW) -> list[str]:
    """The CQC directory: four lines padded with commas, the header, and so many locations."""
    locations = [
        f'Quillmoor Lodge {number},,"1 High Road, Sampleham",ZZ1 1ZZ,,,Homecare agencies|Supported living,'
        f"09/Jan/2018 - 00:00,Dementia,Quillmoor Care Ltd,Leeds,Yorkshire,,1-2000000{number:02},1-100000001"
        for number in range(1, count + 1)
    ]
    return [*titles, ",".join(DIRECTORY_HEADER), *locations]


JUNE_2026 = "Sponsor Licence Number,Organisation Name,TierRating,Migrant Classification,Sponsor Status"

LINE_ENDS = [
    RegisterFile("CR LF, as published", utf8(plain)),
    RegisterFile("every cell in quotes", lambda: quoted(lines())),
    RegisterFile("LF alone", utf8(lambda: plain(end="\n"))),
    RegisterFile("CR alone, as an old Mac writes", utf8(lambda: plain(end="\r"))),
    RegisterFile("LF, and one CR LF", utf8(lambda: text(lines()[:5], "\n") + text(lines()[5:6]) + text(lines()[6:], "\n"))),
    RegisterFile("CR LF, and one LF", utf8(lambda: plain().replace("er\r\n", "er\n", 1))),
    RegisterFile("CR LF, and one CR", utf8(lambda: plain().replace("er\r\n", "er\r", 1))),
    RegisterFile("CR CR LF, as a line end made twice", utf8(lambda: plain(end="\r\r\n"))),
    RegisterFile("no line end after the last row", utf8(lambda: plain().rstrip())),
    RegisterFile("blank lines between rows", utf8(lambda: plain(end="\r\n\r\n"))),
    RegisterFile("lines of blanks and commas", utf8(lambda: text(put(lines(), 3, "  ", ",,,,", "\t")))),
    RegisterFile("a vertical tab in a name", with_letter("\v")),
    RegisterFile("a form feed in a name", with_letter("\f")),
    RegisterFile("U+0085, next line, in a name", with_letter("\x85")),
    RegisterFile("U+2028, line separator, in a name", with_letter("\u2028")),
    RegisterFile("U+2029, paragraph separator, in a name", with_letter("\u2029")),
    RegisterFile("a line break in a quoted name", utf8(lambda: plain().replace("Quillmoor Care 3 Ltd", '"Quillmoor\nCare 3 Ltd"'))),
    RegisterFile("Ctrl-Z at the end, as old programs mark it", lambda: plain().encode() + b"\x1a"),
]  # fmt: skip

ENCODINGS = [
    RegisterFile("UTF-8 with a mark", lambda: BOM + plain().encode()),
    RegisterFile("UTF-16 with a mark", lambda: plain().encode("utf-16")),
    RegisterFile("UTF-16, big end first, with a mark", lambda: b"\xfe\xff" + plain().encode("utf-16-be")),
    RegisterFile(
        "UTF-16 with tabs, “Unicode text” of a spreadsheet", lambda: plain().replace(",", "\t").encode("utf-16"),
        rules={"other_separator": 1},
    ),
    RegisterFile("UTF-16 that breaks off within a letter", lambda: plain().encode("utf-16")[:-1], "is not text"),
    RegisterFile("UTF-16 without a mark", lambda: plain().encode("utf-16-le"), "is not text"),
    RegisterFile("UTF-32", lambda: plain().encode("utf-32"), "is not text"),
    RegisterFile(
        "one line in cp1252 among UTF-8", lambda: plain().replace("Care 3", "Café 3").replace("Care 5", "Zoë’s 5").encode()
        .replace("Café".encode(), "Café".encode("cp1252")), rules={"decoded_as_cp1252": 4},
    ),
    RegisterFile("cp1252 throughout", lambda: plain().replace("Care", "Café").encode("cp1252"), rules={"decoded_as_cp1252": 2}),
    RegisterFile("a byte of no encoding", lambda: plain().encode().replace(b"Care 3", b"Car\x81 3"), rules={"decoded_as_cp1252": 4}),
    RegisterFile("NUL in the middle", lambda: plain().encode().replace(b"Care 3", b"Care\0 3"), "line 4 holds a NUL byte"),
    RegisterFile("NUL bytes alone", lambda: b"\0" * 100, "is not text"),
]  # fmt: skip

SEPARATORS = [
    RegisterFile("semicolons", said_by(";"), rules={"other_separator": 1}),
    RegisterFile("tabs", said_by("\t"), rules={"other_separator": 1}),
    RegisterFile("vertical bars", said_by("|"), rules={"other_separator": 1}),
    RegisterFile("semicolons, and a name that holds a comma", utf8(lambda: plain().replace(",", ";").replace("3 Ltd", "3, Ltd")), rules={"other_separator": 1}),
    RegisterFile("semicolons, and a town that is not quoted and holds one", utf8(lambda: plain().replace(",", ";").replace("3 Ltd;Sample", "3 Ltd;Sample;")), "has 6 cells on line 4"),
    RegisterFile("a line for spreadsheets that names the separator", utf8(lambda: "sep=;\r\n" + plain().replace(",", ";")), rules={"other_separator": 2}),
    RegisterFile("each line in quotes, as one cell", lambda: quoted(lines(), whole=True), "each of its lines stands in quotes"),
    RegisterFile("cells in apostrophes", utf8(lambda: text([f"'{row}'".replace(",", "','") for row in lines()])), "none of the registers that are known"),
    RegisterFile("a header with semicolons, rows with commas", utf8(lambda: plain(header=HEADER.replace(",", ";"))), "has 1 cell on line 2; its header has 5 (10 of 10 rows do not fit"),
    RegisterFile("a header with commas, rows with tabs", utf8(lambda: text([HEADER, *(row.replace(",", "\t") for row in lines()[1:])])), "has 1 cell on line 2; its header has 5"),
    RegisterFile("semicolons and a renamed column", utf8(lambda: plain(header=HEADER.replace("Route", "Path")).replace(",", ";")), "is separated by semicolons and lacks the column Route; has Path"),
]  # fmt: skip

ROWS = [
    RegisterFile("one row of ten lacks a cell", utf8(lambda: plain().replace("Care 3 Ltd,Sampleham", "Care 3 Ltd")), "has 4 cells on line 4"),
    RegisterFile("one row of two thousand lacks a cell", utf8(lambda: plain(MANY).replace("Care 3 Ltd,Sampleham", "Care 3 Ltd")), records=MANY - 1, rules={"wrong_cell_count": 4}),
    RegisterFile("two rows of two thousand have a cell more", utf8(lambda: plain(MANY).replace("Care 3 Ltd,", "Care 3, Ltd,").replace("Care 5 Ltd,", "Care 5, Ltd,")), records=MANY - 2, rules={"wrong_cell_count": 4}),
    RegisterFile("three rows of two thousand lack a cell", utf8(lambda: plain(MANY).replace("00 Ltd,Sampleham", "00 Ltd", 3)), "(3 of 2,000 rows do not fit"),
    RegisterFile("every row has a cell more than the header", utf8(lambda: text([HEADER, *(f"{row},x" for row in lines()[1:])])), "has 6 cells on line 2"),
    RegisterFile("every row ends in empty cells", utf8(lambda: text([HEADER, *(f"{row},,," for row in lines()[1:])]))),
    RegisterFile("the header ends in empty cells, no row does", utf8(lambda: plain(header=f"{HEADER},,,"))),
    RegisterFile("header and rows end in empty cells", utf8(lambda: text([f"{row},," for row in lines()]))),
    RegisterFile("a quote that opens and never closes", utf8(lambda: plain(MANY).replace("Quillmoor Care 3 ", '"Quillmoor Care 3 ')), records=MANY - 1, rules={"broken_quotes": 4}),
    RegisterFile("a quote that swallows ten rows and closes as if it were meant", utf8(lambda: plain(MANY).replace("Quillmoor Care 3 ", '"Quillmoor Care 3 ').replace("Care 13 Ltd,", 'Care 13 Ltd",')), records=MANY - 1, rules={"broken_quotes": 4}),
    RegisterFile("a quote in the last cell that swallows the next row", utf8(lambda: plain(MANY).replace("Ltd,Sampleham,,Worker (A rating),Skilled Worker\r\nQuillmoor Care 4 ", 'Ltd,Sampleham,,Worker (A rating),"Skilled Worker\r\nQuillmoor Care 4 ').replace("Care 4 Ltd,Sampleham,,Worker (A rating),Skilled Worker", 'Care 4 Ltd,Sampleham,,Worker (A rating),Skilled Worker"')), records=MANY - 1, rules={"broken_quotes": 4}),
    RegisterFile("a nickname in quotes that are not doubled", utf8(lambda: plain(MANY).replace("Quillmoor Care 3 Ltd", '"Quillmoor "Best" Care, 3 Ltd"')), records=MANY - 1, rules={"broken_quotes": 4}),
    RegisterFile("quotes with backslashes", utf8(lambda: plain(MANY).replace("Quillmoor Care 3 Ltd", r'"Quillmoor \"Best\" Care, 3 Ltd"')), records=MANY - 1, rules={"broken_quotes": 4}),
    RegisterFile("quotes not doubled in every row", utf8(lambda: text([HEADER, *(f'"{row}'.replace(" Care", '" Care') for row in lines()[1:])])), "has a quote on line 2 that does not close"),
    RegisterFile("quotes doubled as they should be", utf8(lambda: plain().replace("Quillmoor Care 3 Ltd", '"Quillmoor ""Best"" Care, 3 Ltd"'))),
    RegisterFile("an inch mark within a cell that is not quoted", utf8(lambda: plain().replace("Care 3 Ltd", 'Care 3" Ltd'))),
    RegisterFile("a cell of two hundred thousand letters", utf8(lambda: plain(MANY).replace("Quillmoor Care 3 ", "Quillmoor " * 20_000)), records=MANY - 1, rules={"broken_quotes": 4}),
    RegisterFile("broken off within a row", utf8(lambda: plain() + NOTHING), "breaks off in its last row (2 of 5 cells on line 12)"),
    RegisterFile("broken off within a name", utf8(lambda: plain() + "Quillmo"), "breaks off in its last row (1 of 5 cells on line 12)"),
    RegisterFile("broken off within a name, below a blank line", utf8(lambda: plain() + "\r\nQuillmo"), "breaks off in its last row"),
    RegisterFile("broken off within a quoted cell", utf8(lambda: plain() + '"Quillmoor Ho'), "breaks off inside a quoted cell that opens on line 12"),
    RegisterFile("broken off within a quoted cell of several lines", utf8(lambda: plain() + '"Quillmoor\r\nHouse,\r\nSam'), "breaks off inside a quoted cell that opens on line 12"),
]  # fmt: skip

REMARKS = [
    RegisterFile("the header again in the middle", utf8(lambda: text(put(lines(), 5, HEADER))), rules={"repeated_header": 5}),
    RegisterFile("the header again in capitals and quotes", utf8(lambda: text(put(lines(), 5, '"ORGANISATION NAME","TOWN/CITY","COUNTY","TYPE & RATING"," ROUTE "'))), rules={"repeated_header": 5}),
    RegisterFile("the header twice at the top", utf8(lambda: text([HEADER, *lines()])), rules={"repeated_header": 2}),
    RegisterFile("the total as the last row", utf8(lambda: plain() + "Total number of rows: 10,,,,\r\n"), rules={"totals_line": 12}),
    RegisterFile("the total in one cell", utf8(lambda: plain() + "Total number of rows: 10"), rules={"totals_line": 12}),
    RegisterFile("the total with its number in a cell of its own", utf8(lambda: plain() + '"Grand Total",,,,"1,010"\r\n'), rules={"totals_line": 12}),
    RegisterFile("what a database says below: 10 rows", utf8(lambda: plain() + "\r\n10 rows selected.\r\n"), rules={"totals_line": 13}),
    RegisterFile("a total in the middle", utf8(lambda: text(put(lines(), 6, "Sub-total: 4,,,,"))), rules={"totals_line": 6}),
    RegisterFile("sponsors whose names begin with Total", utf8(lambda: plain().replace("Quillmoor", "Total"))),
    RegisterFile("a licence line below a blank one", utf8(lambda: plain() + "\r\nWe were all invented.\r\n"), rules={"footer": 13}),
    RegisterFile("a copyright line", utf8(lambda: plain() + "© Crown copyright 2026"), rules={"footer": 12}),
    RegisterFile("notes of several lines, padded", utf8(lambda: plain() + "Notes,,,,\r\nRatings are those of 2 November.,,,,\r\nEnd of report,,,,\r\n"), rules={"footer": 12}),
    RegisterFile("a total and a remark below it", utf8(lambda: plain() + "Total: 10\r\nInvented by nobody\r\n"), rules={"totals_line": 12, "footer": 13}),
    RegisterFile("two files with a mark each, put together", lambda: BOM + text(lines()[:6]).encode() + BOM + text([lines()[0], *lines()[6:]]).encode(), rules={"repeated_header": 7}),
    RegisterFile("two quoted files with a mark each, put together", lambda: BOM + quoted(lines()[:6]) + BOM + quoted([lines()[0], *lines()[6:]]), rules={"repeated_header": 7}),
    RegisterFile("titles and header again, as of two files put together", utf8(lambda: text([*directory(), *directory()])), rules={"repeated_header": 16}, name="02_November_2026_CQC_directory.csv"),
]  # fmt: skip

HEADERS = [
    RegisterFile("a header in capitals", utf8(lambda: plain(header=HEADER.upper()))),
    RegisterFile("a header with blanks around its cells", utf8(lambda: plain(header=HEADER.replace(",", " , ")))),
    RegisterFile("columns in another order", utf8(lambda: text([",".join(reversed(row.split(","))) for row in lines()]))),
    RegisterFile("titles above the header", utf8(lambda: text(["Register of sponsors", "", "As at 2 November", *lines()]))),
    RegisterFile("a quote that opens in a title and never closes", utf8(lambda: text(['"Register of sponsors', *lines()]))),
    RegisterFile("a line break in a title of a column", utf8(lambda: plain(header=HEADER.replace("Type & Rating", '"Type &\nRating"')))),
    RegisterFile("four lines padded with commas above the header", utf8(lambda: text(directory())), name="02_November_2026_CQC_directory.csv"),
    RegisterFile("a column that is new", utf8(lambda: text([f"{HEADER},Licence Number", *(f"{row},X1" for row in lines()[1:])])), rules={"new_column": 1}),
    RegisterFile("a column without a title that holds something", utf8(lambda: text([f"{HEADER},", *(f"{row},X1" for row in lines()[1:])])), rules={"new_column": 1}),
    RegisterFile("numbers of rows under no title in front", utf8(lambda: text([f",{HEADER}", *(f"{at},{row}" for at, row in enumerate(lines()[1:]))])), rules={"new_column": 1}),
    RegisterFile("a renamed column", utf8(lambda: plain(header=HEADER.replace("Organisation Name", "Organisation"))), "comes nearest to the Register of licensed sponsors: workers, but it lacks the column Organisation Name; has Organisation"),
    RegisterFile("a column less", utf8(lambda: text([row.rpartition(",")[0] for row in lines()])), "lacks the column Route."),
    RegisterFile("two columns renamed", utf8(lambda: plain(header=HEADER.replace("Town/City", "Town").replace("Route", "Path"))), "lacks the columns Town/City, Route; has Town, Path"),
    RegisterFile("two columns of one name", utf8(lambda: text([f"{HEADER},Route", *(f"{row},Creative Worker" for row in lines()[1:])])), "has two columns for one thing, Route and Route"),
    RegisterFile("no header at all", utf8(lambda: text(lines()[1:])), "none of the registers that are known"),
    RegisterFile("the layout of 9 and 10 June 2026", utf8(lambda: text([JUNE_2026, "ABC123,Quillmoor Care Ltd,Worker (A rating),Skilled Worker,Licensed"])), "has the layout in which the Register of licensed sponsors: workers was published on 9 and 10 June 2026"),
    RegisterFile("a list that is no register", utf8(lambda: "Supplier,Town,Payments\nQuillmoor Care Ltd,Sampleham,3\n"), "none of the registers that are known"),
    RegisterFile("a search's results, not the directory", utf8(lambda: text([",".join(DIRECTORY_HEADER).replace("Address", "Address 1,Address 2")])), "comes nearest to the CQC directory, but it lacks the column Address; has Address 1, Address 2"),
]  # fmt: skip

WRAPPED = [
    RegisterFile("a ZIP", lambda: zipped({"worker.csv": plain().encode()}), name="2026-11-02_worker.zip"),
    RegisterFile("a ZIP made on a Mac", lambda: zipped({"worker.csv": plain().encode(), "__MACOSX/._worker.csv": b"\0\5\x16\7"}), name="2026-11-02_worker.zip"),
    RegisterFile("a ZIP under a CSV's name", lambda: zipped({"worker.csv": plain().encode()})),
    RegisterFile("a ZIP of two tables", lambda: zipped({"a.csv": plain().encode(), "b.csv": plain().encode()}), "holds 2 CSV files"),
    RegisterFile("a ZIP without a table", lambda: zipped({"readme.md": b"hello"}), "holds 0 CSV files"),
    RegisterFile("a ZIP of other things under a workbook's name", lambda: zipped({"readme.md": b"hello"}), "is named as a workbook, but is a ZIP of other files (readme.md)", name="2026-11-02_worker.xlsx"),
    RegisterFile("a ZIP with a password", with_password, "has a password"),
    RegisterFile("a ZIP cut short", lambda: zipped({"worker.csv": plain(MANY).encode()})[:-100], "is not a whole ZIP file"),
    RegisterFile("a ZIP of two hundred and one files", lambda: zipped({f"{n}.csv": b"x" for n in range(201)}), "holds 201 files"),
    RegisterFile("gzip within gzip", lambda: gzip.compress(plain().encode()), "is a compressed file"),
]  # fmt: skip

OTHERS = [
    RegisterFile("nothing", lambda: b"", "is empty"),
    RegisterFile("a mark and blanks", lambda: BOM + b" \r\n \r\n", "is empty"),
    RegisterFile("a web page", lambda: b"<!DOCTYPE html><p>Service unavailable</p>", "is a web page"),
    RegisterFile("XML", lambda: b"<?xml version='1.0'?><Error/>", "is a web page"),
    RegisterFile("a PDF", lambda: b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
    RegisterFile("a picture", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "is a picture"),
    RegisterFile("an old Excel workbook", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook"),
    RegisterFile("a program", lambda: b"MZ\x90\0" + b"\0" * 100, "is a program"),
    RegisterFile("a Parquet file", lambda: b"PAR1\x15\x04\x15" + b"\0" * 20, "is a Parquet file"),
    RegisterFile("a register whose first title begins like a program", utf8(lambda: text(["MZ register of sponsors", *lines()]))),
    RegisterFile("an answer of an interface, in JSON", lambda: b'{"error": {"code": 429}}', "none of the registers that are known"),
    RegisterFile("bytes of nothing under a workbook's name", lambda: b"a,b\n\0\1\2" * 50, "is named as a workbook, but its bytes are neither a workbook nor text", name="2026-11-02_worker.xlsx"),
    RegisterFile("a name of sixty thousand letters", utf8(lambda: plain().replace("Care 3 Ltd", "Care " * 12_000)), records=FEW - 1),
    RegisterFile("one line without end", lambda: b"x" * 2**18, "none of the registers that are known"),
]  # fmt: skip

REGISTER_FILES = [*LINE_ENDS, *ENCODINGS, *SEPARATORS, *ROWS, *REMARKS, *HEADERS, *WRAPPED, *OTHERS]
