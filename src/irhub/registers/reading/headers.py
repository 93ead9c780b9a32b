"""Finding a register's header, whatever stands before it and however its cells are spelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from irhub.files.reading.delimited import TOP
from irhub.files.reading.issues import Issue
from irhub.registers.sources.base import Refused, Source

_LONGEST_TITLE = 60
"""Characters of a column's title in an issue."""

Cells = Sequence[str | None]


class Table(NamedTuple):
    """The rows at the top of what may be a table, and what separates their cells ("" in a sheet)."""

    rows: Sequence[Cells]
    separator: str = ""


def plain(cell: str | None) -> str:
    """A header cell without what may vary: BOM, blanks, case."""
    return " ".join((cell or "").replace("\ufeff", "").split()).casefold()


def spellings(source: Source) -> Mapping[str, str]:
    """Plain spelling of each column's header, current and older, to its field."""
    return {
        plain(spelling): column.field for column in source.columns for spelling in (column.published, *column.aliases)
    }


def required(source: Source) -> set[str]:
    """The fields whose columns must be there."""
    return {column.field for column in source.columns if column.required}


def missing(source: Source, cells: Iterable[str | None]) -> list[str]:
    """The required columns that a row of cells lacks, as published."""
    known = spellings(source)
    found = {known[cell] for cell in map(plain, cells) if cell in known}
    return [column.published for column in source.columns if column.required and column.field not in found]


def find(source: Source, rows: Sequence[Cells]) -> int | None:
    """The position of the row that is the register's header, or None."""
    return next((n for n, row in enumerate(rows[:TOP]) if not missing(source, row)), None)


def refuse_twice(name: str, source: Source, cells: Cells) -> None:
    """Raises Refused if two cells of a header name one column: nobody can say which of them holds it."""
    known = spellings(source)
    first: dict[str, str] = {}
    for cell in cells:
        field = known.get(plain(cell), "")
        if field and field in first:
            raise Refused(
                f"{name} has two columns for one thing, {first[field]} and {(cell or '').strip()}: nobody can say which of them"
                f" the {source.title} means. Download it again, or tell its publisher."
            )
        first[field] = (cell or "").strip()


def unknown(source: Source, cells: Iterable[str | None]) -> list[str]:
    """The titles in a header that are no columns of the register, neither of those that are read nor of those that are not."""
    known = spellings(source).keys() | set(map(plain, source.unused))
    prefixes = tuple(map(plain, source.unused_prefixes))
    return [
        " ".join(cell.split())
        for cell in cells
        if cell and plain(cell) and plain(cell) not in known and not (prefixes and plain(cell).startswith(prefixes))
    ]


def new_columns(source: Source, cells: Iterable[str | None], line: int) -> list[Issue]:
    """An issue for each column that is new in a publisher's file, whose header is that line."""
    return [Issue(line, title[:_LONGEST_TITLE], "new_column", None, title) for title in unknown(source, cells)]


def nearness(source: Source, cells: Sequence[str | None]) -> float:
    """The share of the register's required columns that a row of cells names: 0 to 1."""
    needed = [column for column in source.columns if column.required]
    return 1 - len(missing(source, cells)) / len(needed) if needed else 0.0
