"""What was read of a file, as a list keeps it and people are told: sheets, headings, columns, and what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from irhub.contracts.headings import FIELDS
from irhub.contracts.layouts import TOP, Layout, titled
from irhub.contracts.reading import WHY, Read
from irhub.files.uploads import Sheet
from irhub.web.saying import agreeing

MOST_ODD = 100
"""Sentences about odd values that are kept; how many more there are is kept with them."""
_EXAMPLES, _LONGEST_TITLE = 3, 80
_RUNS = 20
"""Runs of rows that were left out for one reason which are told; of more it is told how many."""


def kept(read: Read, chosen_by: str = "") -> dict[str, Any]:
    """What a list keeps of how it was read. `chosen_by`: who said how; blank where nobody did."""
    ordered = sorted(read.left_out, key=lambda row: (row.sheet, list(WHY).index(row.why), row.number))
    left_out = [
        {
            "sheet": sheet,
            "why": why,
            "rows": [row.number for row in rows],
            "examples": list(dict.fromkeys(row.text for row in rows))[:_EXAMPLES],
        }
        for (sheet, why), rows in (
            (key, list(same)) for key, same in groupby(ordered, lambda row: (row.sheet, row.why))
        )
    ]
    lists = [
        {
            "sheet": layout.sheet, "header": list(layout.header), "titles": [title[:_LONGEST_TITLE] for title in layout.titles],
            "columns": dict(layout.columns), "rows": rows,
        }
        for layout, rows in zip(read.layouts, read.rows, strict=True)
    ]  # fmt: skip
    return {
        "lists": lists, "left_out": left_out, "sheets_out": read.sheets_out, "odd": read.odd[:MOST_ODD],
        "more_odd": max(0, len(read.odd) - MOST_ODD), "chosen_by": chosen_by,
    }  # fmt: skip


def layouts_kept(told: Mapping[str, Any], sheets: Sequence[Sheet]) -> list[Layout] | None:
    """How a person had an earlier file read, for one whose sheets bear the same headings; None if nobody did, or they do not."""
    if not told.get("chosen_by"):
        return None
    seen = {sheet.name: sheet for sheet in sheets if not sheet.hidden}
    made = []
    for one in told["lists"]:
        sheet = seen.get(one["sheet"])
        header = _header_of(one, sheet) if sheet else None
        if sheet is None or header is None:
            return None
        made.append(Layout(sheet.name, header, tuple(one["titles"]), one["columns"]))
    return made


def _header_of(one: Mapping[str, Any], sheet: Sheet) -> tuple[int, ...] | None:
    """The rows of a sheet that bear the titles of a list that was read earlier."""
    if not one["header"]:
        return ()
    for row in sheet.rows[:TOP]:
        header = tuple(range(row.number, row.number + len(one["header"])))
        if [title[:_LONGEST_TITLE] for title in titled(sheet, header)] == one["titles"]:
            return header
    return None


def rows_told(numbers: Iterable[int], most: int = 0) -> str:
    """Numbers of rows in words, runs of them together: "Row 4", "Rows 3, 7 to 9". `most`: how many runs are told, 0 for all."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = runs[:most] if most else runs
    told = ", ".join(f"{run[0]:,}" if len(run) == 1 else f"{run[0]:,} to {run[-1]:,}" for run in shown)
    more = sum(map(len, runs[len(shown) :]))
    return f"{agreeing(sum(map(len, runs)), 'Rows')} {told}" + (f" and {more:,} more" if more else "")


def left_out_told(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Of each sort of row that was left out: which rows, with the reason, and examples of what they say."""
    return [
        (
            f"{rows_told(one['rows'], _RUNS)}{' of ' + one['sheet'] if one['sheet'] else ''} {WHY[one['why']][len(one['rows']) > 1]}.",
            "; ".join(filter(None, one["examples"])),
        )
        for one in told.get("left_out", ())
    ]


def columns_told(one: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each field that is read of a list, in words, and the column that holds it: "B: Supplier name"."""
    return [
        (FIELDS[name], column_told(one["titles"], one["columns"][name])) for name in FIELDS if name in one["columns"]
    ]


def column_told(titles: Sequence[str], at: int) -> str:
    """A column as a spreadsheet names it, with its title."""
    title = titles[at] if at < len(titles) else ""
    return f"{letters(at)}: {title}" if title else letters(at)


def letters(at: int) -> str:
    """The letters by which a spreadsheet names a column, counted from 0: A, B, … Z, AA."""
    told, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        told = chr(65 + rest) + told
    return told


def places_told(places: Sequence[Sequence[Any]], most: int = 0) -> str:
    """Rows of a file, by sheet: "Rows 4, 7", "Row 2 of Residential; row 9 of Home care". `most`: see rows_told."""
    by_sheet: dict[str, list[int]] = {}
    for sheet, number, _ in places:
        by_sheet.setdefault(sheet, []).append(number)
    told = [rows_told(numbers, most) + (f" of {sheet}" if sheet else "") for sheet, numbers in by_sheet.items()]
    return "; ".join(said if at == 0 else said[0].lower() + said[1:] for at, said in enumerate(told))


def in_words(told: Mapping[str, Any]) -> dict[str, Any]:
    """What a list keeps of how it was read (see kept), for its page; empty for a list of an older version."""
    if not told:
        return {}
    lists = [
        {
            "sheet": one["sheet"], "header": rows_told(one["header"]) if one["header"] else "", "rows": one["rows"],
            "columns": columns_told(one),
        }
        for one in told["lists"]
    ]  # fmt: skip
    return {
        "lists": lists,
        "left_out": left_out_told(told),
        "sheets_out": told["sheets_out"],
        "odd": told["odd"],
        "more_odd": told["more_odd"],
        "chosen_by": told["chosen_by"],
        "rows": sum(one["rows"] for one in lists),
        "rows_out": sum(len(one["rows"]) for one in told["left_out"]),
    }
