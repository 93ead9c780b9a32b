"""Links that say the same for ever: they pin the day of the data and the definitions with which figures were made."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import HttpRequest

from irhub.dashboards import providers
from irhub.indicators import past
from irhub.indicators.queries import definitions
from irhub.registers import newest_editions
from irhub.registers.about_files import said_of_files
from irhub.registers.sources import SOURCES
from irhub.web.jinja import query
from irhub.web.listing import FilterForm, day_field

_PICTURED = ("home_office_sponsors", "cqc_locations")
"""The registers that pictures are made of."""
_OF_RECRUITERS = ("ethical_recruiters",)
"""Registers of which these pages show nothing."""


class AsAt(FilterForm):
    """As at which day somebody wants a page."""

    as_at = day_field("As at another day")


@dataclass(frozen=True)
class Pinned:
    """What a page shows: as at which day (None: the newest), and how that can be linked to for ever.

    `form`: asks for a day, and says what is wrong with the one that was asked for; `stays`: what else of the address does then. `definitions_changed`: the link was made with definitions that
    have changed since. `behind`: editions or links have changed since the past day was worked out. `held`: of each
    register the edition that tells of the day.
    """

    as_at: date | None
    newest: date | None
    address: str
    stamp: str
    held: Sequence[newest_editions.Newest]
    form: AsAt
    stays: Sequence[tuple[str, str]] = ()
    definitions_changed: bool = False
    behind: bool = False

    @property
    def day(self) -> date | None:
        """The day of the data that is shown."""
        return self.as_at or self.newest

    @cached_property
    def editions(self) -> Mapping[str, date]:
        """For each register the date of the edition that tells of the day."""
        return {one.register: one.date for one in self.held}

    @property
    def parts(self) -> list[newest_editions.Part]:
        """The editions of these that are only a part of their register."""
        return newest_editions.parts_of(self.held)

    @property
    def one_list_of_sponsors(self) -> bool:
        """Whether the day has but one edition of the sponsor register: nobody can say yet who left it."""
        return self.sponsors_held is not None and self.sponsors_held[0] == self.sponsors_held[1]

    @property
    def first_list(self) -> date | None:
        """The day of the CQC's first list that is held."""
        return next((one.first for one in self.held if one.register == "cqc_locations"), None)

    @property
    def sponsors_held(self) -> tuple[date, date] | None:
        """The days of the first edition of sponsors and of the one that tells of the day."""
        return next(((one.first, one.date) for one in self.held if one.register == "home_office_sponsors"), None)

    @property
    def told_up_to(self) -> date | None:
        """The date of the newest edition that tells of the day; None without one."""
        return max((one.date for one in self.held), default=None)

    @property
    def then(self) -> dict[str, str]:
        """What an address asks for to show the same day."""
        return {"as_at": self.as_at.isoformat()} if self.as_at else {}


def stamp() -> str:
    """A short mark of every definition in force: it changes whenever the meaning of one does."""
    told = [f"providers {providers.VERSION}", *(f"{made.code} {made.version}" for made in definitions())]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:8]


def pinned(request: HttpRequest, path: str = "") -> Pinned:
    """Read from a request which day it asks for, and make the link that pins it. `path`: of the page to link to, if it is not the
    one asked for.

    Raises NotWorkedOut if nothing is kept of a past day yet; it is then being worked out.
    """
    request.tells_past_days = True  # type: ignore[attr-defined]  # of any other page web/base.html says that it does not
    held = newest_editions.newest_of_each()
    newest = max((one.date for one in held), default=None)
    form = AsAt(request.GET, usual={"as_at": newest or ""})
    try:
        as_at = past.asked_for(request.GET.get("as_at", ""), newest)
    except ValueError as wrong:
        as_at = None
        if not form.errors:
            form.add_error("as_at", str(wrong))
    behind = as_at is not None and not past.look(as_at)
    day = as_at or newest
    told = {one.register: one for one in (newest_editions.newest_of_each(as_at) if as_at else held)}
    held = [told[name] for name in SOURCES if name in told and name not in _OF_RECRUITERS]
    mark = stamp()
    taken_away = ("picture", "kind") if "picture" in request.GET else ()  # the link of a map's file leads to its page
    kept = {
        name: values
        for name, values in request.GET.lists()
        if any(values) and name not in ("page", "format", "window", "dictionary", *taken_away)
    }
    pinned_to = {"as_at": day.isoformat() if day else "", "definitions": mark}
    address = request.build_absolute_uri((path or request.path) + query(kept, **pinned_to))
    changed = request.GET.get("definitions", mark) != mark
    dropped = ("as_at", "definitions", "page", "format", "window")
    stays = [(name, str(value)) for name, values in request.GET.lists() if name not in dropped for value in values]
    return Pinned(as_at, newest, address, mark, held, form, stays, changed, behind)


def cited(pin: Pinned) -> list[str]:
    """Where a picture comes from, for its foot: shorter than what stands beside rows."""
    editions = ", ".join(
        f"{SOURCES[name].title} ({day.day} {day:%B %Y})" for name, day in pin.editions.items() if name in _PICTURED
    )
    return [*said_of_files(), f"Source: {editions}. Open Government Licence v3.0. {pin.address}"]


def sources_told(pin: Pinned) -> list[str]:
    """The lines that every download carries: where it comes from, of which day, by which definitions."""
    editions = "; ".join(f"{SOURCES[name].title}, edition of {day.isoformat()}" for name, day in pin.editions.items())
    return [
        f"Permanent link: {pin.address}",
        f"As at: {pin.day.isoformat() if pin.day else 'no register is held'}. Definitions: {pin.stamp}",
        f"Sources: {editions}. Open Government Licence v3.0",
        "Absence from a register is not proof that a licence was revoked",
        *(part.sentence for part in pin.parts),
    ]
