"""Fictional CQC providers and locations, and what becomes of them from month to month."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from irhub.places import Council, councils
from irhub.registers.fictional.words import care_name, form

RATINGS = ("Outstanding", "Good", "Requires improvement", "Inadequate", "")
_RATING_WEIGHTS = (4, 66, 16, 2, 12)
SERVICES = ("Care home service with nursing", "Care home service without nursing", "Domiciliary care service")
_CENTRES = {  # degrees north and east of the middle of each region, roughly
    "E12000001": (54.9, -1.6), "E12000002": (53.6, -2.6), "E12000003": (53.8, -1.3), "E12000004": (52.9, -0.9),
    "E12000005": (52.5, -2.0), "E12000006": (52.2, 0.5), "E12000007": (51.5, -0.1), "E12000008": (51.3, -0.7),
    "E12000009": (50.9, -3.0),
}  # fmt: skip


@dataclass(frozen=True)
class Provider:
    """A fictional provider: CQC id, name with legal form, company number, council of its office."""

    id: str
    name: str
    company_number: str
    council: Council
    start: date


@dataclass(frozen=True)
class Location:
    """A fictional location of a provider, as one monthly edition shows it."""

    id: str
    name: str
    provider: Provider
    council: Council
    service: str
    beds: int
    rating: str
    rating_date: date
    dormant: bool
    postcode: str
    latitude: float
    longitude: float
    start: date


def town(council: Council) -> str:
    """The post town that a council's addresses bear here: the first word or words of its name."""
    return council.name.split(",")[0]


def _postcode(council: Council, chance: random.Random) -> str:
    letters = "".join(letter for letter in council.name.upper() if letter.isalpha())
    tail = "".join(chance.choices("ABDEFGHJLNPQRSTUWXYZ", k=2))
    return f"{letters[0]}{letters[2]}{chance.randint(1, 40)} {chance.randint(1, 9)}{tail}"


def _location(number: int, provider: Provider, chance: random.Random, until: date, name: str) -> Location:
    council = provider.council if chance.random() < 0.8 else chance.choice(councils())
    service = chance.choices(SERVICES, (15, 30, 55))[0]
    north, east = _CENTRES[council.region.code]
    start = until - timedelta(days=chance.randint(60, 5000))
    return Location(
        id=f"1-{200000000 + number}",
        name=name,
        provider=provider,
        council=council,
        service=service,
        beds=0 if service == SERVICES[2] else chance.randint(6, 80),
        rating=chance.choices(RATINGS, _RATING_WEIGHTS)[0],
        rating_date=start + timedelta(days=chance.randint(30, 59)),
        dormant=chance.random() < 0.03,
        postcode=_postcode(council, chance),
        latitude=round(north + chance.gauss(0, 0.2), 6),
        longitude=round(east + chance.gauss(0, 0.3), 6),
        start=start,
    )


def providers_and_locations(
    count: int, locations: int, chance: random.Random, until: date
) -> tuple[list[Provider], list[Location]]:
    """Providers, each with at least one location; the rest of the locations go to some of them."""
    providers = [
        Provider(
            id=f"1-{100000000 + number}",
            name=f"{care_name(chance)} {form(chance)}",
            company_number=f"{chance.randint(1, 16_000_000):08d}",
            council=chance.choice(councils()),
            start=until - timedelta(days=chance.randint(100, 5000)),
        )
        for number in range(count)
    ]
    owners = providers + chance.choices(providers, k=max(0, locations - count))
    made = []
    for number, owner in enumerate(owners[:locations]):
        named = care_name(chance) if chance.random() < 0.6 else owner.name.rsplit(" ", 1)[0]
        made.append(_location(number, owner, chance, until, named))
    return providers, made


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
        later.append(_location(number, chance.choice(providers), chance, on, care_name(chance)))
    return later
