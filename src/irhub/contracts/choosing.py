"""The page on which a person says where the lists on a file stand, and which column holds what, and has it read again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from irhub.accounts.acting import acting_membership
from irhub.contracts import layouts, queries, reading, services
from irhub.contracts.headings import FIELDS, NAMING
from irhub.contracts.layouts import Layout
from irhub.contracts.models import ContractList
from irhub.contracts.told import column_told
from irhub.files.reading.refused import Refused
from irhub.files.uploads import Sheet, sheets_of
from irhub.registers import queries as register_queries
from irhub.web.errors import ActionRefused

_NOT_THERE = ("", "Not in the file")
_MOST_SHOWN = 60
"""Columns that can be chosen from; lists have what matters further left."""
_EXAMPLE = 40
"""Characters of an example of what is in a column."""


@dataclass(frozen=True)
class Section:
    """What is asked about a list, or a sheet without one: `key` begins the names of its fields; `columns`: what can be chosen."""

    key: str
    sheet: str
    columns: list[tuple[str, str]]
    typed: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest) -> HttpResponse:
    """Where the lists on the file stand: asked, and read again as it is answered."""
    held = queries.current_list(acting_membership(request).body)
    if held is None or held.file is None:
        messages.error(request, "The file is no longer kept: upload it again to choose its columns.")
        return redirect("my-providers")
    try:
        sheets = {sheet.name: sheet for sheet in sheets_of(held.file.name, bytes(held.file.data)) if not sheet.hidden}
    except Refused as reason:
        messages.error(request, str(reason))
        return redirect("my-providers")
    sections = _sections(held, sheets)
    errors: dict[str, str] = {}
    if request.method == "POST":
        wanted, sections, errors = _answered(request, sections, sheets)
        if not errors:
            try:
                seen = request.POST.get("list", "")
                made = services.read_again(int(seen) if seen.isdecimal() else 0, wanted, by=acting_membership(request))
            except reading.NotAList as reason:
                errors = {f"{sections[0].key}-header": str(reason)}
            except ActionRefused as reason:
                messages.error(request, str(reason))
                return redirect("my-providers")
            else:
                messages.success(request, f"The file was read again. {summary(made)}")
                return redirect("my-providers")
    return render(
        request,
        "contracts/columns.html",
        {
            "fictional": register_queries.is_fictional(),
            "held": held,
            "sections": sections,
            "fields": FIELDS,
            "errors": errors,
        },
        status=400 if errors else 200,
    )


def summary(made: ContractList) -> str:
    """What came of reading a list, in a sentence or two."""
    counts = queries.counts_of(made)
    rows = sum(one["rows"] for one in made.read["lists"])
    total = sum(counts.values())
    said = f"{rows:,} row{'s' if rows != 1 else ''} name{'' if rows != 1 else 's'} a provider"
    said += f", {total:,} different {'ones' if total != 1 else 'one'}" if total != rows else ""
    return (
        f"{said}: {counts['accepted']:,} matched, {counts['review']:,} to check, {counts['none']:,} without a provider."
    )


def _sections(held: ContractList, sheets: Mapping[str, Sheet]) -> list[Section]:
    """A section for each list that was read, then one for each sheet of which nothing was."""
    read = [one for one in held.read.get("lists", ()) if one["sheet"] in sheets]
    told = [
        (
            one["sheet"],
            {"read": "yes", "header": _rows(one["header"])} | {name: str(at) for name, at in one["columns"].items()},
        )
        for one in read
    ]
    used = {one["sheet"] for one in read}
    told += [(name, {"read": "no", "header": ""}) for name, sheet in sheets.items() if name not in used and sheet.rows]
    blank = dict.fromkeys(("read", "header", *FIELDS), "")
    return [
        Section(f"list-{at}", sheet, _choices(sheets[sheet], typed["header"]), blank | typed)
        for at, (sheet, typed) in enumerate(told)
    ]


def _rows(header: Sequence[int]) -> str:
    return " to ".join(map(str, header))


def _choices(sheet: Sheet, header: str) -> list[tuple[str, str]]:
    """The columns of a sheet, each with its title and an example of what is in it."""
    numbers = _numbers(header) or ()
    titles = layouts.titled(sheet, numbers)
    below = [row.cells for row in sheet.rows if row.number > max(numbers, default=0)] or [
        row.cells for row in sheet.rows
    ]
    width = min(_MOST_SHOWN, max([len(titles), *map(len, below)]))
    return [_NOT_THERE, *((str(at), _choice(titles, below, at)) for at in range(width))]


def _choice(titles: Sequence[str], rows: Sequence[Sequence[str]], at: int) -> str:
    example = next((row[at] for row in rows if at < len(row) and row[at]), "")
    shown = " ".join(example.split())
    short = shown if len(shown) <= _EXAMPLE else f"{shown[:_EXAMPLE]}…"
    return column_told([title[:_EXAMPLE] for title in titles], at) + (f" ({short})" if short else "")


def _numbers(header: str) -> tuple[int, ...] | None:
    """The numbers of the rows of headings that somebody typed: "3", "2 to 3" or nothing. None for anything else."""
    if not header.strip():
        return ()
    found = re.fullmatch(r"(\d{1,7})(?:\s*(?:to|and|-|–)\s*(\d{1,7}))?", header.strip())
    if not found:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    return tuple(range(first, last + 1)) if first <= last <= first + 1 else None


def _answered(
    request: HttpRequest, sections: Sequence[Section], sheets: Mapping[str, Sheet]
) -> tuple[list[Layout], list[Section], dict[str, str]]:
    """How the lists are wanted, the sections as they were filled in, and what is wrong with them by field."""
    wanted: list[Layout] = []
    filled: list[Section] = []
    for section in sections:
        sheet = sheets[section.sheet]
        typed = {
            name: request.POST.get(f"{section.key}-{name}", "").strip()[:200] for name in ("read", "header", *FIELDS)
        }
        wrong: dict[str, str] = {}
        if typed["read"] == "yes":
            header, columns = _numbers(typed["header"]), _columns(typed, section.columns)
            if header is None or not set(header) <= {row.number for row in sheet.rows}:
                wrong[f"{section.key}-header"] = (
                    "Write the number of the row of the headings, such as 3; “2 to 3” if they stand in two rows; nothing if there are none."
                )
            elif not set(NAMING) & columns.keys():
                wrong[f"{section.key}-name"] = (
                    "Choose the column that holds the names, the CQC ids or the company numbers."
                )
            else:
                wanted.append(Layout(section.sheet, header, layouts.titled(sheet, header), columns))
        filled.append(Section(section.key, section.sheet, section.columns, typed, wrong))
    errors = {name: error for section in filled for name, error in section.errors.items()}
    if not wanted and not errors:
        errors = {f"{sections[0].key}-read": "Choose at least one list to read."}
        filled[0].errors.update(errors)
    return wanted, filled, errors


def _columns(typed: Mapping[str, Any], choices: Sequence[tuple[str, str]]) -> dict[str, int]:
    known = {value for value, _ in choices if value}
    return {name: int(typed[name]) for name in FIELDS if typed[name] in known}
