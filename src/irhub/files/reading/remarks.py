"""Rows that are no records: the header said again, totals, and remarks below the table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from irhub.files.reading.exact import WRONG_COUNT, Odd
from irhub.files.reading.issues import WHOLE_ROW, Issue

_COUNTED = "rows|records|lines|entries|sponsors|organisations|providers|locations|companies"
_TOTAL = re.compile(
    rf"(?i)\W*((grand |sub-?|overall )?totals?\b|(number|no\.?|count) of ({_COUNTED})\b|\d[\d,]* ({_COUNTED})\b)"
)
_NUMBER = re.compile(r"[\d,. ]+")
_FOOTER = re.compile(
    r"(?i)\W*(end of\b|©|\(c\)|(crown )?copyright\b|source\b|notes?\b|produced\b|generated\b|printed\b|published\b|page \d"
    r"|last updated\b|contains\b|this (data|register|list|file|report)\b|data (as at|correct)\b|disclaimer\b)"
)
_SPARSE = 2
"""Filled cells of a row that may be a remark."""


class Table(NamedTuple):
    """Rows that fit their header (`frame`, with `line`), the header's cells, rows that do not fit, rows above the header, and
    which lines follow a blank one (`apart`)."""

    frame: pl.DataFrame
    header: Sequence[str]
    odd: Sequence[Odd] = ()
    above: Sequence[Sequence[str]] = ()
    apart: Callable[[int], bool] = lambda _: False


class Kept(NamedTuple):
    """The rows of a table that may be records, and an issue for each other one."""

    frame: pl.DataFrame
    odd: list[Odd]
    issues: list[Issue]


def without_remarks(table: Table) -> Kept:
    """A table without the rows that are no records: its header or titles said again, totals, remarks below it."""
    columns = [column for column in table.frame.columns if column != "line"]
    if len(columns) <= _SPARSE:
        return Kept(table.frame, list(table.odd), [])
    said_before = {_said(table.header), *filter(None, map(_said, table.above))}
    candidates = {
        line: [cell or "" for cell in cells]
        for line, *cells in table.frame.filter(_may_be_none(columns, table.header)).iter_rows()
    } | {row.line: row.cells for row in table.odd if row.rule == WRONG_COUNT}
    found = {line: rule for line, cells in candidates.items() if (rule := _rule(cells, said_before))}
    found |= _below(table, candidates, found)
    issues = [
        Issue(line, WHOLE_ROW, rule, " ".join(filter(None, candidates[line]))[:500])
        for line, rule in sorted(found.items())
    ]
    frame = table.frame.filter(~pl.col("line").is_in(list(found))) if found else table.frame
    return Kept(frame, [row for row in table.odd if row.line not in found], issues)


def _said(cells: Sequence[str | None]) -> str:
    return " ".join(" ".join(cell or "" for cell in cells).replace("\ufeff", "").replace('"', "").split()).casefold()


def _may_be_none(columns: Sequence[str], header: Sequence[str]) -> pl.Expr:
    """Rows with few filled cells, and those that begin as the header does."""
    at = next((at for at, cell in enumerate(header) if cell and cell.strip()), 0)
    first = " ".join((header[at] or "").replace("\ufeff", "").split())
    said_again = pl.col(columns[at]).str.contains(rf'(?i)^[\s"\ufeff]*{re.escape(first)}[\s"]*$').fill_null(False)
    return (pl.sum_horizontal(pl.col(columns) != "") <= _SPARSE) | said_again


def _rule(cells: Sequence[str], said_before: set[str]) -> str | None:
    if _said(cells) in said_before:
        return "repeated_header"
    filled = [cell.strip() for cell in cells if cell.strip()]
    if filled and _TOTAL.match(filled[0]) and all(map(_NUMBER.fullmatch, filled[1:])):
        return "totals_line"
    return None


def _below(table: Table, candidates: Mapping[int, Sequence[str]], found: Mapping[int, str]) -> dict[int, str]:
    """Rows of a single filled cell at the very end that read as a remark, or stand apart from the table by a blank line."""
    records = table.frame.filter(~pl.col("line").is_in(list(candidates)))["line"]
    fitting = records[-1] if records.len() else 0
    last = max([fitting, *(row.line for row in table.odd if row.line not in candidates)])
    remarks: dict[int, str] = {}
    for line in sorted(line for line in candidates if line > last and line not in found):
        filled = [cell.strip() for cell in candidates[line] if cell.strip()]
        goes_on = line - 1 in found or line - 1 in remarks
        if len(filled) != 1 or not (_FOOTER.match(filled[0]) or goes_on or table.apart(line)):
            return {}
        remarks[line] = "footer"
    return remarks
