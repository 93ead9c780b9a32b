"""Finding a register's header, whatever stands before it and however its cells are spelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from irhub.files.reading.delimited import TOP
from irhub.registers.sources.base import Source


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


def find(source: Source, rows: Sequence[Sequence[str | None]]) -> int | None:
    """The position of the row that is the register's header, or None."""
    return next((n for n, row in enumerate(rows[:TOP]) if not missing(source, row)), None)


def likeliest(rows: Sequence[Sequence[str | None]]) -> Sequence[str | None]:
    """Of rows none of which is a known header, the one that looks most like one: the first of the widest."""
    return max(rows[:TOP], key=lambda row: sum(bool(plain(cell)) for cell in row), default=())
