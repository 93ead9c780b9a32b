"""A fictional register of licensed sponsors from day to day: what happens, and the noise that means nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from irhub.places import councils
from irhub.registers.fictional.care import Provider, town
from irhub.registers.fictional.words import form, other_name, stem

PARTIAL_EDITION = 30
"""Which edition lacks a tenth of all names; it is put right the next working day."""


@dataclass(frozen=True)
class Sponsor:
    """A fictional sponsor as the register shows it, and the provider behind it, if any."""

    name: str
    town: str
    county: str
    rating: str = "Worker (A rating)"
    routes: tuple[str, ...] = ("Skilled Worker",)
    provider_id: str = ""


@dataclass(frozen=True)
class Event:
    """What truly happened between two editions: the names before and after, where there are two."""

    edition: date
    kind: str
    name: str
    town: str
    new_name: str = ""


@dataclass
class Register:
    """The sponsors that stand, those suspended, and what has happened."""

    standing: list[Sponsor]
    suspended: list[Sponsor] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def _spelled(name: str, chance: random.Random) -> str:
    """How the register spells a name: upper case at times, blanks at times."""
    if chance.random() < 0.25:
        name = name.upper()
    if chance.random() < 0.01:
        name = chance.choice((f" {name}", f"{name} ", name.replace(" ", "  ", 1), name.replace(" ", "\u00a0", 1)))
    return name


def _routes(chance: random.Random) -> tuple[str, ...]:
    extra = ("Creative Worker", "Global Business Mobility: Senior or Specialist Worker", "Charity Worker", "Scale-up")
    return ("Skilled Worker",) if chance.random() < 0.86 else ("Skilled Worker", chance.choice(extra))


def new_sponsor(chance: random.Random) -> Sponsor:
    """A sponsor of another trade than care, somewhere in England."""
    place = chance.choice(councils())
    name = f"{other_name(chance)} {form(chance)}"
    if chance.random() < 0.08:
        name += f" {chance.choice(('T/A', 't/a', 'trading as', 'T/as'))} {stem(chance)}"
    return Sponsor(_spelled(name, chance), town(place), "", routes=_routes(chance))


def first_register(count: int, providers: list[Provider], chance: random.Random) -> Register:
    """About `count` rows: a third of the providers sponsor, in their own town or another; the rest are other trades."""
    standing = []
    for provider in providers:
        luck = chance.random()
        if luck < 0.42:
            place = provider.council if luck < 0.37 else chance.choice(councils())
            name = _spelled(provider.name, chance)
            standing.append(Sponsor(name, town(place), "", routes=_routes(chance), provider_id=provider.id))
        elif luck < 0.44:  # another firm of the same name, elsewhere
            standing.append(Sponsor(provider.name, town(chance.choice(councils())), ""))
    known = {(sponsor.name.casefold(), sponsor.town) for sponsor in standing}
    rows = sum(len(sponsor.routes) for sponsor in standing)
    while rows < count:
        sponsor = new_sponsor(chance)
        if (sponsor.name.casefold(), sponsor.town) not in known:
            known.add((sponsor.name.casefold(), sponsor.town))
            standing.append(sponsor)
            rows += len(sponsor.routes)
    chance.shuffle(standing)
    return Register(standing)


def working_days(until: date, count: int) -> list[date]:
    """The last `count` working days up to a date, oldest first."""
    days: list[date] = []
    day = until
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day -= timedelta(days=1)
    return days[::-1]


def _renamed(name: str, chance: random.Random) -> str:
    if chance.random() < 0.5:
        return f"{name} T/A {stem(chance)}"
    at = chance.randrange(2, max(3, len(name.split(" ")[0]) - 1))
    return name[:at] + chance.choice("aeiorst") + name[at:]


def pass_a_day(register: Register, on: date, chance: random.Random) -> None:
    """Let a day pass: grants, removals, returns, renames, moves, ratings and routes, each in its usual number."""

    def some(share: float) -> list[int]:
        return sorted(chance.sample(range(len(register.standing)), max(1, int(share * len(register.standing)))))

    def told(kind: str, sponsor: Sponsor, new_name: str = "") -> None:
        register.events.append(Event(on, kind, sponsor.name, sponsor.town, new_name))

    for at in reversed(some(0.0006)):
        sponsor = register.standing.pop(at)
        told("licence_removed", sponsor)
        if chance.random() < 0.3:
            register.suspended.append(sponsor)
    if len(register.suspended) > 5:
        sponsor = register.suspended.pop(0)
        register.standing.append(sponsor)
        told("licence_returned", sponsor)
    for at in some(0.0001):
        old = register.standing[at]
        new = replace(old, name=_renamed(old.name, chance))
        register.standing[at] = new
        told("renamed", old, new.name)
    for at in some(0.0001):
        sponsor = register.standing[at]
        b_rated = "B" in sponsor.rating
        register.standing[at] = replace(sponsor, rating=f"Worker ({'A' if b_rated else 'B'} rating)")
        told("rating_changed", sponsor)
    for at in some(0.002):  # spelled otherwise, which is no event
        sponsor = register.standing[at]
        name = sponsor.name
        spelled = chance.choice((name + " ", name.upper(), name.replace("Ltd", "Limited"), name.replace(" ", "  ", 1)))
        register.standing[at] = replace(sponsor, name=spelled)
    for _ in range(max(1, int(0.0013 * len(register.standing)))):
        sponsor = new_sponsor(chance)
        register.standing.append(sponsor)
        told("licence_granted", sponsor)


def editions(register: Register, days: list[date], chance: random.Random) -> Iterator[tuple[date, list[Sponsor]]]:
    """Each day's edition; the one numbered PARTIAL_EDITION lacks a tenth of its names."""
    for number, day in enumerate(days, 1):
        if number > 1:
            pass_a_day(register, day, chance)
        shown = register.standing
        if number == PARTIAL_EDITION:
            shown = [sponsor for at, sponsor in enumerate(shown) if at % 10]
        yield day, shown
