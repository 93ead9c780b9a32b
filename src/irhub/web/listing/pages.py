"""A page of a list: rows in the order asked, the part that is shown, and the words around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from irhub.web.listing.asking import Asked
from irhub.web.listing.columns import Fetched, Listing, Row


@dataclass(frozen=True)
class PageLink:
    """One page of a list, for the pagination component."""

    number: int
    current: bool


class Counted(Paginator):  # type: ignore[type-arg]
    """Pages of rows that are counted up to a number: the database stops there, and what is beyond is found by filters. `bound`: 0 for none."""

    def __init__(self, rows: Any, size: int, bound: int = 0) -> None:
        self.bound = bound if isinstance(rows, QuerySet) else 0
        super().__init__(rows, size)

    @cached_property
    def count(self) -> int:
        """How many rows the pages have."""
        return min(self._found, self.bound) if self.bound else self._found

    @property
    def more(self) -> bool:
        """Whether there are more than are counted."""
        return bool(self.bound) and self._found > self.bound

    @cached_property
    def _found(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[: self.bound + 1].count()) if self.bound else super().count


@dataclass(frozen=True)
class PageOf(Generic[Row]):
    """A page: Django's, its rows, the pages to offer around it (None stands for a gap), and a word about an odd number."""

    page: Page[Any]
    rows: Sequence[Row]
    links: list[PageLink | None]
    note: str = ""

    @property
    def count(self) -> int:
        """How many rows there are on all pages."""
        return self.page.paginator.count

    def showing(self, listing: Listing[Any]) -> str:
        """What part of it is shown: "Showing 1 to 50 of 1,234 providers", or "3 providers" where all of them are."""
        if self.page.paginator.num_pages == 1:
            return listing.counted(self.count)
        first, last = self.page.start_index(), self.page.end_index()
        more = "more than " if getattr(self.page.paginator, "more", False) else ""
        return f"Showing {first:,} to {last:,} of {more}{listing.counted(self.count)}"


@dataclass(frozen=True)
class Shown(Generic[Row]):
    """A page of a list with all that its template says of it."""

    asked: Asked[Row]
    of: PageOf[Row]

    @property
    def listing(self) -> Listing[Row]:
        """The list."""
        return self.asked.listing

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of the page."""
        return self.of.rows

    @property
    def notes(self) -> list[str]:
        """What could not be done as the address asked, a sentence each."""
        return [*self.asked.notes, *filter(None, [self.of.note])]

    @property
    def unread(self) -> list[str]:
        """Filters that could not be read, a sentence each."""
        return self.asked.form.unread if self.asked.form else []

    @property
    def showing(self) -> str:
        """What part of it is shown."""
        return self.of.showing(self.listing)

    @property
    def empty(self) -> str:
        """What to say where no row is shown."""
        return self.listing.none_fits if self.asked.chosen else self.listing.none_at_all


def page_of(rows: Any, number: str | int | None, size: int, bound: int = 0) -> PageOf[Any]:
    """A page of anything that can be counted and sliced. A number that is none, or is too high, gives the first or last.

    `bound`: how many rows of a query set are counted, and so can be paged through; 0 for all.
    """
    page = _cut(rows, size, number, bound)
    part: Any = page.object_list
    return PageOf(page, part, _links(page), _note(number, page))


def show(asked: Asked[Row], rows: Any, *, number: int | None = None) -> Shown[Row]:
    """The page of a list that was asked for. `rows`: a query set, a sequence or Fetched; the first two are sorted here.

    `number`: a page to show instead of the one that the address names.
    """
    asks = asked.request.GET.get("page") if number is None else number
    if isinstance(rows, Fetched):
        return Shown(asked, _fetched(asked, rows, asks))
    return Shown(asked, page_of(in_order(asked, rows), asks, asked.listing.size, asked.listing.counts_to))


def page_with(asked: Asked[Any], rows: QuerySet[Any], key: int) -> int | None:
    """On which page of a list the row with this key stands; None if it is not in it."""
    keys = list(in_order(asked, rows).values_list("pk", flat=True))
    return keys.index(key) // asked.listing.size + 1 if key in keys else None


def page_by_page(rows: Any, make: Callable[[Any], Sequence[Row]], listing: Listing[Row] | None = None) -> Fetched[Row]:
    """Rows that are made of others, a query set or a sequence, only for the page that is shown. `listing`: by whose columns the query
    set is sorted; without it, in its own order."""

    def fetch(sort: str, turned: bool, offset: int, limit: int | None) -> tuple[Sequence[Row], int]:
        ordered = _sorted(listing, rows, sort, turned) if listing else rows
        part = ordered[offset : None if limit is None else offset + limit]
        return make(part), rows.count() if isinstance(rows, QuerySet) else len(rows)

    return Fetched(fetch)


def in_order(asked: Asked[Row], rows: Any) -> Any:
    """Rows sorted as asked: by the database where it holds them."""
    return _sorted(asked.listing, rows, asked.sort, asked.turned)


def _sorted(listing: Listing[Any], rows: Any, sort: str, turned: bool) -> Any:
    column = listing.by_key.get(sort)
    if column is None:
        return rows
    if isinstance(rows, QuerySet):
        ordered = rows.order_by(*column.order, *listing.tie)
        return ordered.reverse() if turned else ordered
    by = column.by or column.of

    def key(row: Any) -> Any:
        value: Any = by(row)
        return value.casefold() if isinstance(value, str) else value

    blank = [row for row in rows if by(row) in (None, "")]
    told = [row for row in rows if by(row) not in (None, "")]
    return sorted(told, key=key, reverse=column.falls != turned) + blank


def _fetched(asked: Asked[Row], rows: Fetched[Row], asks: str | int | None) -> PageOf[Row]:
    size = asked.listing.size
    number = int(asks) if asks and str(asks).isdecimal() and len(str(asks)) < 7 else 1
    number = max(1, number)
    found, total = rows.fetch(asked.sort, asked.turned, (number - 1) * size, size)
    if not found and number > 1:
        found, total = rows.fetch(asked.sort, asked.turned, 0, size)
    page = _cut(range(total), size, asks)
    if page.number != number and total:
        found, _ = rows.fetch(asked.sort, asked.turned, (page.number - 1) * size, size)
    return PageOf(page, found, _links(page), _note(asks, page))


def _cut(rows: Any, size: int, number: str | int | None, bound: int = 0) -> Page[Any]:
    return Counted(rows, size, bound).get_page(number)


def _links(page: Page[Any]) -> list[PageLink | None]:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return [PageLink(number, number == page.number) if isinstance(number, int) else None for number in numbers]


def _note(asks: str | int | None, page: Page[Any]) -> str:
    if asks in (None, "") or str(asks) == str(page.number):
        return ""
    told = str(asks)[:20]
    return f"There is no page “{told}”: this is page {page.number} of {page.paginator.num_pages}."
