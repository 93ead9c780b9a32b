"""A list as a file: the rows, columns and words of its page, with what the columns mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.http import Http404, HttpResponse

from irhub.web.jinja import query
from irhub.web.listing.asking import Asked
from irhub.web.listing.columns import Column, Fetched, Row
from irhub.web.listing.pages import in_order
from irhub.web.listing.writers import File, Told, as_csv, as_json, as_xlsx, dictionary_csv
from irhub.web.london import by_london
from irhub.web.rooms import gathered

FORMATS = ("csv", "xlsx", "json")
"""Kinds of file that every list gives; each is a row of the access table, `route?format=csv`."""


def with_downloads(*routes: str) -> tuple[str, ...]:
    """Routes of lists with the downloads of each, as the access table names them."""
    return (*routes, *(f"{route}?format={form}" for route in routes for form in FORMATS))


def download(asked: Asked[Row], rows: Any, *, about: Sequence[str] = (), name: str = "") -> HttpResponse:
    """The file that was asked for: what the page lists, of all its pages, at most `most` rows.

    `about`: sentences on where the rows come from; `name`: of the file, without its ending. Raises Http404 of a kind of
    file that is not there.
    """
    form, dictionary = asked.format, asked.format == "csv" and "dictionary" in asked.request.GET
    if form not in FORMATS:
        raise Http404("There is no such download.")
    listing = asked.listing
    columns = _in_files(asked)
    filters = [f"Chosen: {one.label}: {one.text}." for one in asked.chosen]
    unread = [*(asked.form.unread if asked.form else []), *asked.notes]
    bound = [f"A file holds the first {listing.most:,} rows: narrow the filters if there are more."]
    file = File(
        name or listing.name,
        [Told(column.key, column.title, column.means) for column in columns],
        () if dictionary else _values(columns, _rows(asked, rows)),
        [*said_of_every_file(), *filters, *unread, *about, *bound],
    )
    if dictionary:
        return dictionary_csv(file)
    if form == "csv":
        there = asked.request.path + query(asked.request.GET, dictionary="yes")
        return as_csv(file, asked.request.build_absolute_uri(there))
    return as_xlsx(file) if form == "xlsx" else as_json(file)


def said_of_every_file() -> list[str]:
    """What rooms say of every file, whatever list it is of: that the data are fictional, where they are."""
    return [sentence for said in gathered("about_files", "SAID") for sentence in said()]


def _in_files(asked: Asked[Row]) -> list[Column[Row]]:
    """The columns of the page, in its order, then those that stand in files in any case; where nobody chooses columns, all in the
    order of the declaration."""
    if not asked.listing.chooses:
        return [one for one in asked.listing.columns if one.in_files and one.seen_by(asked.request)]
    alone = [one for one in asked.listing.columns if (one.filed or not one.on_page) and one.seen_by(asked.request)]
    shown = [column for column in asked.columns if column.in_files]
    return list(dict.fromkeys([*shown, *alone]))


def _rows(asked: Asked[Row], rows: Any) -> Iterable[Row]:
    most = asked.listing.most
    if isinstance(rows, Fetched):
        return rows.fetch(asked.sort, asked.turned, 0, most)[0]
    ordered = in_order(asked, rows)
    return ordered[:most] if hasattr(ordered, "__getitem__") else islice(ordered, most)


def _values(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> Iterable[list[object]]:
    for row in rows:
        yield [by_london(column.of(row)) for column in columns]
