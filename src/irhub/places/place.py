"""What has a page of its own: England, a region, a partnership or a council, as one kind of thing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from irhub.places.geography import Council, councils, councils_in, current_code, partnerships, regions

COUNTRY, REGION, PARTNERSHIP, COUNCIL = "country", "region", "partnership", "council"
AREAS = {COUNTRY: "country", REGION: "regions", PARTNERSHIP: "partnerships", COUNCIL: "councils"}
"""How each kind is written in addresses."""


@dataclass(frozen=True)
class Place:
    """A place with its councils: itself alone if it is one. `code`: ONS code, or the slug of a partnership.

    Codes are unique among all places. `slug` is unique within a kind; `area` and `slug` together are its address.
    """

    kind: str
    code: str
    name: str
    slug: str
    councils: tuple[Council, ...]

    @property
    def area(self) -> str:
        """The kind as it is written in addresses."""
        return AREAS[self.kind]

    @property
    def route(self) -> str:
        """The route of its first page."""
        return "england" if self.kind == COUNTRY else self.kind

    @property
    def named(self) -> dict[str, str]:
        """What the address of its first page names."""
        return {} if self.kind == COUNTRY else {"slug": self.slug}

    @property
    def council_codes(self) -> list[str]:
        """The codes of its councils, in order."""
        return [council.code for council in self.councils]


@cache
def places() -> tuple[Place, ...]:
    """England, then the regions, the partnerships and the councils, each in the order of its kind."""
    return (
        Place(COUNTRY, "E92000001", "England", "england", councils()),
        *(Place(REGION, region.code, region.name, region.slug, councils_in(region)) for region in regions()),
        *(Place(PARTNERSHIP, found.slug, found.name, found.slug, councils_in(found)) for found in partnerships()),
        *(Place(COUNCIL, council.code, council.name, council.slug, (council,)) for council in councils()),
    )


@cache
def _by_address() -> dict[tuple[str, str], Place]:
    return {(place.area, place.slug): place for place in places()}


@cache
def _by_code() -> dict[str, Place]:
    return {place.code: place for place in places()}


def england() -> Place:
    """England."""
    return places()[0]


def place_at(area: str, slug: str) -> Place | None:
    """The place with this address."""
    return _by_address().get((area, slug))


def place_of_code(code: str) -> Place | None:
    """The place with this code, of today or of a year before."""
    return _by_code().get(current_code(code))


def parents(place: Place) -> tuple[Place, ...]:
    """The places that hold a council, from the largest: England, its region and its partnership; else England."""
    if place.kind == COUNTRY:
        return ()
    if place.kind != COUNCIL:
        return (england(),)
    council = place.councils[0]
    held = (
        _by_address()[AREAS[REGION], council.region.slug],
        _by_address()[AREAS[PARTNERSHIP], council.partnership.slug],
    )
    return (england(), *held)
