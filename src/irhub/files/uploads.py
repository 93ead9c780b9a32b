"""Sheets that people hand in, read as text within limits, or refused.

A workbook is unpacked here with every byte counted and written anew without compression; only that is parsed, in a process
of its own with little memory and time, so that no workbook, however made, takes the site down.
"""

from __future__ import annotations

import io
import json
import subprocess  # our own interpreter, with fixed arguments
import sys
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from typing import Any, NamedTuple

from irhub.files.reading import delimited, kinds
from irhub.files.reading.containers import CHANGED, DAMAGED, ZIP_MAGIC, usually_packed
from irhub.files.reading.refused import Refused
from irhub.files.reading.text import decode

MOST_ROWS = 20_500
"""That hold anything, on all sheets together: twenty thousand lines, with titles and headings."""
MOST_COLUMNS = 200
MOST_CHARACTERS = 5_000
"""Of one cell."""
MOST_UNPACKED = 60 * 2**20
"""Bytes of all parts of a workbook together."""
MOST_PARTS = 500
_LONGEST_TITLE = 60
SECONDS = 30
"""How long the reading of a workbook may take."""

_WORKBOOK_PART = {".xlsx": "xl/workbook.xml", ".ods": "content.xml"}


class Row(NamedTuple):
    """A row that holds anything. `number`: as a spreadsheet counts it, from 1, blank rows too. `cells`: texts, "" where blank, without the
    blank ones at its end; `width`: how many there are with these."""

    number: int
    cells: list[str]
    width: int = 0


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, or the whole of a CSV file, whose name is "" and whose `separator` is what divides its cells.

    `rows`: those that hold anything. `hidden`: the person who handed it in does not see it, so that nothing of it is read.
    """

    name: str
    rows: list[Row]
    hidden: bool = False
    separator: str = ""


def sheets_of(name: str, data: bytes, *, most_rows: int = MOST_ROWS) -> list[Sheet]:
    """The sheets of a CSV, XLSX or ODS file, in their order; each cell is text without blanks around it.

    Raises Refused, in one sentence, for anything else than such a file within the limits, or if nothing at all is on it.
    """
    kind = PurePath(name).suffix.lower()
    if kind not in (".csv", *_WORKBOOK_PART):
        raise Refused(f"{name} is not a CSV, XLSX or ODS file: save it as one of these and try again.")
    if not data.strip():
        raise Refused(f"{name} is empty.")
    if what := kinds.foreign(data):
        raise Refused(f"{name} is {what}, not a {kind[1:].upper()} file: save it as CSV or XLSX and try again.")
    if kind == ".csv":
        sheets = [_csv(name, data, most_rows)]
    else:
        told = _parsed(name, kind, _counted(name, kind, data), most_rows)
        titles = _titles(sheet["name"] for sheet in told)
        sheets = [
            Sheet(title, _rows(name, sheet["rows"]), not sheet["visible"])
            for title, sheet in zip(titles, told, strict=True)
        ]
    if sum(len(sheet.rows) for sheet in sheets) > most_rows:
        raise Refused(f"{name} has more than {most_rows:,} rows: split it and hand in the parts.")
    if not any(sheet.rows for sheet in sheets):
        raise Refused(f"{name} has nothing on it that can be seen: open it and look, then try again.")
    return sheets


def _titles(names: Iterable[str]) -> list[str]:
    """What each sheet is called, so that no two are called the same."""
    told: list[str] = []
    for number, name in enumerate(names, 1):
        title = " ".join(_printable(name[:_LONGEST_TITLE]).split()) or f"Sheet {number}"
        told.append(f"{title} ({number})" if title in told else title)
    return told


def _csv(name: str, data: bytes, most_rows: int) -> Sheet:
    if data.startswith(ZIP_MAGIC):
        raise Refused(f"{name} is a workbook or ZIP file, not CSV: give it its own ending, such as .xlsx.")
    declared, text = delimited.declared_separator(decode(data, name))
    separator = declared or delimited.separator_of(text)
    filled = (
        (number, cells)
        for number, cells in enumerate(delimited.rows(text, separator, name), 1)
        if any(map(str.strip, cells))
    )
    return Sheet("", _rows(name, islice(filled, most_rows + 1)), separator=separator)


def _rows(name: str, rows: Iterable[tuple[int, Sequence[str]]]) -> list[Row]:
    read = (Row(number, _cells(name, number, cells), len(cells)) for number, cells in rows)
    return [row for row in read if row.cells]


def _cells(name: str, number: int, cells: Sequence[str]) -> list[str]:
    """The cells of a row as text that can be shown, without the blank ones at its end. Raises Refused."""
    told = [_cell(name, number, cell) for cell in cells]
    while told and not told[-1]:
        told.pop()
    if len(told) > MOST_COLUMNS:
        raise Refused(f"{name} has {len(told)} columns in row {number}; at most {MOST_COLUMNS} are read.")
    return told


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
                if not usually_packed(part):
                    raise Refused(f"{name} is packed as no spreadsheet packs it: open it, save it again and try again.")
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
    except (*DAMAGED, *CHANGED, OSError):
        raise Refused(f"{name} is damaged, or is not a workbook: open it, save it again and try again.") from None
    return whole.getvalue()


def _parsed(name: str, kind: str, data: bytes, most_rows: int) -> list[dict[str, Any]]:
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
    sheets: list[dict[str, Any]] = json.loads(reading.stdout)
    return sheets


def _cell(name: str, number: int, value: str) -> str:
    if len(value) > MOST_CHARACTERS:
        raise Refused(f"{name} has a cell of more than {MOST_CHARACTERS:,} characters in row {number}.")
    return _printable(value).strip()


def _printable(value: str) -> str:
    if value.isprintable():
        return value
    return "".join(letter for letter in value if letter.isprintable() or letter in "\n\t")
