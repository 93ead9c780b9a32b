"""A place is found by its name as people write it, with a slip, or by its code."""

from __future__ import annotations

import pytest

from irhub.places.finding import place_coded, places_named
from irhub.places.geography import _rows


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
        ("Birmingham city counsil", "Birmingham"),
        ("Leeds metropolitian borough", "Leeds"),
        ("leeds cc", "Leeds"),
        ("Sandwell MBC", "Sandwell"),
        ("Kirklees Met", "Kirklees"),
        ("LB Camden", "Camden"),
        ("Isle of White", "Isle of Wight"),
        ("Saint Helens", "St Helens"),
        ("Notts", "Nottinghamshire"),
        ("Northants", "North Northamptonshire"),
        ("BANES", "Bath and North East Somerset"),
        ("Co Durham", "County Durham"),
        ("York", "York"),
        ("Somerset", "Somerset"),
        ("Lincolnshire county council", "Lincolnshire"),
    ],
)
def test_a_name_is_found_with_forms_of_address_and_slips(typed, first):
    assert places_named(typed)[0].name == first


@pytest.mark.parametrize("typed", ["", "a", "qzxqzx", "%", "the council of"])
def test_nonsense_names_no_place(typed):
    assert places_named(typed) == []


@pytest.mark.parametrize(
    ("typed", "meant"), [("Manchester City Cuoncil", "Manchester"), ("Lancs", "Lancashire"), ("Lancs CC", "Lancashire")]
)
def test_a_council_is_found_beside_the_partnership_of_its_name(typed, meant):
    assert meant in [place.name for place in places_named(typed)]


def test_every_abbreviation_has_a_source_and_leads_to_a_place():
    rows = _rows("abbreviations")
    assert rows
    for row in rows:
        assert row["source"], row
        if row["means"] and row["word"] not in {"white", "saint"}:
            assert places_named(row["word"]), row


def test_a_code_of_this_year_or_one_before_is_a_place():
    assert place_coded("e08000035").name == "Leeds"
    assert place_coded("E92000001").name == "England"
    assert place_coded("leeds") is None
