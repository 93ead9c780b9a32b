"""A fictional register of licensed sponsors from day to day: what happens, and the noise that means nothing."""

from __future__ import annotations

import random
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from irhub.places import councils
from irhub.registers.fictional.care import Location, Provider, without_form
from irhub.registers.fictional.spoiling import noise, sponsor_name, sponsor_town
from irhub.registers.fictional.towns import Town, post_town, town_in
from irhub.registers.fictional.words import care_name, form, other_name, stem

_A_MONTH = 5
"""So many days pass between two of the monthly editions that come before the daily ones: a month with little news."""
PARTIAL_EDITION = 30
"""Which daily edition lacks a tenth of all names; it is put right the next working day."""


_SISTERS = ("North", "South", "One", "Two", "No 2", "Holdings", "Property", "Leasing", "Lodge", "Hall")
_OF_A_TOWN = (
    "Parish Church",
    "Community Church",
    "Primary School",
    "Parish Council",
    "Football Club",
    "College",
    "Garage Ltd",
)
_OTHER_NATIONS = ("Glenfictive", "Inverexample", "Strathsample", "Llanfictive", "Aberexample", "Ballysample")


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


@dataclass(frozen=True)
class Step:
    """A thing that is made to happen: an event's kind, and the sponsor as it stands from then on."""

    kind: str
    sponsor: Sponsor


@dataclass
class Register:
    """The sponsors that stand, those suspended, and what has happened."""

    standing: list[Sponsor]
    suspended: list[Sponsor] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def _routes(chance: random.Random) -> tuple[str, ...]:
    extra = ("Creative Worker", "Global Business Mobility: Senior or Specialist Worker", "Charity Worker", "Scale-up")
    return ("Skilled Worker",) if chance.random() < 0.86 else ("Skilled Worker", chance.choice(extra))


def new_sponsor(chance: random.Random) -> Sponsor:
    """A sponsor of another trade than care, somewhere in England; its town is another kind of place at times."""
    place = town_in(chance.choice(councils()), chance)
    name = f"{other_name(chance)} {form(chance)}" if chance.random() < 0.85 else other_name(chance)
    if chance.random() < 0.08:
        name += f" {chance.choice(('T/A', 't/a', 'trading as', 'T/as'))} {other_name(chance)}"
    return Sponsor(noise(name, chance), post_town(place, chance), _county(place, chance), routes=_routes(chance))


def _county(place: Town, chance: random.Random) -> str:
    return place.county if chance.random() < 0.35 else ""


def _namesake(provider: Provider, chance: random.Random) -> Sponsor:
    """Another body, with no CQC registration, whose name differs from the provider's in a word that tells, or in its form."""
    kind = chance.random()
    core = without_form(provider.name)
    first, _, rest = core.partition(" ")
    place = town_in(
        chance.choice([council for council in councils() if council.region != provider.council.region]), chance
    )
    if (
        kind < 0.1
    ):  # the same words without a company's form, in another region: companies' names are unique, other names are not
        name = core
    elif kind < 0.3:  # a company of the same group, which the CQC does not register
        name = f"{core} ({chance.choice(_SISTERS)}) {form(chance)}"
        place = provider.town if chance.random() < 0.6 else place
    elif kind < 0.6:  # the telling word with another trade, near or far
        name = f"{first} {other_name(chance).split(' ', 1)[1]} {form(chance)}"
        place = provider.town if chance.random() < 0.5 else place
    elif kind < 0.7:  # named after the part of town, as much else is
        name = f"{provider.town.quarter} {chance.choice(_OF_A_TOWN)}"
        place = provider.town
    elif kind < 0.95:  # the telling word changed, in the same town
        name = f"{stem(chance)} {rest or 'Care'} {form(chance)}"
        place = provider.town
    else:  # a name a few letters away, with the same trade
        name = f"{first[:-2] if len(first) > 6 else first}{chance.choice(('ton', 'ley', 'well'))} {rest} {form(chance)}"
        place = provider.town if chance.random() < 0.5 else place
    return Sponsor(noise(name, chance), post_town(place, chance), _county(place, chance))


def _in_care_elsewhere(chance: random.Random) -> Sponsor:
    """A firm with a care provider's sort of name that the CQC does not register: other nations, children, agencies."""
    place = town_in(chance.choice(councils()), chance)
    town = chance.choice(_OTHER_NATIONS) if chance.random() < 0.4 else post_town(place, chance)
    return Sponsor(
        noise(f"{care_name(chance, place.quarter)} {form(chance)}", chance), town, "", routes=_routes(chance)
    )


def _sponsors_of(
    providers: list[Provider], locations: Iterable[Location], chance: random.Random, trouble: float
) -> Iterator[Sponsor]:
    """The sponsors that are providers, at times twice, or a holding firm for a group; and their namesakes."""
    places: dict[str, list[Location]] = {}
    for location in locations:
        places.setdefault(location.provider.id, []).append(location)
    for provider in providers:
        luck = chance.random()
        if luck < 0.42:
            for _ in range(2 if chance.random() < 0.015 else 1):
                here = places.get(provider.id, [])
                yield Sponsor(
                    sponsor_name(provider, here, chance, trouble),
                    sponsor_town(provider, here, chance, trouble),
                    _county(provider.town, chance),
                    routes=_routes(chance),
                    provider_id=provider.id,
                )
        if chance.random() < 0.08 * trouble:
            yield _namesake(provider, chance)


def first_register(
    count: int, providers: list[Provider], locations: Iterable[Location], chance: random.Random, trouble: float = 1.0
) -> Register:
    """About `count` rows: two providers in five sponsor; the rest are namesakes, other care firms and other trades.

    `trouble` multiplies how often names and towns are spelled otherwise than the CQC spells them.
    """
    standing: dict[tuple[str, str], Sponsor] = {}
    borne = {_known_by(Sponsor(provider.name, "", ""))[0] for provider in providers}
    for sponsor in _sponsors_of(providers, locations, chance, trouble):
        if not sponsor.provider_id and _known_by(sponsor)[0] in borne:  # one company, one name
            continue
        standing.setdefault(_known_by(sponsor), sponsor)
    rows = sum(len(sponsor.routes) for sponsor in standing.values())
    taken = {_known_by(Sponsor(without_form(provider.name), "", ""))[0] for provider in providers}
    care = 0.1 * count
    while rows < count:
        sponsor = _in_care_elsewhere(chance) if care > 0 else new_sponsor(chance)
        care -= 1
        if _known_by(Sponsor(without_form(sponsor.name.strip()), "", ""))[0] in taken:  # one company, one name
            continue
        if standing.setdefault(_known_by(sponsor), sponsor) is sponsor:
            rows += len(sponsor.routes)
    shuffled = list(standing.values())
    chance.shuffle(shuffled)
    return Register(shuffled)


def _known_by(sponsor: Sponsor) -> tuple[str, str]:
    name, town = ("".join(filter(str.isalnum, text.casefold())) for text in (sponsor.name, sponsor.town))
    return name.replace("limited", "ltd"), town


def working_days(until: date, count: int) -> list[date]:
    """The last `count` working days up to a date, oldest first."""
    days: list[date] = []
    day = until
    while len(days) < count:
        if day.weekday() < 5:
            days.append(day)
        day -= timedelta(days=1)
    return days[::-1]


def months_before(day: date, count: int) -> list[date]:
    """The first working days of the `count` latest months that began before a date, oldest first."""
    firsts: list[date] = []
    month = day.replace(day=1)
    while len(firsts) < count:
        first = next(on for on in (month + timedelta(days=more) for more in range(3)) if on.weekday() < 5)
        firsts += [first] if first < day else []
        month = (month - timedelta(days=1)).replace(day=1)
    return firsts[::-1]


def _renamed(name: str, chance: random.Random) -> str:
    if chance.random() < 0.5:
        return f"{name} T/A {stem(chance)}"
    at = chance.randrange(2, max(3, len(name.split(" ")[0]) - 1))
    return name[:at] + chance.choice("aeiorst") + name[at:]


def pass_a_day(register: Register, on: date, chance: random.Random, spared: Container[str] = ()) -> None:
    """Let a day pass: grants, removals, returns, renames, moves, ratings and routes, each in its usual number. Nothing
    happens by chance to the sponsors of providers that are spared."""

    def some(share: float) -> list[int]:
        found = chance.sample(range(len(register.standing)), max(1, int(share * len(register.standing))))
        return sorted(at for at in found if register.standing[at].provider_id not in spared)

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


def _carry_out(register: Register, on: date, step: Step) -> None:
    """Let one thing happen to the sponsors of a provider that is staged (see examples.py)."""
    mine = [sponsor for sponsor in register.standing if sponsor.provider_id == step.sponsor.provider_id]
    if step.kind in ("licence_granted", "licence_returned"):
        register.standing.append(step.sponsor)
        told = [step.sponsor]
    elif step.kind == "licence_removed":
        register.standing[:] = [sponsor for sponsor in register.standing if sponsor not in mine]
        told = mine
    else:
        at = register.standing.index(mine[0])
        register.standing[at] = replace(mine[0], rating="Worker (B rating)")
        told = mine[:1]
    register.events += [Event(on, step.kind, sponsor.name, sponsor.town) for sponsor in told]


def editions(
    register: Register,
    days: list[date],
    chance: random.Random,
    script: Mapping[int, Sequence[Step]],
    spared: Container[str],
    earlier: Sequence[date] = (),
) -> Iterator[tuple[date, list[Sponsor]]]:
    """The edition of each of the `earlier` days, a month apart, then each day's; of the latter the one numbered PARTIAL_EDITION lacks a
    tenth of its names. `script`: what happens, beside what chance brings, by the number of the daily edition that first
    shows it; chance brings nothing to those spared."""
    for month, following in pairwise([*earlier, *days[:1]]):
        yield month, register.standing
        for _ in range(_A_MONTH):
            pass_a_day(register, following, chance, spared)
    for number, day in enumerate(days, 1):
        if number > 1:
            pass_a_day(register, day, chance, spared)
        for step in script.get(number, ()):
            _carry_out(register, day, step)
        shown = register.standing
        if number == PARTIAL_EDITION:
            shown = [sponsor for at, sponsor in enumerate(shown) if at % 10]
        yield day, shown
