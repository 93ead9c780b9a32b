"""The places that everything is counted by."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.places import councils, councils_in, partnerships, regions, resolve, unresolved


def test_there_are_153_councils_of_the_five_kinds():
    kinds = Counter(council.code[:3] for council in councils())
    assert kinds == {"E06": 63, "E08": 36, "E09": 33, "E10": 21}
    assert sum(kinds.values()) == 153


def test_each_region_has_its_councils():
    counts = {region.name: len(councils_in(region)) for region in regions()}
    assert list(counts.values()) == [12, 24, 15, 10, 14, 11, 33, 19, 15]


def test_codes_names_and_slugs_are_unique_and_well_formed():
    for field in ("code", "name", "slug"):
        values = [getattr(council, field) for council in councils()]
        assert len(set(values)) == 153
    assert all(re.fullmatch(r"E(06|08|09|10)\d{6}", council.code) for council in councils())
    assert all(re.fullmatch(r"[a-z0-9-]+", council.slug) for council in councils())


def test_the_fourteen_councils_of_the_west_midlands_have_their_ons_codes():
    expected = (
        "E08000025 E08000026 E08000027 E08000028 E08000029 E08000030 E08000031 "
        "E06000019 E06000020 E06000021 E06000051 E10000028 E10000031 E10000034"
    )
    west_midlands = next(region for region in regions() if region.name == "West Midlands")
    assert {council.code for council in councils_in(west_midlands)} == set(expected.split())


def test_fifteen_partnerships_hold_every_council_once():
    assert len(partnerships()) == 15
    held = [council.code for partnership in partnerships() for council in councils_in(partnership)]
    assert sorted(held) == sorted(council.code for council in councils())


def test_a_partnership_is_not_a_region():
    milton_keynes = resolve("Milton Keynes")
    assert milton_keynes is not None
    assert (milton_keynes.region.name, milton_keynes.partnership.slug) == ("South East", "east-of-england")


@pytest.mark.parametrize(
    ("published", "code"),
    [
        ("Bristol, City of", "E06000023"),
        ("Herefordshire, County of", "E06000019"),
        ("Kingston upon Hull, City of", "E06000010"),
        ("County Durham", "E06000047"),
        ("Bournemouth, Christchurch and Poole", "E06000058"),
        ("St. Helens", "E08000013"),
        ("Southend-on-Sea", "E06000033"),
        ("Medway", "E06000035"),
        ("Telford & Wrekin", "E06000020"),
        ("London Borough of Camden", "E09000007"),
        ("City of London", "E09000001"),
        ("Royal Borough of Windsor and Maidenhead", "E06000040"),
    ],
)
def test_the_names_that_cqc_files_use_resolve(published, code):
    council = resolve(published)
    assert council is not None
    assert council.code == code


def test_names_that_mean_no_council_are_reported_by_name():
    assert unresolved(["Leeds", "Cumbria", "Unspecified", "Cumbria", ""]) == ["Cumbria", "Unspecified"]


@given(
    st.sampled_from(councils()),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from(["", " ", "  "]),
)
def test_case_blanks_and_punctuation_do_not_change_what_a_name_means(council, case, blank):
    noisy = blank + case(council.name).replace(" and ", " & ").replace(",", " ,") + blank
    assert resolve(noisy) == council
