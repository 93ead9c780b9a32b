"""The list of the locations on a map: its columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from irhub.dashboards.maps import DotMap, ListedLocation, locations_listed
from irhub.organisations.providers import LICENCE_IN_WORDS
from irhub.places import Place
from irhub.web.listing import Cell, Column, Fetched, Listing, Where

_IN_WORDS = LICENCE_IN_WORDS | {
    "unclear": "Not clear: a sponsor of the same or a similar name is on the register, not reviewed"
}
LOCATIONS: Listing[ListedLocation] = Listing(
    name="locations",
    caption="Locations",
    noun=("location", "locations"),
    none_at_all="No location here is on the CQC’s list that is loaded.",
    none_fits="No location here is on the CQC’s list that is loaded.",
    size=100,
    told_apart_by=("location_id",),
    columns=(
        Column("name", "Location", "The location’s name.", heads=True,
               cell=lambda row: Cell(row.name, under=". ".join(filter(None, (row.services, row.beside))))),
        Column(
            "provider",
            "Provider",
            "Who runs it.",
            cell=lambda row: Cell(row.provider, href=reverse("organisation", args=[row.organisation_id])),
        ),
        Column("location_id", "CQC location number", "The CQC’s number of the location.", where=Where.FILES),
        Column("provider_id", "CQC provider number", "The CQC’s number of its provider.", where=Where.FILES),
        Column("organisation_id", "Organisation", "Its provider in the hub: the part of the address of its page.", where=Where.FILES),
        Column("postcode", "Postcode", "Its postcode."),
        Column("rating", "Rating", "The CQC’s overall rating of it.", value=lambda row: row.rating or "No rating"),
        Column(
            "licence",
            "Provider’s licence",
            "Whether a sponsor that is linked to the provider is on the register of licensed sponsors.",
            value=lambda row: _IN_WORDS.get(row.licence, _IN_WORDS["none"]),
        ),
    ),
)  # fmt: skip


def locations_here(place: Place, dots: DotMap, as_at: date | None) -> Fetched[ListedLocation]:
    """The locations of a place, a page at a time: as many as its map counts."""

    def fetch(sort: str, turned: bool, offset: int, limit: int | None) -> tuple[Sequence[ListedLocation], int]:
        total = dots.total + dots.unplaced
        return locations_listed(place, as_at, offset, limit or total, dots.only), total

    return Fetched(fetch)
