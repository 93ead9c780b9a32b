"""What people hand in as a file: checked for size and type, and read as a table of text within limits, or refused.

A workbook is unpacked here with every byte counted and written anew without compression; only that is parsed, in a process
of its own with little memory and time, so that no workbook, however made, takes the site down.
"""

from __future__ import annotations

import io
import json
import subprocess  # our own interpreter, with fixed arguments
import sys
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile

from irhub.files.reading import delimited, kinds
from irhub.files.reading.containers import ZIP_MAGIC
from irhub.files.reading.refused import Refused
from irhub.files.reading.text import decode

MOST_BYTES = 5 * 2**20
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 5_000
"""Of one cell."""
MOST_UNPACKED = 60 * 2**20
"""Bytes of all parts of a workbook together."""
MOST_PARTS = 500
SECONDS = 30
"""How long the reading of a workbook may take."""

_WORKBOOK_PART = {".xlsx": "xl/workbook.xml", ".ods": "content.xml"}


class Row(dict[str, str]):
    """A row of a table by the names of its columns. `number`: the row of the header is 1, and blank rows are counted too, as a
    spreadsheet counts them."""

    __slots__ = ("number",)

    def __init__(self, cells: dict[str, str], number: int) -> None:
        super().__init__(cells)
        self.number = number


def read_table(
    uploaded: UploadedFile[bytes],
    *,
    needed: Iterable[str] = (),
    most_rows: int = MOST_ROWS,
    most_bytes: int = MOST_BYTES,
) -> list[Row]:
    """The rows of an uploaded CSV, XLSX or ODS file (its first sheet), by the column names of its first row that is not blank.

    Every cell is text without blanks around it, "" where empty; rows that are all blank are left out. `needed`: columns that
    must be there, in any case. Raises Refused, in one sentence, for anything else than such a table within the limits.
    """
    name = PurePath(uploaded.name or "the file").name[:100]
    kind = PurePath(name).suffix.lower()
    if kind not in (".csv", *_WORKBOOK_PART):
        raise Refused(f"{name} is not a CSV, XLSX or ODS file: save it as one of these and try again.")
    if (uploaded.size or 0) > most_bytes:
        raise Refused(f"{name} is larger than {most_bytes / 2**20:.0f} MB: split it and hand in the parts.")
    data = uploaded.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise Refused(f"{name} is larger than {most_bytes / 2**20:.0f} MB: split it and hand in the parts.")
    if not data.strip():
        raise Refused(f"{name} is empty.")
    if what := kinds.foreign(data):
        raise Refused(f"{name} is {what}, not a {kind[1:].upper()} file: save it as CSV or XLSX and try again.")
    if kind == ".csv":
        rows: Iterable[Sequence[str]] = _csv_rows(name, data)
    else:
        rows = _parsed(name, kind, _counted(name, kind, data), most_rows)
    return _table(name, rows, list(needed), most_rows)


def _csv_rows(name: str, data: bytes) -> Iterable[Sequence[str]]:
    if data.startswith(ZIP_MAGIC):
        raise Refused(f"{name} is a workbook or ZIP file, not CSV: give it its own ending, such as .xlsx.")
    text = decode(data, name)
    return delimited.rows(text, delimited.separator_of(text), name)


def _counted(name: str, kind: str, data: bytes) -> bytes:
    """The same workbook with its parts stored as they are, each counted as it came out. Raises Refused."""
    whole, left = io.BytesIO(), MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(whole, "w") as stored:
            names = packed.namelist()
            if len(names) > MOST_PARTS or len(set(names)) < len(names):
                raise Refused(f"{name} is not a usual workbook: it has too many parts, or two of one name.")
            if _WORKBOOK_PART[kind] not in names:
                raise Refused(f"{name} is not a workbook of the kind {kind[1:].upper()}, whatever its name says.")
            if any(part.lower().endswith("vbaproject.bin") for part in names):
                raise Refused(f"{name} holds macros: save it as a workbook without macros and try again.")
            for part in packed.infolist():
                if part.flag_bits & 0x1:
                    raise Refused(f"{name} has a password: save it without one and try again.")
                with packed.open(part) as member:
                    content = member.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise Refused(
                        f"{name} would unpack to more than {MOST_UNPACKED / 2**20:.0f} MB: it was not opened."
                    )
                if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content[:4096]:
                    raise Refused(f"{name} holds definitions that a spreadsheet does not write: it was not opened.")
                stored.writestr(part.filename, content)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, UnicodeDecodeError):
        raise Refused(f"{name} is damaged, or is not a workbook: open it, save it again and try again.") from None
    return whole.getvalue()


def _parsed(name: str, kind: str, data: bytes, most_rows: int) -> list[list[str]]:
    try:
        reading = subprocess.run(
            [sys.executable, "-I", "-m", "irhub.files.sheet_reader", str(most_rows), str(SECONDS)],
            input=data,
            capture_output=True,
            timeout=SECONDS + 10,
            check=False,
        )
    except subprocess.TimeoutExpired:
        reading = None
    if reading is None or reading.returncode != 0:
        raise Refused(
            f"{name} cannot be read as a workbook: copy the rows alone into a new one, save it as"
            f" {kind[1:].upper()} and try again."
        )
    rows: list[list[str]] = json.loads(reading.stdout)
    return rows


def _table(name: str, rows: Iterable[Sequence[str]], needed: list[str], most_rows: int) -> list[Row]:
    columns: list[str] = []
    header = 0
    table: list[Row] = []
    for number, row in enumerate(rows, 1):
        cells = [_cell(name, number, cell) for cell in row]
        if not any(cells):
            continue
        if not columns:
            columns, header = _columns(name, cells, needed), number
            continue
        if any(cells[len(columns) :]):
            raise Refused(f"{name} has {len(cells)} cells in row {number}; its header has {len(columns)}.")
        if len(table) == most_rows:
            raise Refused(f"{name} has more than {most_rows:,} rows: split it and hand in the parts.")
        padded = cells + [""] * (len(columns) - len(cells))
        table.append(Row(dict(zip(columns, padded, strict=False)), number - header + 1))
    if not table:
        raise Refused(f"{name} has no rows below its header.")
    return table


def _cell(name: str, number: int, value: str) -> str:
    if len(value) > MOST_CHARACTERS:
        raise Refused(f"{name} has a cell of more than {MOST_CHARACTERS:,} characters in row {number}.")
    return "".join(letter for letter in value if letter.isprintable() or letter in "\n\t").strip()


def _columns(name: str, cells: list[str], needed: list[str]) -> list[str]:
    while not cells[-1]:
        cells = cells[:-1]
    columns = [" ".join(cell.split()) for cell in cells]
    if len(columns) > MOST_COLUMNS:
        raise Refused(f"{name} has {len(columns)} columns; at most {MOST_COLUMNS} were expected.")
    if not all(columns):
        raise Refused(f"{name} has a column without a name: its first row must name every column.")
    seen = {column.casefold() for column in columns}
    if len(seen) < len(columns):
        raise Refused(f"{name} has two columns of one name.")
    lacking = [column for column in needed if column.casefold() not in seen]
    if lacking:
        raise Refused(
            f"{name} lacks the column{'s' if len(lacking) > 1 else ''} {', '.join(lacking)}. Found:"
            f" {', '.join(columns)[:200]}."
        )
    asked = {column.casefold(): column for column in needed}
    return [asked.get(column.casefold(), column) for column in columns]
