"""A place is found by its name as people write it, with a slip, or by its code."""

from __future__ import annotations

import pytest

from irhub.places.finding import place_coded, places_named


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("birmingam", "Birmingham"),
        ("Leeds city council", "Leeds"),
        ("leads", "Leeds"),
        ("hull", "Kingston upon Hull, City of"),
        ("london borough of camden", "Camden"),
        ("west midlands", "West Midlands"),
        ("Wolverhamton", "Wolverhampton"),
        ("england", "England"),
    ],
)
def test_a_name_is_found_with_forms_of_address_and_slips(typed, first):
    assert places_named(typed)[0].name == first


@pytest.mark.parametrize("typed", ["", "a", "qzxqzx", "%", "the council of"])
def test_nonsense_names_no_place(typed):
    assert places_named(typed) == []


def test_a_code_of_this_year_or_one_before_is_a_place():
    assert place_coded("e08000035").name == "Leeds"
    assert place_coded("E92000001").name == "England"
    assert place_coded("leeds") is None
