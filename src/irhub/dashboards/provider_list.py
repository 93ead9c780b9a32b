"""The list of the providers of a place: its columns and its filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from irhub.dashboards import providers
from irhub.dashboards.providers import ProviderFilter, ProviderRow
from irhub.organisations.providers import LICENCE_IN_WORDS, RATINGS
from irhub.places import Place
from irhub.web.listing import Cell, Column, Fetched, FilterForm, Listing, Where, choice, day_field, words_field

_RATED = [(rating, rating) for rating in reversed(RATINGS)]
_SIZES = [(value, title) for value, (title, _, _) in providers.SIZES.items()]
_KINDS = [(value, title) for value, title in providers.KINDS.items() if value]


class ProviderFilters(FilterForm):
    """What somebody may ask of the providers of a place; services, joins and indicators are given when it is made."""

    q = words_field("Name contains")
    licence = choice("Sponsor licence", providers.Licence.choices)
    left_since = day_field("Left the register since")
    rating = choice(
        "Lowest rating here", [*_RATED, (providers.BELOW_GOOD, "Below Good"), (providers.UNRATED, "No rating")]
    )
    kind = choice("Kind of care", _KINDS, any_of_them=providers.KINDS[""])
    service = choice("Service")
    size = choice("Size here", _SIZES)
    joined = choice("Joined with other registers")
    indicator = choice("Indicator")


def _count(key: str, title: str, means: str, usual: bool = True) -> Column[ProviderRow]:
    def cell(row: ProviderRow) -> Cell:
        return Cell(f"{getattr(row, key):,}" if getattr(row, key) else "")

    return Column(key, title, means, cell=cell, order=(key,), falls=True, numeric=True, usual=usual)


PROVIDERS: Listing[ProviderRow] = Listing(
    name="providers",
    told_apart_by=("provider_id",),
    caption="Providers with a location here",
    noun=("provider", "providers"),
    none_at_all="No provider with a location here is on the CQC’s list that is loaded.",
    none_fits="No provider fits the filters.",
    sort="name",
    most=50_000,
    chooses=True,
    columns=(
        Column("name", "Provider", "The provider’s name, as the CQC has it.", own=True, order=("name",), fixed=True, heads=True),
        Column(
            "licence",
            "Sponsor licence",
            "Whether a sponsor that is linked to the provider is on the register of licensed sponsors. Leaving the register is no "
            "proof that a licence was revoked; a provider without a linked sponsor may hold a licence under another name.",
            value=lambda row: LICENCE_IN_WORDS[row.licence],
            own=True,
            order=("licence",),
        ),
        Column(
            "lowest_rating",
            "Lowest rating here",
            "The lowest of the CQC’s overall ratings of the provider’s locations here.",
            value=lambda row: row.lowest_rating or "No rating",
            order=("lowest_rating",),
        ),
        _count("locations", "Locations", "How many of its locations are here."),
        _count("dormant", "Dormant", "How many of these the CQC lists as dormant.", usual=False),
        _count("beds", "Beds", "Care home beds of its locations here."),
        Column(
            "service_types",
            "Services",
            "What the CQC says that its locations here provide, separated by “ | ”.",
            order=("service_types",),
            usual=False,
        ),
        Column("provider_id", "CQC provider id", "The CQC’s number of the provider.", order=("provider_id",), usual=False, filed=True),
        Column(
            "organisation_id",
            "Organisation",
            "The hub’s number of the body to which this provider and the sponsors linked to it belong.",
            where=Where.FILES,
        ),
        Column(
            "left_by",
            "Left by",
            "The date of the edition of the sponsor register by which the last sponsor linked to it had left.",
            where=Where.FILES,
        ),
    ),
)  # fmt: skip


def listed(place: Place, asked: ProviderFilter) -> Fetched[ProviderRow]:
    """The providers of a place that fit, fetched as the list is sorted and cut."""

    def fetch(sort: str, turned: bool, offset: int, limit: int | None) -> tuple[Sequence[ProviderRow], int]:
        return providers.listed(place, replace(asked, sort=sort, turned=turned), offset, limit)

    return Fetched(fetch)
