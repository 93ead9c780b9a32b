"""Rows of an OpenDocument sheet told by their bytes: each cell is looked up among those already read.

A row is split at the beginnings of its cells. A piece that has not been met yet is read by a strict pattern, or by Expat on its
own; both know a whole cell from a part of one, so that a row all of whose pieces are whole cells means what Expat would have
read. Anything else is NotSimple.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat
from xml.sax.saxutils import quoteattr, unescape

from irhub.files.reading.grid import Cell, laid_out
from irhub.files.reading.ods_cells import text_of
from irhub.files.reading.ods_sheets import PREFIXES, Sheets

ROW_END = b"</table:table-row>"
_CELL = b"<table:table-cell"
_ATTRIBUTES = rb'((?: (?!xmlns:)[A-Za-z-]+:[A-Za-z-]+="[^"<&\x00-\x1f]*")*) ?'
_ROW_START = re.compile(rb"\s*<table:table-row" + _ATTRIBUTES + rb">\s*")
_WHOLE_CELL = re.compile(_ATTRIBUTES + rb"(?:/>|>(?:<text:p>([^<\x00-\x1f]*)</text:p>)?</table:table-cell>)\s*")
_HEAD = re.compile(_ATTRIBUTES)
_ATTRIBUTE = re.compile(rb' ([A-Za-z-]+:[A-Za-z-]+)="([^"]*)"')
_OTHER_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
_REMEMBERED = 100_000
"""Cells whose bytes are remembered, some 200 bytes each."""
_LONG = 1_000
"""Bytes of a piece above which it is not remembered."""
_HEADS = 10_000
"""Attributes of cells that are remembered: those of text are few, those of numbers and days hold the value."""
_PARAGRAPH, _CELL_END = b"><text:p>", b"</text:p></table:table-cell>"
_UNLIKE_TEXT = re.compile(rb"[<&>\x00-\x1f]")


class NotSimple(Exception):
    """The row is no row of nothing but whole cells: Expat has to read it where it stands."""


class SimpleRows:
    """Reads rows by their bytes, in a document that declares these namespaces (prefix to name)."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self._cells = _Cells(namespaces)
        self._starts = _Starts()

    def values(self, row: bytes) -> tuple[list[str | None], int]:
        """The cells of a row without the blank ones at its end, and how often it stands. Raises NotSimple, TooLarge.

        `row`: the bytes from behind the row before to the row's end tag.
        """
        start, *pieces = row.split(_CELL)
        times = self._starts[start]
        cells: list[Cell] = list(map(self._cells.__getitem__, pieces))
        return laid_out(cells), times


class _Starts(dict[bytes, int]):
    """What stands before the first cell of a row, to how often the row stands."""

    def __missing__(self, start: bytes) -> int:
        found = _ROW_START.fullmatch(start)
        if not found:
            raise NotSimple
        times = _count(_attributes(found[1]).get("table:number-rows-repeated", "1"))
        if len(self) < _REMEMBERED and len(start) <= _LONG:
            self[start] = times
        return times


class _Cells(dict[bytes, Cell]):
    """What follows the beginning of a cell, to the cell."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        super().__init__()
        declared = "".join(f" xmlns:{prefix}={quoteattr(name)}" for prefix, name in namespaces.items() if prefix)
        self._before = f"<office:spreadsheet{declared}><table:table><table:table-row>".encode() + _CELL
        self._behind = ROW_END + b"</table:table></office:spreadsheet>"
        self._heads = _Heads()

    def __missing__(self, piece: bytes) -> Cell:
        cell = self._by_head(piece)
        if cell is None:
            found = _WHOLE_CELL.fullmatch(piece)
            cell = _by_pattern(found) if found else self._by_expat(piece)
        if cell is None:
            cell = self._by_expat(piece)
        if len(self) >= _REMEMBERED:
            self.clear()
        text, times = cell
        told: Cell = text if times == 1 else cell
        if len(piece) <= _LONG:
            self[piece] = told
        return told

    def _by_head(self, piece: bytes) -> tuple[str | None, int] | None:
        """The cell if it is one plain paragraph; None where the pattern has to judge. Most new cells differ in their text alone."""
        head, paragraph, rest = piece.partition(_PARAGRAPH)
        if not paragraph or not rest.endswith(_CELL_END):
            return None
        shown = rest[: -len(_CELL_END)]
        if _UNLIKE_TEXT.search(shown) or (told := self._heads[head]) is None:
            return None
        office, times = told
        try:
            text = shown.decode()
        except UnicodeDecodeError:
            raise NotSimple from None
        return text_of(office, (text,)) or None, times

    def _by_expat(self, piece: bytes) -> tuple[str | None, int]:
        alone = Sheets("")
        try:
            alone.parser.Parse(self._before + piece + self._behind, True)
        except expat.ExpatError:
            raise NotSimple from None
        if len(alone.row) != 1 or alone.rows != 1:
            raise NotSimple
        (cell,) = alone.row
        return cell if isinstance(cell, tuple) else (cell, 1)


class _Heads(dict[bytes, tuple[dict[str, str], int] | None]):
    """The attributes of a cell to its office attributes and how often it stands; None for what are no plain attributes."""

    def __missing__(self, head: bytes) -> tuple[dict[str, str], int] | None:
        found = _HEAD.fullmatch(head)
        told = _office(found[1]) if found else None
        if len(self) < _HEADS and len(head) <= _LONG:
            self[head] = told
        return told


def _office(attributes: bytes) -> tuple[dict[str, str], int]:
    """The office attributes of a cell, without their prefix, and how often it stands. Raises NotSimple."""
    value = _attributes(attributes)
    office = {name[7:]: told for name, told in value.items() if name.startswith("office:")}
    return office, _count(value.get("table:number-columns-repeated", "1"))


def _by_pattern(found: re.Match[bytes]) -> tuple[str | None, int] | None:
    """The cell that a match stands for; None where what it holds is for Expat to judge."""
    office, times = _office(found[1])
    try:
        shown = (found[2] or b"").decode()
    except UnicodeDecodeError:
        raise NotSimple from None
    if "&" in shown:
        if _OTHER_REFERENCE.search(shown):
            return None
        shown = unescape(shown, {"&quot;": '"', "&apos;": "'"})
    elif "]]>" in shown:
        return None
    return text_of(office, (shown,)) or None, times


def _attributes(data: bytes) -> dict[str, str]:
    pairs = _ATTRIBUTE.findall(data)
    try:
        found = {name.decode(): value.decode() for name, value in pairs}
    except UnicodeDecodeError:
        raise NotSimple from None
    if len(found) < len(pairs):
        raise NotSimple
    return found


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or text == "0":
        raise NotSimple
    return int(text)


assert set(PREFIXES) == {"office", "table", "text"}, "the patterns name these prefixes"
