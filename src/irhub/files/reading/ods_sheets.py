"""What Expat reads of an OpenDocument workbook: visible sheets, row by row. No entity is expanded: a document type is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat

from irhub.files.reading.grid import MOST_COLUMNS, Cell, Grid, TooLarge, Unread, laid_out
from irhub.files.reading.ods_cells import OFFICE, TABLE, TEXT, text_of
from irhub.files.reading.refused import Refused

PREFIXES = {"office": OFFICE, "table": TABLE, "text": TEXT}
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_SPREADSHEET, _SHEET, _ROW = f"{OFFICE} spreadsheet", f"{TABLE} table", f"{TABLE} table-row"
_CELLS = (f"{TABLE} table-cell", f"{TABLE} covered-table-cell")
_PARAGRAPH, _BLANKS = f"{TEXT} p", f"{TEXT} s"
_AS_TEXT = {f"{TEXT} tab": "\t", f"{TEXT} line-break": "\n"}
_WITHIN: dict[str, tuple[str, ...]] = {
    # what is read inside what; anything else is passed over with all that it holds, as notes and drawings are
    _SPREADSHEET: (_SHEET,),
    **dict.fromkeys(
        (_SHEET, *(f"{TABLE} {group}" for group in ("table-header-rows", "table-rows", "table-row-group"))),
        (_ROW, *(f"{TABLE} {group}" for group in ("table-header-rows", "table-rows", "table-row-group"))),
    ),
    _ROW: _CELLS,
    **dict.fromkeys(_CELLS, (_PARAGRAPH,)),
    **dict.fromkeys(
        (_PARAGRAPH, f"{TEXT} span", f"{TEXT} a", _BLANKS, *_AS_TEXT),
        (f"{TEXT} span", f"{TEXT} a", _BLANKS, *_AS_TEXT),
    ),
}
MOST_OF_A_CELL = 2**20
"""Characters of one cell, each paragraph counted as one more."""
MOST_SHEETS, MOST_DEPTH, MOST_NAMES = 500, 100, 20_000
"""Sheets of a document; elements within one another; names of elements, attributes, prefixes and hidden styles."""


class Sheets:
    """Feed `parser` a document. `visible`: its sheets that are shown, by name.

    `grid`: the sheet that is being read. `row`: the cells of the row that was read last, `rows`: how many there were.
    `row_ended_at`: the byte at which the end tag of that row begins; -1 if the parser is not right behind it.
    `namespaces`: those that are declared, by prefix; `usual_prefixes`: whether those of PREFIXES mean what they usually do.
    """

    def __init__(self, name: str) -> None:
        self.visible: dict[str, Grid] = {}
        self.grid = Grid()
        self.row: list[Cell] = []
        self.rows = 0
        self.row_ended_at = -1
        self.namespaces: dict[str, str] = {}
        self.usual_prefixes = True
        self._name = name
        self._open: list[str] = []  # the elements that are read, from the spreadsheet inwards
        self._passed_over = 0  # the depth in an element that is not read
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._times = 1
        self._cell: tuple[dict[str, str], list[str]] = ({}, [])
        self._length = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartNamespaceDeclHandler = self._declared
        self.parser.StartDoctypeDeclHandler = self._document_type

    def _document_type(self, *_: object) -> NoReturn:
        raise Refused(f"{self._name} holds definitions that a spreadsheet does not need: it was not read.")

    def _declared(self, prefix: str | None, name: str) -> None:
        self.namespaces[prefix or ""] = name
        if prefix in PREFIXES and PREFIXES[prefix] != name:
            self.usual_prefixes = False

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.row_ended_at = -1
        if not self._open:
            if name == _SPREADSHEET:
                self._open.append(name)
            else:
                self._note_style(name, attributes)
            return
        if self._passed_over or name not in _WITHIN.get(self._open[-1], ()):
            self._passed_over += 1
            self._within(self._passed_over, MOST_DEPTH)
            return
        self._open.append(name)
        self._within(len(self._open), MOST_DEPTH)
        if starting := _STARTS.get(name):
            starting(self, attributes)
        elif name in _AS_TEXT:
            self._add(_AS_TEXT[name])

    def check(self) -> None:
        """Raises TooLarge if the document has more names than a person or a program gives. To be called now and then."""
        self._within(len(self.parser.intern), MOST_NAMES)
        self._within(len(self.namespaces), MOST_NAMES)
        self._within(len(self._hidden_styles), MOST_NAMES)

    @staticmethod
    def _within(found: int, most: int) -> None:
        if found > most:
            raise TooLarge

    def _note_style(self, name: str, attributes: dict[str, str]) -> None:
        if name == f"{STYLE} style":
            self._style = attributes.get(f"{STYLE} name", "")
        elif name == f"{STYLE} table-properties" and attributes.get(f"{TABLE} display") == "false":
            self._hidden_styles.add(self._style)

    def _start_sheet(self, attributes: dict[str, str]) -> None:
        if (
            attributes.get(f"{TABLE} style-name") in self._hidden_styles
            or attributes.get(f"{TABLE} display") == "false"
        ):
            self.grid = Unread()
            return
        self.grid, name = Grid(), attributes.get(f"{TABLE} name", "")
        while name in self.visible:
            name += " (again)"
        self.visible[name] = self.grid
        self._within(len(self.visible), MOST_SHEETS)

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row = []
        self._times = _times(attributes, "number-rows-repeated")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cell = (attributes, [])
        self._length = 0

    def _start_paragraph(self, _: dict[str, str]) -> None:
        self._cell[1].append("")
        self._length += 1
        self._within(self._length, MOST_OF_A_CELL)

    def _start_blanks(self, attributes: dict[str, str]) -> None:
        self._add(" " * min(_times(attributes, "c", TEXT), MOST_OF_A_CELL + 1))

    def _characters(self, text: str) -> None:
        self.row_ended_at = -1
        if not self._passed_over and self._open and self._open[-1] in _INSIDE_PARAGRAPH:
            self._add(text)

    def _add(self, text: str) -> None:
        self._length += len(text)
        self._within(self._length, MOST_OF_A_CELL)
        self._cell[1][-1] += text

    def _end(self, name: str) -> None:
        self.row_ended_at = -1
        if self._passed_over:
            self._passed_over -= 1
        elif self._open:
            self._open.pop()
            if name == _ROW:
                self._end_row()
            elif name in _CELLS:
                self._end_cell()

    def _end_cell(self) -> None:
        attributes, paragraphs = self._cell
        office = {key[len(OFFICE) + 1 :]: value for key, value in attributes.items() if key.startswith(OFFICE)}
        text = text_of(office, paragraphs) or None
        times = _times(attributes, "number-columns-repeated")
        self.row.append(text if times == 1 else (text, times))
        self._within(len(self.row), 2 * MOST_COLUMNS)

    def _end_row(self) -> None:
        self.grid.add(laid_out(list(self.row)), self._times)
        self.rows += 1
        self.row_ended_at = self.parser.CurrentByteIndex


_INSIDE_PARAGRAPH = (_PARAGRAPH, f"{TEXT} span", f"{TEXT} a")
_STARTS: dict[str, Callable[[Sheets, dict[str, str]], None]] = {
    _SHEET: Sheets._start_sheet,
    _ROW: Sheets._start_row,
    **dict.fromkeys(_CELLS, Sheets._start_cell),
    _PARAGRAPH: Sheets._start_paragraph,
    _BLANKS: Sheets._start_blanks,
}


def _times(attributes: dict[str, str], name: str, namespace: str = TABLE) -> int:
    told = attributes.get(f"{namespace} {name}", "1")
    return max(int(told), 1) if told.isascii() and told.isdigit() and len(told) < 20 else 1
