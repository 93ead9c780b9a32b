"""What a past file says, row by row and still as text, and what was wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from irhub.grants.giving360.awards import Award
from irhub.grants.giving360.fields import by_key


class Fault(NamedTuple):
    """A value that is wrong or doubtful, or was read as something else than it says.

    `row`: of the sheet, or the number of the grant in a JSON file, counted from 1; 0 if it is about all of them. `column`: its heading, or its place in the
    JSON. `cell`: as a spreadsheet names it, such as H12, "" elsewhere. `before`: what stood there, never of a column about people. `after`: what it was read
    as, "" if it was not read.
    """

    row: int
    sheet: str
    column: str
    cell: str
    kind: str
    sentence: str
    before: str = ""
    after: str = ""


class Cell(NamedTuple):
    """A text with its column and its cell. `number`: whether JSON has it as a number; None in a sheet, which does not tell."""

    text: str
    column: str
    place: str = ""
    number: bool | None = None


@dataclass
class Record:
    """A row, or a grant of a JSON file: its texts by field and place in a list, and those that no field was found for."""

    row: int
    sheet: str = ""
    cells: dict[tuple[str, int], Cell] = field(default_factory=dict)
    rest: list[Cell] = field(default_factory=list)
    of_a_person: bool = False

    def fault(self, cell: Cell, kind: str, sentence: str, after: str = "", *, hidden: bool = False) -> Fault:
        """A fault of one of its cells. `hidden`: what stood there is not repeated."""
        before = "" if hidden else cell.text
        return Fault(self.row, self.sheet, cell.column, cell.place, kind, sentence, before, after)

    def cell(self, key: str, at: int = 0) -> Cell:
        """A cell, blank if there is none."""
        return self.cells.get((key, at)) or Cell("", by_key()[key].title)


@dataclass
class Source:
    """A file as it was read. `columns`: the keys of its fields. `said`: sentences about the file as a whole."""

    records: list[Record] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Hint:
    """By what the recipient can be found among organisations: as the file says it, once read. "" where it says nothing that can be read."""

    name: str
    identifiers: tuple[str, ...] = ()
    company_number: str = ""
    charity_number: str = ""
    postcode: str = ""
    town: str = ""
    website: str = ""


@dataclass(frozen=True)
class PastAward:
    """An award that was read. `rest`: column and text of every cell that has no place in it."""

    row: int
    sheet: str
    award: Award
    hint: Hint
    rest: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Aside:
    """A row that makes no award. `missing`: the titles of what could not be read of it. `cells`: column and text of all of it, empty for a grant to a person."""

    row: int
    sheet: str
    missing: tuple[str, ...]
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Imported:
    """A past file, whole: each of its rows is an award or stands aside, and every value that was not plain is named.

    `said`: what was taken as given for the whole file, such as which way round its dates are, for whoever reviews it.
    """

    awards: tuple[PastAward, ...]
    aside: tuple[Aside, ...]
    faults: tuple[Fault, ...]
    said: tuple[str, ...]


def shown(cells: Iterable[Cell]) -> tuple[tuple[str, str], ...]:
    """Cells as columns and texts."""
    return tuple((cell.column, cell.text) for cell in cells)
