"""The places that everything is counted by."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.places import (
    council_of,
    councils,
    councils_in,
    current_code,
    partnerships,
    place_of_code,
    recodes,
    regions,
    resolve,
    unresolved,
)


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


def test_the_code_of_any_year_means_the_council_that_bears_another_today():
    for old, today, name in (("E08000016", "E08000038", "Barnsley"), ("E08000019", "E08000039", "Sheffield")):
        assert council_of(old) == council_of(today) == resolve(name)
        assert place_of_code(old) == place_of_code(today)
        assert current_code(old) == today == current_code(today)


def test_a_code_that_no_council_ever_bore_means_none():
    assert council_of("E08000099") is None
    assert current_code("E08000099") == "E08000099"
    assert place_of_code("") is None


def test_each_recode_has_a_day_a_reason_and_a_source_and_leads_to_a_council_of_today():
    today = {council.code for council in councils()}
    assert [recode.until for recode in recodes()] == sorted(recode.until for recode in recodes())
    assert len({recode.code for recode in recodes()}) == len(recodes())
    for recode in recodes():
        assert re.fullmatch(r"E\d{8}", recode.code)
        assert recode.code not in today  # the ONS gives no code twice
        assert current_code(recode.code) in today
        assert (recode.until + timedelta(days=1)).strftime(
            "%m-%d"
        ) == "04-01"  # councils change with the financial year
        assert recode.reason
        assert recode.source
