"""The newest edition of each register, and those of them that are only a part of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, Window

from irhub.registers.models import Edition
from irhub.registers.sources import SOURCES


@dataclass(frozen=True)
class Part:
    """An accepted edition that has fewer records (or rows) than its whole register: how many, and how many that has at least."""

    register: str
    date: date
    has: int
    whole: int

    @property
    def sentence(self) -> str:
        """What whoever reads a figure has to know."""
        return (
            f"The edition of {self.date.day} {self.date:%B %Y} of the {SOURCES[self.register].title} is only a part of the register:"
            f" it has {self._counted}. What is not in that part is not shown or counted here, but may still be on the"
            " register."
        )

    @property
    def in_short(self) -> str:
        """The same of one of several, beside which that is said."""
        return f"{SOURCES[self.register].title}, {self.date.day} {self.date:%B %Y}: {self._counted}"

    @property
    def _counted(self) -> str:
        rows = "rows" if SOURCES[self.register].partly_kept else "records"
        return f"{self.has:,} {rows}, where the whole has at least {self.whole:,}"


@dataclass(frozen=True)
class Newest:
    """The newest accepted edition of a register, and the date of the first that is held."""

    register: str
    first: date
    date: date
    fictional: bool
    record_count: int
    row_count: int
    loaded_at: datetime


def newest_of_each(day: date | None = None) -> list[Newest]:
    """The newest accepted edition (of `day` or before) of each register."""
    accepted = Edition.objects.filter(state=Edition.State.ACCEPTED)
    if day:
        accepted = accepted.filter(date__lte=day)
    newest = accepted.annotate(first=Window(Min("date"), "register")).order_by("register", "-date").distinct("register")
    return [
        Newest(*row)
        for row in newest.values_list(
            "register", "first", "date", "fictional", "record_count", "row_count", "loaded_at"
        )
    ]


def newest_whole(register: str) -> Newest | None:
    """The newest accepted edition of a register, if it is not only a part of it; None if it is, or if none is held."""
    newest = [one for one in newest_of_each() if one.register == register]
    return newest[0] if newest and not parts_of(newest) else None


def parts(day: date | None = None) -> list[Part]:
    """The registers of which the newest accepted edition (of `day` or before) is only a part, and so every figure from it."""
    return parts_of(newest_of_each(day))


def parts_of(newest: Collection[Newest]) -> list[Part]:
    """Of the newest editions those that are only a part of their register."""
    held = {one.register: one for one in newest if not one.fictional}
    found = []
    for name, source in SOURCES.items():
        if one := held.get(name):
            has = one.row_count if source.partly_kept else one.record_count
            if has < source.expected.fewest:
                found.append(Part(name, one.date, has, source.expected.fewest))
    return found
