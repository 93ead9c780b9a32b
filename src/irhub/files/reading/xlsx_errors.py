"""The cells of an XLSX workbook that hold a spreadsheet's error (#DIV/0!, #N/A): libraries give them as blank."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from posixpath import join, normpath
from typing import NamedTuple
from xml.etree import ElementTree

_PIECE = 2**22
_CELL = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?<v>([^<]{1,20})</v>'
)
_LONGEST_CELL = 2**16
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Error(NamedTuple):
    """A cell: its sheet row counted from 1, its column counted from 0, and what a person sees there."""

    row: int
    column: int
    shown: str


def parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The member of a workbook that holds each sheet, by the sheet's name."""
    # in a process of its own, with a limit on memory (xlsx_sheets.py)
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter()  # noqa: S314
    return {
        sheet.get("name", ""): normpath(join("xl", targets[sheet.get(_RELATION)])).lstrip("/")
        for sheet in sheets
        if sheet.tag.endswith("}sheet") and sheet.get(_RELATION) in targets
    }


def errors(archive: zipfile.ZipFile, part: str) -> Iterator[Error]:
    """The cells of a sheet that hold an error, read piece by piece."""
    rest = b""
    with archive.open(part) as sheet:
        while piece := sheet.read(_PIECE):
            rest += piece
            for found in _CELL.finditer(rest):
                letters, row, shown = (group.decode() for group in found.groups())
                yield Error(int(row), _column(letters), shown)
            at = rest.rfind(b"<c ")
            rest = rest[at if at > len(rest) - _LONGEST_CELL else len(rest) :] if at >= 0 else b""
            if _CELL.match(rest):
                rest = b""


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
