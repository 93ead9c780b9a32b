"""Where those live who benefit: a council by its code, and no postcode, nothing made up."""

from __future__ import annotations

from collections.abc import Iterator

from irhub.grants.giving360.awards import Award, Location
from irhub.grants.giving360.checks.finding import ASKS, STOPS, Known, Said
from irhub.grants.giving360.locations import fault_of, kind_of, successor_of
from irhub.grants.giving360.postcodes import is_postcode
from irhub.places.geography import resolve
from irhub.places.place import place_of_code


def findings(award: Award, _known: Known) -> Iterator[Said]:
    """What is wrong with the places of an award."""
    if not award.locations:
        yield Said(
            "location_code",
            "location_missing",
            STOPS,
            "Nothing says where those live who benefit: add the council and its code.",
        )
    for location in award.locations:
        yield from _one(location)
    codes = [location.code for location in award.locations if location.code]
    if len(set(codes)) < len(codes):
        yield Said("location_code", "location_twice", ASKS, "An area is named twice: leave one out.")


def _one(told: Location) -> Iterator[Said]:
    if not told.name:
        yield Said("location_name", "location_name_missing", ASKS, "An area has no name: add it beside its code.")
    if not told.code:
        yield Said(
            "location_code",
            "location_code_missing",
            STOPS,
            f"{told.name or 'The area'} has no code: add the council’s, such as E08000035.",
        )
    elif is_postcode(told.code):
        yield Said(
            "location_code",
            "location_code_is_postcode",
            STOPS,
            "The code of the area is a postcode, which can point to people: give the council’s code.",
        )
    elif fault := fault_of(told.code):
        yield Said("location_code", "location_code_unknown", STOPS, f"{told.code} {fault}: give the council’s code.")
    else:
        yield from _known(told)


def _known(told: Location) -> Iterator[Said]:
    if successor := successor_of(told.code):
        yield Said(
            "location_code",
            "location_code_old",
            ASKS,
            f"{told.code} is no longer in force: {successor} took its place.",
        )
    if not told.kind and kind_of(told.code):
        yield Said(
            "location_kind",
            "location_kind_missing",
            ASKS,
            f"The kind of the code is missing: it is {kind_of(told.code)}.",
        )
    elif told.kind and kind_of(told.code) not in ("", told.kind):
        yield Said(
            "location_kind",
            "location_kind",
            STOPS,
            f"The kind of the code is not {told.kind}: it is {kind_of(told.code)}.",
        )
    named, coded = resolve(told.name), place_of_code(told.code)
    if named and coded and coded.code.startswith(("E06", "E08", "E09", "E10")) and named.code != coded.code:
        yield Said(
            "location_code",
            "location_code_of_another",
            STOPS,
            f"{told.code} is the code of {coded.name}, not of {named.name}: correct one of them.",
        )
