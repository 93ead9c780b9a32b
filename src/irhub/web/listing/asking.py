"""What an address asks of a list: filters, sorting, columns, page. What makes no sense is told, and the usual stands for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic

from django.http import HttpRequest

from irhub.web.jinja import query
from irhub.web.listing.columns import Column, Listing, Row
from irhub.web.listing.filters import Chosen, FilterForm


@dataclass(frozen=True)
class Asked(Generic[Row]):
    """What was asked. `sort`: a column's key, blank for the rows' own order; `turned`: the other way round than its first.

    `columns`: those to show, in order; `offered`: those that can be chosen. `notes`: what could not be done as asked, a
    sentence each. `kept`: names of the address that are no filters and stay when filters change.
    """

    request: HttpRequest
    listing: Listing[Row]
    form: FilterForm | None
    sort: str
    turned: bool
    columns: tuple[Column[Row], ...]
    offered: tuple[Column[Row], ...]
    notes: tuple[str, ...]
    kept: tuple[str, ...] = ()
    at: str = ""
    """The address of the list's page, where it is shown at another."""

    @property
    def filters(self) -> dict[str, Any]:
        """The filters by name (FilterForm.asked)."""
        return self.form.asked if self.form else {}

    @property
    def format(self) -> str:
        """The kind of file that is asked for; blank for the page."""
        return self.request.GET.get("format", "")

    @property
    def chosen(self) -> list[Chosen]:
        """The filters that were chosen, in words."""
        return self.form.chosen(self.request.GET) if self.form else []

    @property
    def stays(self) -> list[tuple[str, str]]:
        """What of the address stays when filters change, as names and values."""
        given = self.request.GET
        return [(name, value) for name in (*self.kept, "columns") for value in given.getlist(name) if value]

    @property
    def clear(self) -> str:
        """The address without any filter."""
        given = self.request.GET
        kept = ("sort", "columns", *self.kept)
        return (self.at or self.request.path) + query({name: given.getlist(name) for name in kept if name in given})

    @property
    def sort_asked(self) -> str:
        """How it is sorted, as the address says it."""
        return f"{'-' if self.turned else ''}{self.sort}"

    @property
    def sorts(self) -> list[tuple[str, str]]:
        """By what it can be sorted, for a select: as the address says it, and in words."""
        found = [(one.key, one.title) for one in self.listing.columns if one.sortable and one.seen_by(self.request)]
        own = [] if self.listing.sort else [("", "Usual order")]
        column = self.listing.by_key.get(self.sort)
        turned = [(self.sort_asked, f"{column.title}, reversed")] if column and self.turned else []
        return [*own, *found, *turned]

    @property
    def sort_select(self) -> dict[str, Any]:
        """The select of how to sort, as the Design System's component takes it."""
        items = [{"value": value, "text": title, "selected": value == self.sort_asked} for value, title in self.sorts]
        return {"id": "sort", "name": "sort", "label": {"text": "Sort by"}, "items": items}

    def falls(self, column: Column[Row]) -> bool:
        """Whether the list is sorted by this column downwards."""
        return column.falls != self.turned

    def sorted_by(self, column: Column[Row]) -> str:
        """The address that sorts by a column, or, where that is so already, the other way round."""
        turn = column.key == self.sort and not self.turned
        return query(self.request.GET, sort=f"{'-' if turn else ''}{column.key}", page="", format="")


def ask(
    request: HttpRequest,
    listing: Listing[Row],
    *,
    form: FilterForm | None = None,
    columns: str = "",
    kept: Iterable[str] = (),
    at: str = "",
) -> Asked[Row]:
    """What a request asks of a list.

    `form`: its filters, if they need choices that the declaration does not know. `columns`: the person's kept choice, keys
    joined by commas. `kept` and `at`: see Asked.
    """
    if form is None and listing.filters is not None:
        form = listing.filters(request.GET)
    seen = tuple(column for column in listing.columns if column.seen_by(request))
    sort, turned, notes = _sorting(request.GET.get("sort", ""), listing, seen)
    told = [*notes]
    offered = tuple(column for column in seen if column.on_page and not column.fixed)
    shown, unknown = _columns(request.GET.getlist("columns") or [columns], listing, seen)
    if unknown and "columns" in request.GET:
        told.append(f"There is no column “{unknown[0][:40]}” in this list: it was left out.")
    return Asked(request, listing, form, sort, turned, shown, offered, tuple(told), tuple(kept), at)


def _sorting(text: str, listing: Listing[Row], seen: Iterable[Column[Row]]) -> tuple[str, bool, list[str]]:
    sortable = [column for column in seen if column.sortable]
    keys = {column.also: column.key for column in sortable if column.also} | {one.key: one.key for one in sortable}
    key = text.removeprefix("-")
    if key in keys:
        return keys[key], text.startswith("-"), []
    usual = listing.sort
    notes = [f"This list cannot be sorted by “{key[:40]}”: it is in its usual order."] if key else []
    return usual.removeprefix("-"), usual.startswith("-"), notes


def _columns(
    given: Iterable[str], listing: Listing[Row], seen: Iterable[Column[Row]]
) -> tuple[tuple[Column[Row], ...], list[str]]:
    """The columns to show: the fixed, then those asked for in the order asked, else the usual; and what is no column."""
    on_page = {column.key: column for column in seen if column.on_page}
    wanted = [key for text in given for key in text.split(",") if key] if listing.chooses else []
    known = [on_page[key] for key in dict.fromkeys(wanted) if key in on_page]
    unknown = [key for key in wanted if key not in on_page]
    if not known:
        return tuple(column for column in on_page.values() if column.usual or column.fixed), unknown
    fixed = [column for column in on_page.values() if column.fixed]
    return tuple(dict.fromkeys([*fixed, *known])), unknown
