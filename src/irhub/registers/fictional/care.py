"""Fictional CQC providers and locations, and what becomes of them from month to month."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from irhub.places import Council
from irhub.registers.fictional import words
from irhub.registers.fictional.towns import Town, post_town, somewhere, spot, town_in

RATINGS = ("Outstanding", "Good", "Requires improvement", "Inadequate", "")
_RATING_WEIGHTS = (4, 66, 16, 2, 12)
NURSING, RESIDENTIAL, DOMICILIARY, DENTIST, DOCTORS = SERVICES = (
    "Care home service with nursing", "Care home service without nursing", "Domiciliary care service",
    "Dental service", "Doctors consultation service",
)  # fmt: skip
_KINDS = (  # of provider, and how many in a hundred
    ("home care", 38), ("home", 30), ("holding a home", 8), ("franchise", 4), ("person", 3), ("couple", 3),
    ("charity", 2), ("practice", 12),
)  # fmt: skip
_GROUP_PARTS = ("North", "South", "Midlands", "East", "West", "No 2", "Operations", "Properties", "Holdings", "UK")


@dataclass(frozen=True)
class Provider:
    """A fictional provider: CQC id, name, company number ("" for people), its office, brand and former name if any.

    `told_number`: the company number that it gave the CQC, None for its own. Dates and `status` of its company: None
    for the usual. `listed`: whether Companies House lists the company in each of the two months.
    """

    id: str
    name: str
    kind: str
    company_number: str
    town: Town
    city: str
    postcode: str
    start: date
    brand: str = ""
    former: str = ""
    individual: str = "Example, Alex"
    rating: str = ""
    told_number: str | None = None
    status: str | None = None
    incorporated: date | None = None
    accounts_due: date | None = None
    confirmation_due: date | None = None
    listed: tuple[bool, bool] = (True, True)

    @property
    def council(self) -> Council:
        """The council of its office."""
        return self.town.council


@dataclass(frozen=True)
class Location:
    """A fictional location of a provider, as one monthly edition shows it."""

    id: str
    name: str
    provider: Provider
    town: Town
    city: str
    service: str
    beds: int
    rating: str
    rating_date: date
    dormant: bool
    postcode: str
    latitude: float
    longitude: float
    start: date
    agency: bool = False

    @property
    def council(self) -> Council:
        """The council in whose area it lies."""
        return self.town.council


def _postcode(town: Town, chance: random.Random) -> str:
    tail = "".join(chance.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))
    district = town.districts[ord(tail[0]) % len(town.districts)]
    return f"{district} {chance.randint(1, 9)}{tail}"


def without_form(name: str) -> str:
    """A name without the legal form at its end."""
    head, _, last = name.rpartition(" ")
    return head if head and last in words.FORMS else name


def _office_name(kind: str, place: str, chance: random.Random) -> str:
    if kind == "person":
        return f"{chance.choice(('Mr', 'Mrs', 'Dr'))} {chance.choice(words.FIRST_NAMES)} {words.surname(chance)}"
    if kind == "couple":
        family = words.surname(chance)
        return f"Mr {chance.choice(words.FIRST_NAMES)} {family} & Mrs {chance.choice(words.FIRST_NAMES)} {family}"
    if kind == "charity":
        return f"{words.stem(chance)} {chance.choice(('Trust', 'Housing Association', 'Society', 'Care Trust'))}"
    if kind == "practice":
        name = words.practice_name(chance, place)
        return f"{name} {words.form(chance)}" if chance.random() < 0.5 else name
    if kind in ("holding a home", "franchise"):
        first = chance.choice((words.stem, words.coined, words.initials, words.surname))(chance)
        last = chance.choice(("", "", " Healthcare", " Enterprises", " Homes", " Properties", " (UK)", " Investments"))
        return f"{first}{last} {words.form(chance)}"
    name = words.home_name(chance) if kind == "home" and chance.random() < 0.45 else words.care_name(chance, place)
    return f"{name} {words.form(chance)}"


def _provider(number: int, kind: str, town: Town, chance: random.Random, until: date) -> Provider:
    person = kind in ("person", "couple")
    return Provider(
        id=f"1-{100000000 + number}",
        name=_office_name(kind, town.quarter, chance),
        kind=kind,
        company_number="" if person or kind == "practice" else f"{chance.randint(1, 16_000_000):08d}",
        town=town,
        city=post_town(town, chance),
        postcode=_postcode(town, chance),
        start=until - timedelta(days=chance.randint(100, 5000)),
        brand=chance.choice(words.BRANDS) if kind == "franchise" else "",
        former=_office_name(kind, town.quarter, chance) if chance.random() < 0.05 and not person else "",
    )


def _providers(count: int, chance: random.Random, until: date, unevenness: float = 0) -> Iterator[Provider]:
    number, taken = 0, set[str]()
    while number < count:
        kind = chance.choices([kind for kind, _ in _KINDS], [weight for _, weight in _KINDS])[0]
        town = town_in(somewhere(chance, unevenness), chance)
        first = _provider(number, kind, town, chance, until)
        if first.company_number and without_form(first.name) in taken:  # no two companies bear one name
            continue
        taken.add(without_form(first.name))
        yield first
        number += 1
        if kind not in ("home care", "home") or chance.random() > 0.03:
            continue
        for part in chance.sample(_GROUP_PARTS, k=min(chance.randint(1, 4), count - number)):
            near = town_in(first.council if chance.random() < 0.5 else somewhere(chance, unevenness), chance)
            name = f"{without_form(first.name)} {chance.choice((part, f'({part})'))} {words.form(chance)}"
            brand = without_form(first.name)
            yield replace(_provider(number, kind, near, chance, until), name=name, brand=brand, former="")
            number += 1


def _service(kind: str, chance: random.Random) -> str:
    if kind == "practice":
        return chance.choice((DENTIST, DENTIST, DOCTORS))
    if kind in ("home care", "franchise"):
        return chance.choices((NURSING, RESIDENTIAL, DOMICILIARY), (2, 10, 88))[0]
    return chance.choices((NURSING, RESIDENTIAL, DOMICILIARY), (30, 60, 10))[0]


def _location_name(provider: Provider, town: Town, service: str, chance: random.Random) -> str:
    own = provider.name if chance.random() < 0.15 else without_form(provider.name)
    if provider.kind == "franchise":
        return chance.choice((f"{provider.brand} ({town.name})", f"{provider.brand} {town.name}"))
    if service in (NURSING, RESIDENTIAL):
        named_alike = provider.kind == "home" and chance.random() < 0.5
        return own if named_alike else words.home_name(chance)
    if provider.kind == "practice":
        return own if chance.random() < 0.8 else words.practice_name(chance, town.quarter)
    luck = chance.random()
    if luck < 0.62:
        return own
    if luck < 0.8:
        return chance.choice((f"{own} - {town.name}", f"{own} ({town.name})", f"{own} {town.name}"))
    return chance.choice(("Head Office", f"{town.name} Office", words.care_name(chance, town.quarter)))


def _location(number: int, provider: Provider, chance: random.Random, until: date, unevenness: float = 0) -> Location:
    luck = chance.random()
    town = provider.town
    if luck > 0.65:
        town = town_in(provider.council if luck < 0.9 else somewhere(chance, unevenness), chance)
    service = _service(provider.kind, chance)
    start = until - timedelta(days=chance.randint(60, 5000))
    made = Location(
        id=f"1-{200000000 + number}",
        name=_location_name(provider, town, service, chance),
        provider=provider,
        town=town,
        city=provider.city if town == provider.town else post_town(town, chance),
        service=service,
        beds=chance.randint(6, 80) if service in (NURSING, RESIDENTIAL) else 0,
        rating=chance.choices(RATINGS, _RATING_WEIGHTS)[0],
        rating_date=start + timedelta(days=chance.randint(30, 59)),
        dormant=chance.random() < 0.03,
        postcode=_postcode(town, chance),
        latitude=town.latitude,
        longitude=town.longitude,
        start=start,
    )
    north, east = spot(town, chance.gauss(0, 1), chance.gauss(0, 1))
    return replace(made, latitude=north, longitude=east)


def providers_and_locations(
    count: int, locations: int, chance: random.Random, until: date, unevenness: float = 0
) -> tuple[list[Provider], list[Location]]:
    """Providers, each with at least one location; the rest of the locations go to some of them. `unevenness`: as of `somewhere`."""
    providers = list(_providers(count, chance, until, unevenness))
    large = chance.choices(providers, k=max(1, count // 8))
    owners = providers + chance.choices(large, k=max(0, locations - count))
    return providers, [
        _location(number, owner, chance, until, unevenness) for number, owner in enumerate(owners[:locations])
    ]


def next_month(locations: list[Location], providers: list[Provider], chance: random.Random, on: date) -> list[Location]:
    """The same locations a month later: some left, some came, some changed hands, rating, or fell dormant."""
    later, number = [], 500_000 + on.month * 10_000
    for at, location in enumerate(locations):
        luck = chance.random()
        if luck < 0.002 or at == 0:
            continue
        if luck < 0.004:
            number += 1
            location = replace(location, id=f"1-{200000000 + number}", provider=chance.choice(providers))
        elif luck < 0.012:
            location = replace(location, rating=chance.choices(RATINGS[:4], _RATING_WEIGHTS[:4])[0], rating_date=on)
        elif luck < 0.014:
            location = replace(location, dormant=not location.dormant)
        later.append(location)
    new = max(1, len(locations) // 500)
    for _ in range(new):
        number += 1
        later.append(_location(number, chance.choice(providers), chance, on))
    return later


def closed_long_ago(count: int, on: date) -> list[tuple[Location, date]]:
    """Locations that closed, with their providers, years before the others are told of; and when. The same each time."""
    chance = random.Random(count)
    closed = []
    for number, provider in enumerate(_providers(count, chance, on)):
        place = _location(number, provider, chance, on)
        left = on - timedelta(days=chance.randint(400, 1400))
        opened = left - timedelta(days=chance.randint(200, 2000))
        owner = replace(provider, id=f"1-{400000000 + number}", start=opened)
        closed.append((replace(place, id=f"1-{300000000 + number}", provider=owner, start=opened), left))
    return closed
