"""Sheets of past grants: where the headings stand, what each means, and the rows below them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import NamedTuple

from irhub.files.reading.refused import Refused
from irhub.files.reading.text import decode
from irhub.files.uploads import Row, Sheet, sheets_of
from irhub.grants.giving360.fields import OF_A_PERSON, Kind, Meant, meaning
from irhub.grants.giving360.reading.records import Cell, Fault, Record, Source
from irhub.web.saying import agreeing, counted

_LOOKED_AT = 30
"""Rows at the top among which the headings may stand."""
_META = "Meta"
"""The standard's sheet about the file."""


class _Heads(NamedTuple):
    """Where the headings stand, and what each column means; None for one that was not understood or is taken."""

    at: int
    texts: list[str]
    meant: list[Meant | None]


def read(name: str, data: bytes) -> Source:
    """The rows of every sheet that holds grants. Raises Refused if the file cannot be read, or no sheet has headings that are understood."""
    source = Source()
    if PurePath(name).suffix.casefold() == ".csv" and (odd := decode(data, name).issues):
        source.said.append(f"{len(odd):,} lines were not UTF-8 and were read as Windows-1252: look at their letters.")
    for sheet in sheets_of(name, data):
        if sheet.hidden:
            source.said.append(f"The sheet {sheet.name} is hidden and was not read.")
        elif (heads := _heads(sheet)) is not None:
            _take(sheet, heads, source)
        elif sheet.rows:
            source.said.append(f"The sheet {sheet.name} has no headings of grants and was not read.")
    if not source.records:
        raise Refused(
            f"{name} has no grants that were understood: give a row of headings with at least the recipient, the amount and the"
            " award date, and a row for each grant."
        )
    return source


def _heads(sheet: Sheet) -> _Heads | None:
    """The row with most headings that mean something, if the recipient or the amount is among them."""
    if sheet.name == _META:
        return None
    best: _Heads | None = None
    most = 1
    for at, row in enumerate(sheet.rows[:_LOOKED_AT]):
        meant = _meanings(row.cells)
        keys = {one.field.key for one in meant if one}
        if len(keys) > most and keys & {"recipient_name", "awarded"}:
            most, best = len(keys), _Heads(at, row.cells, meant)
    return best


def _meanings(texts: Sequence[str]) -> list[Meant | None]:
    """What each heading means; of several for one field, that in the standard's words, else the first."""
    told = [meaning(text) if text else None for text in texts]
    taken: dict[tuple[str, int], int] = {}
    for number, one in sorted(enumerate(told), key=lambda pair: not (pair[1] and pair[1].standard)):
        if one and one.field.kind is not Kind.PERSONAL:
            taken.setdefault((one.field.key, one.at), number)
    return [
        one if one and (one.field.kind is Kind.PERSONAL or taken[one.field.key, one.at] == number) else None
        for number, one in enumerate(told)
    ]


def _take(sheet: Sheet, heads: _Heads, source: Source) -> None:
    source.columns |= {one.field.key for one in heads.meant if one}
    above = [row.number for row in sheet.rows[: heads.at]]
    if above:
        source.said.append(
            f"The {counted(len(above), 'rows')} above the headings {agreeing(len(above), 'were')} not read."
        )
    rows = sheet.rows[heads.at + 1 :]
    source.faults += _not_understood(sheet, heads, rows)
    source.records += [_record(sheet.name, row, heads, source) for row in rows]


def _not_understood(sheet: Sheet, heads: _Heads, rows: Sequence[Row]) -> list[Fault]:
    head = sheet.rows[heads.at].number
    faults = []
    for number in range(max([len(heads.texts), *(len(row.cells) for row in rows)])):
        if _at(heads.meant, number) is None and (filled := sum(bool(_text(row, number)) for row in rows)):
            column = _column(heads, number)
            sentence = f"What the column {column} means is not known, or another column says it: its {counted(filled, 'values are')} kept beside the awards and not in them."
            faults.append(Fault(head, sheet.name, column, f"{letters(number)}{head}", "column_not_read", sentence))
    return faults


def _record(sheet: str, row: Row, heads: _Heads, source: Source) -> Record:
    record = Record(row.number, sheet)
    for number in range(len(row.cells)):
        if not (text := _text(row, number)):
            continue
        cell = Cell(text, _column(heads, number), f"{letters(number)}{row.number}")
        meant = _at(heads.meant, number)
        if meant is None:
            record.rest.append(cell)
        elif meant.field.kind is Kind.PERSONAL:
            record.of_a_person |= meant.field.key in OF_A_PERSON
            source.faults.append(personal(record, cell))
        else:
            record.cells[meant.field.key, meant.at] = cell
    return record


def personal(record: Record, cell: Cell) -> Fault:
    """The fault of a cell that tells of a person, which is not repeated."""
    return record.fault(cell, "about_a_person", "This tells of a person: it was not read and is not kept.", hidden=True)


def letters(number: int) -> str:
    """A column, counted from 0, as a spreadsheet names it."""
    told = ""
    number += 1
    while number:
        number, left = divmod(number - 1, 26)
        told = chr(ord("A") + left) + told
    return told


def _at(meant: Sequence[Meant | None], number: int) -> Meant | None:
    return meant[number] if number < len(meant) else None


def _text(row: Row, number: int) -> str:
    return row.cells[number] if number < len(row.cells) else ""


def _column(heads: _Heads, number: int) -> str:
    told = heads.texts[number] if number < len(heads.texts) else ""
    return " ".join(told.split()) or f"column {letters(number)}"
