"""The page on which a person says where the lists on a file stand, and which column holds what, and has it read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from irhub.accounts.acting import acting_membership
from irhub.contracts import actions, layouts, queries
from irhub.contracts.forms import ReadAs, Seen, rows_typed
from irhub.contracts.headings import FIELDS
from irhub.contracts.layouts import Layout
from irhub.contracts.told import column_told
from irhub.files.turns import sheets_in_turn
from irhub.files.uploads import Sheet
from irhub.registers import queries as register_queries
from irhub.web.forms import posted, refusals_at, refusals_told

_NOT_THERE = ("", "Not in the file")
_MOST_SHOWN = 60
"""Columns that can be chosen from; lists have what matters further left."""
_EXAMPLE = 40
"""Characters of an example of what is in a column."""


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest) -> HttpResponse:
    """Where the lists on the file stand: asked, and read again as it is answered."""
    held = queries.current_list(acting_membership(request).body)
    if held is None or held.file is None:
        messages.error(request, "The file is no longer kept: upload it again to choose its columns.")
        return redirect("my-providers")
    sheets = {}
    with refusals_told(request):
        found = sheets_in_turn(held.file.name, bytes(held.file.data))
        sheets = {sheet.name: sheet for sheet in found if not sheet.hidden}
    if not sheets:
        return redirect("my-providers")
    sections = _sections(request, held, sheets)
    seen = posted(Seen, request, initial={"list": held.pk})
    if seen.is_valid():
        wanted = _wanted(sections)
        if wanted:
            with refusals_at(sections[0]):
                made = actions.read_again(seen.cleaned_data["list"], wanted, by=acting_membership(request))
                messages.success(request, f"The file was read again. {queries.summary(made)}")
                return redirect("my-providers")
            if gone := sections[0].non_field_errors():  # it is no longer the list that was shown
                messages.error(request, " ".join(gone))
                return redirect("my-providers")
    context = {
        "fictional": register_queries.is_fictional(),
        "held": held,
        "seen": seen,
        "sections": sections,
        "fields": FIELDS,
    }
    wrong = any(section.errors for section in sections)
    return render(request, "contracts/columns.html", context, status=400 if wrong else 200)


def _wanted(sections: Sequence[ReadAs]) -> list[Layout]:
    """How the lists are wanted; none if something is wrong with the sections, which then say what."""
    if [section for section in sections if not section.is_valid()]:
        return []
    wanted = [section.layout for section in sections if section.layout]
    if not wanted:
        sections[0].add_error("read", "Choose at least one list to read.")
    return wanted


def _sections(request: HttpRequest, held: Any, sheets: Mapping[str, Sheet]) -> list[ReadAs]:
    """What is asked about each list that was read, then about each sheet of which nothing was."""
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
    return [
        posted(
            ReadAs, request, prefix=f"list-{at}", sheet=sheets[sheet], columns=_choices(sheets[sheet], typed["header"]), initial=typed
        )
        for at, (sheet, typed) in enumerate(told)
    ]  # fmt: skip


def _rows(header: Sequence[int]) -> str:
    return " to ".join(map(str, header))


def _choices(sheet: Sheet, header: str) -> list[tuple[str, str]]:
    """The columns of a sheet, each with its title and an example of what is in it."""
    numbers = rows_typed(header) or ()
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
