"""What a list is declared of: its columns, its words, its filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

from irhub.web.listing.filters import FilterForm

Row = TypeVar("Row")
Value = str | int | float | bool | date | None
"""What a file holds in a cell; a datetime is a date too."""


@dataclass(frozen=True)
class Cell:
    """What a cell of the page shows: a text, as a link if `href`, in a tag of the Design System if `tag` (its colour);
    `under`: a line below it, soft."""

    text: str
    href: str = ""
    tag: str = ""
    under: str = ""


class Where(Enum):
    """Where a column stands: on the page alone, in files alone, or in both."""

    PAGE = "page"
    FILES = "files"
    BOTH = "both"


def everybody(request: HttpRequest) -> bool:
    """Whoever may open the list sees the column."""
    return True


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column. `means`: its line in the data dictionary, a sentence.

    `value`: what files hold, as the page says it; by default the row's attribute of the name `key`. `cell`: what the page
    shows where that is more than the value. `own`: the page's template shows it (it calls `rows` with a block).
    `order`: by which names the database sorts it; `by`: what Python rows are sorted by. Without either it cannot be sorted.
    `falls`: it is first sorted downwards. `usual`: shown unless somebody chooses otherwise; `fixed`: shown always.
    """

    key: str
    title: str
    means: str
    value: Callable[[Row], Value] | None = None
    cell: Callable[[Row], Cell] | None = None
    own: bool = False
    order: tuple[Any, ...] = ()
    by: Callable[[Row], Any] | None = None
    falls: bool = False
    numeric: bool = False
    usual: bool = True
    fixed: bool = False
    heads: bool = False
    """Whether its cell names the row, for screen readers."""
    look: str = ""
    """Classes of its cells."""
    unseen: bool = False
    """Whether only screen readers are told its title."""
    labelled: bool = True
    """Whether its title stands before its value on a narrow screen, where a list is stacked."""
    also: str = ""
    """By what name addresses sorted by it earlier."""
    where: Where = Where.BOTH
    filed: bool = False
    """Whether it stands in files even where somebody chose not to see it on the page."""
    seen_by: Callable[[HttpRequest], bool] = everybody

    @property
    def sortable(self) -> bool:
        """Whether somebody may sort by it."""
        return bool(self.order or self.by)

    @property
    def on_page(self) -> bool:
        """Whether it stands on the page."""
        return self.where is not Where.FILES

    @property
    def in_files(self) -> bool:
        """Whether it stands in files."""
        return self.where is not Where.PAGE

    def of(self, row: Row) -> Value:
        """What a file holds of a row."""
        found = self.value(row) if self.value else getattr(row, self.key)
        return found


def of_month(key: str, title: str, means: str, month: Callable[[Row], date | None], **more: Any) -> Column[Row]:
    """A column of months: in files as ISO 8601 writes them (2026-03), on the page in words (March 2026); blank where there is none.

    `month`: a day of it. `more`: see Column.
    """

    def written(row: Row, form: str) -> str:
        day = month(row)
        return f"{day:{form}}" if day else ""

    told = {"value": lambda row: written(row, "%Y-%m"), "cell": lambda row: Cell(written(row, "%B %Y"))}
    return Column(key, title, means, **{**told, **more})


@dataclass(frozen=True)
class Listing(Generic[Row]):
    """A list. `name`: of its files, and of the choice of its columns. `noun`: what a row is, one and several.

    `none_at_all` and `none_fits`: what the page says where there is nothing to list, without filters and with. `sort`: the
    key by which it is sorted first, with "-" before it for the other way round than the column's own first; blank leaves
    the order of the rows. `tie`: names by which the database orders what is equal. `most`: rows in a file. `counts_to`: of a
    list that may be very long, how many rows are counted and shown by page; 0 for all. `look`: classes of the table.
    """

    name: str
    caption: str
    noun: tuple[str, str]
    columns: tuple[Column[Row], ...]
    none_at_all: str
    none_fits: str
    filters: type[FilterForm] | None = None
    sort: str = ""
    tie: tuple[str, ...] = ("pk",)
    size: int = 50
    most: int = 20_000
    counts_to: int = 0
    look: str = "irhub-table"
    chooses: bool = False
    """Whether somebody may choose its columns."""
    told_apart_by: tuple[str, ...] = ()
    """The keys of the columns by which rows of a file are told apart, in whichever order and on whichever day it was taken."""

    @cached_property
    def by_key(self) -> Mapping[str, Column[Row]]:
        """Its columns by key."""
        return {column.key: column for column in self.columns}

    def counted(self, number: int) -> str:
        """How many, in words: 1 provider, 1,234 providers."""
        return f"{number:,} {self.noun[0] if number == 1 else self.noun[1]}"


@dataclass(frozen=True)
class Fetched(Generic[Row]):
    """Rows of a statement that sorts and cuts for itself: given the key to sort by, whether the other way round than the
    column's first, an offset and a limit (None for all), it tells rows and how many there are in all (0 beyond the end)."""

    fetch: Callable[[str, bool, int, int | None], tuple[Sequence[Row], int]]
