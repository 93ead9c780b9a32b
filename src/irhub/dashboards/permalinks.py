"""Links that say the same for ever: they pin the day of the data and the definitions with which figures were made."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest

from irhub.dashboards import providers
from irhub.indicators.queries import definitions
from irhub.registers import holdings
from irhub.registers.sources import SOURCES


@dataclass(frozen=True)
class Pinned:
    """What a page shows: as at which day (None: the newest), and how that can be linked to for ever.

    `error`: what is wrong with the day that was asked for. `definitions_changed`: the link was made with definitions that
    have changed since. `editions`: for each register the edition that tells of the day.
    """

    as_at: date | None
    newest: date | None
    address: str
    stamp: str
    editions: Mapping[str, date]
    error: str = ""
    definitions_changed: bool = False

    @property
    def day(self) -> date | None:
        """The day of the data that is shown."""
        return self.as_at or self.newest


def stamp() -> str:
    """A short mark of every definition in force: it changes whenever the meaning of one does."""
    told = [f"providers {providers.VERSION}", *(f"{made.code} {made.version}" for made in definitions())]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:8]


def pinned(request: HttpRequest) -> Pinned:
    """Read from a request which day it asks for, and make the link that pins it."""
    newest, asked, error = holdings.newest_date(), request.GET.get("as_at", "").strip(), ""
    as_at = None
    if asked:
        try:
            as_at = date.fromisoformat(asked)
        except ValueError:
            error = f"Write the date as year, month and day, like 2026-03-27. We could not read {asked}."
        else:
            if newest and as_at >= newest:
                as_at = None
    day = as_at or newest
    editions = holdings.editions_telling_of(day) if day else {}
    if as_at and len(editions) == 0:
        error, as_at = f"No register is held as far back as {as_at.day} {as_at:%B %Y}.", None
    mark = stamp()
    kept = {
        name: value for name, value in request.GET.dict().items() if value and name not in ("page", "format", "window")
    }
    kept |= {"as_at": day.isoformat() if day else "", "definitions": mark}
    address = request.build_absolute_uri(f"{request.path}?{urlencode(kept)}")
    changed = request.GET.get("definitions", mark) != mark
    return Pinned(as_at, newest, address, mark, editions, error, changed)


def sources_told(pin: Pinned) -> list[str]:
    """The lines that every download carries: where it comes from, of which day, by which definitions."""
    editions = "; ".join(f"{SOURCES[name].title}, edition of {day.isoformat()}" for name, day in pin.editions.items())
    return [
        f"Permanent link: {pin.address}",
        f"As at: {pin.day.isoformat() if pin.day else 'no register is held'}. Definitions: {pin.stamp}",
        f"Sources: {editions}. Open Government Licence v3.0",
        "Absence from a register is not proof that a licence was revoked",
    ]
