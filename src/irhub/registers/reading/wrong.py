"""Why a file is not a register, in one sentence: what it is, which register comes nearest, and what differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from irhub.files.reading import delimited
from irhub.files.reading.delimited import SEPARATORS, TOP
from irhub.files.reading.text import Text
from irhub.registers.reading import headers
from irhub.registers.reading.headers import Cells, Table
from irhub.registers.sources.base import Source
from irhub.web.saying import agreeing

_SHOWN = 200
"""Characters of a list of titles."""
_NEAR = 0.3
"""The share of a register's required columns that makes a file worth holding against it."""


def none_of(name: str, known: Sequence[Source], tables: Sequence[Table]) -> str:
    """What to say of a file that is none of the registers."""
    if layout := _layout(known, tables):
        return f"{name} {layout}"
    near = [(nearness, source, table, row) for source in known for nearness, table, row in [_nearest(source, tables)]]
    nearness, source, table, row = max(near, key=lambda found: found[0])
    if nearness < _NEAR and (wrapped := _in_quotes(known, tables)):
        return f"{name} {wrapped}"
    if nearness < _NEAR:
        titles = "; ".join(source.title for source in known)
        return (
            f"{name} is none of the registers that are known ({titles}): its header is: {_found(tables) or 'missing'}."
        )
    return (
        f"{name} is none of the registers that are known. It comes nearest to the {source.title}, but"
        f" {_differs(source, table, row)}. {_what_to_do(source)}"
    )


def another(name: str, source: Source, others: Iterable[Source], tables: Sequence[Table]) -> str:
    """What to say of a file that is not the register that it should be."""
    for other in others:
        if other is not source and any(headers.find(other, table.rows) is not None for table in tables):
            return f"{name} is the {other.title}, not the {source.title}."
    if layout := _layout([source], tables):
        return f"{name} {layout}"
    if wrapped := _in_quotes([source], tables):
        return f"{name} {wrapped}"
    nearness, table, row = _nearest(source, tables)
    differs = _differs(source, table, row) if nearness >= _NEAR else f"its header is: {_found(tables) or 'missing'}"
    return f"{name} is not the {source.title}: {differs}. {_what_to_do(source)}"


def _layout(known: Iterable[Source], tables: Sequence[Table]) -> str | None:
    """What is said of a layout in which a register was published for a while."""
    rows = [set(map(headers.plain, row)) for table in tables for row in table.rows[:TOP]]
    for source in known:
        for columns, sentence in source.other_layouts:
            if any(set(map(headers.plain, columns)) <= row for row in rows):
                return sentence
    return None


def _in_quotes(known: Iterable[Source], tables: Sequence[Table]) -> str | None:
    """What is said of a file whose every line is one quoted cell, as some programs save a table a second time."""
    lines = [cell for table in tables for row in table.rows[:TOP] for cell in row[:1] if len(row) == 1 and cell]
    inner = [
        Table([row.cells for row in delimited.top_rows(Text(line.encode()), separator)[:1]], separator)
        for separator in SEPARATORS
        for line in lines
    ]
    for source in known:
        if any(headers.find(source, table.rows) is not None for table in inner):
            return (
                f"has the columns of the {source.title}, but each of its lines stands in quotes, as one cell: it was saved by a"
                " program that took it for a list of one column. Load the file as it was downloaded."
            )
    return None


def _nearest(source: Source, tables: Sequence[Table]) -> tuple[float, Table, Cells]:
    """How near the row comes to the register's header that comes nearest (0 to 1); its table and its cells."""
    found = [(headers.nearness(source, row), table, row) for table in tables for row in table.rows[:TOP]]
    return max(found, key=lambda near: near[0], default=(0.0, Table([]), []))


def _differs(source: Source, table: Table, row: Cells) -> str:
    separated = f"is separated by {SEPARATORS[table.separator]} and " if table.separator not in ("", ",") else ""
    lacking, has = headers.missing(source, row), headers.unknown(source, row)
    also = f"; has {', '.join(has)[:_SHOWN]}" if has else ""
    return f"it {separated}lacks the {agreeing(len(lacking), 'columns')} {', '.join(lacking)[:_SHOWN]}{also}"


def _found(tables: Sequence[Table]) -> str:
    """The row that looks most like a header: the first of the widest."""
    rows = [row for table in tables for row in table.rows[:TOP]]
    widest = max(rows, key=lambda row: sum(bool(headers.plain(cell)) for cell in row), default=())
    return ", ".join(cell.strip() for cell in widest if cell and cell.strip())[:_SHOWN]


def _what_to_do(source: Source) -> str:
    return f"Download it again from the {source.publisher}; if its columns are new, the hub has to learn them first."
