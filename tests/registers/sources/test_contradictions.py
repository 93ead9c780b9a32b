"""Two rows of one record become one by a stated rule; which stands first in the file makes no difference."""

from __future__ import annotations

import random
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.registers.sources import SOURCES
from irhub.registers.sources.cleaning import RULES
from tests.examples import tried
from tests.registers.sources.published import issues, published

SPONSORS, LOCATIONS, RATINGS = SOURCES["home_office_sponsors"], SOURCES["cqc_locations"], SOURCES["cqc_ratings"]
DUAL, PRIMARY = "Location Dual Registered", "Primary ID (Dual registration locations)"


def clean(source, *rows):
    """Clean the rows in their order and in the reverse: the records are the same; those of their order."""
    one, other = (source.clean(published(source, order)) for order in (rows, rows[::-1]))
    key = list(source.record_key)
    assert one.records.drop("line").sort(key).equals(other.records.drop("line").sort(key))
    return one


def sponsor(name="Quillmoor Care Ltd", rating="Worker (A rating)", county="", town="Here", route="Skilled Worker"):
    return {"name": name, "town": town, "county": county, "type_and_rating": rating, "route": route}


def test_of_two_ratings_of_a_sponsor_the_worse_stands_and_both_lines_are_told():
    cleaned = clean(
        SPONSORS,
        sponsor(county="Kent"),
        sponsor("QUILLMOOR CARE LIMITED", "Worker (B rating)", "Essex"),
        sponsor("Tansyford Ltd"),
    )
    assert cleaned.records.select("name", "rating", "county").rows() == [
        ("QUILLMOOR CARE LIMITED", "B", "Essex"),
        ("Tansyford Ltd", "A", None),
    ]
    assert issues(cleaned, "contradicts") == [
        (2, "county", "contradicts", "Essex (line 3); Kent (line 2)", "Essex"),
        (
            2,
            "type_and_rating",
            "contradicts",
            "Worker (B rating) (line 3); Worker (A rating) (line 2)",
            "Worker (B rating)",
        ),
    ]


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("Worker (B rating)", "Worker (UK Expansion Worker: Provisional )"),
        ("Worker (UK Expansion Worker: Provisional )", "Worker (A (Premium))"),
        ("Worker (A rating)", "Worker (Probationary Sponsor)"),
    ],
)
def test_a_rating_that_nobody_understands_stands_behind_those_that_are_understood(worse, better):
    cleaned = clean(SPONSORS, sponsor(rating=better), sponsor(rating=worse))
    assert cleaned.records["type_and_rating"].to_list() == [worse]


def test_a_repeat_in_another_spelling_contradicts_nothing():
    cleaned = clean(SPONSORS, sponsor(), sponsor(" QUILLMOOR  CARE LIMITED", town="HERE"), sponsor())
    assert cleaned.records["name"].to_list() == ["Quillmoor Care Ltd"]
    assert sorted(issue[2] for issue in issues(cleaned, "contradicts", "duplicate_record")) == ["duplicate_record"] * 2


def test_a_blank_contradicts_nothing_and_the_fuller_row_stands():
    cleaned = clean(SPONSORS, sponsor(), sponsor(county="Kent"))
    assert cleaned.records["county"].to_list() == ["Kent"]
    assert [issue[2] for issue in issues(cleaned, "contradicts", "duplicate_record")] == ["duplicate_record"]


def test_one_row_many_times_can_be_counted_by_its_issues():
    repeats = clean(SPONSORS, *[sponsor()] * 50, sponsor("Tansyford Ltd")).issues.filter(rule="duplicate_record")
    assert repeats.group_by("before").len().rows() == [("quillmoorcareltd|here / Worker / Skilled Worker", 49)]


def test_a_location_registered_for_two_bodies_stands_once_as_its_primary():
    second = {
        "location_id": "1-9",
        "provider_id": "1-200",
        "provider_name": "Tansyford Ltd",
        DUAL: "Dual Registration",
        PRIMARY: "1-1",
    }
    first = {"location_id": "1-1", "provider_id": "1-100", DUAL: "Dual Registration", PRIMARY: "1-1"}
    cleaned = clean(LOCATIONS, second, first, {"location_id": "1-2", DUAL: None, PRIMARY: None})
    assert cleaned.records["location_id"].to_list() == ["1-1", "1-2"]
    assert issues(cleaned, "dual_registration") == [
        (2, "location_id", "dual_registration", "1-9 of Tansyford Ltd (line 2)", "1-1 (line 3)")
    ]


@pytest.mark.parametrize("primary", ["1-77", "1-9", None])
def test_a_location_whose_primary_is_not_in_the_file_stands_for_itself(primary):
    cleaned = clean(LOCATIONS, {"location_id": "1-9", DUAL: "Dual Registration", PRIMARY: primary})
    assert cleaned.records["location_id"].to_list() == ["1-9"]


def test_one_location_under_two_providers_stands_as_that_of_its_primary_row():
    rows = [{"location_id": "1-1", "provider_id": provider, DUAL: "Dual Registration", PRIMARY: primary}
            for provider, primary in (("1-100", "1-50"), ("1-200", "1-1"))]  # fmt: skip
    cleaned = clean(LOCATIONS, *rows)
    assert cleaned.records["provider_id"].to_list() == ["1-200"]
    assert [issue[2] for issue in issues(cleaned, "dual_registration", "contradicts")] == ["dual_registration"]


def test_of_facts_of_a_location_that_differ_without_a_primary_neither_stands():
    one = {"location_id": "1-1", "beds": "12", "overall_rating": "Good", DUAL: None, PRIMARY: None}
    cleaned = clean(LOCATIONS, one, {**one, "beds": "21", "care_home": ""})
    row = cleaned.records.row(0, named=True)
    assert (row["beds"], row["overall_rating"], row["care_home"]) == (None, "Good", False)
    assert issues(cleaned, "contradicts") == [(3, "beds", "contradicts", "12 (line 2); 21 (line 3)", None)]


def test_the_newest_rating_stands_and_of_two_of_one_date_neither():
    def rated(rating, day, inherited="N"):
        return {
            "location_id": "1-1",
            "domain": "Safe",
            "rating": rating,
            "rating_date": day,
            "inherited_rating": inherited,
        }

    newer = clean(RATINGS, rated("Good", "2022-04-20"), rated("Inadequate", "2021-04-20"), rated("Inadequate", None))
    assert newer.records.select("rating", "rating_date").rows() == [("Good", date(2022, 4, 20))]
    own = clean(RATINGS, rated("Good", "2022-04-20", "Y"), rated("Inadequate", "2022-04-20"))
    assert own.records["rating"].to_list() == ["Inadequate"]
    one_date = clean(RATINGS, rated("Good", "2022-04-20"), rated("Inadequate", "2022-04-20"))
    assert one_date.records.select("rating", "rating_date").rows() == [(None, date(2022, 4, 20))]
    assert [issue[1:3] for issue in issues(one_date, "contradicts")] == [("rating", "contradicts")]


def test_an_entry_of_control_that_has_ceased_does_not_come_back_through_a_repeat():
    source = SOURCES["companies_house_psc"]
    entry = {
        "company_number": "01234567",
        "kind": "individual-person-with-significant-control",
        "address": "/company/01234567/x1",
    }
    cleaned = clean(source, {**entry, "ceased_on": None}, {**entry, "ceased_on": "2022-04-20"})
    assert cleaned.records["ceased_on"].to_list() == [date(2022, 4, 20)]


IDS = tuple(f"1-{n}" for n in range(1, 12))
KEYS = {
    "home_office_sponsors": {"name": ("Quillmoor Ltd", "QUILLMOOR LIMITED", "Tansyford"), "town": ("Here", "HERE ")},
    "cqc_directory": {"location_id": IDS},
    "cqc_locations": {"location_id": IDS, DUAL: ("Dual Registration", None), PRIMARY: ("1-1", "1-2", None)},
    "cqc_ratings": {"location_id": (*IDS, None), "provider_id": ("1-5", "1-6"), "domain": ("Safe", "Overall")},
    "cqc_deactivated": {"location_id": IDS},
    "ethical_recruiters": {"name": ("Quillmoor Ltd", "QUILLMOOR LIMITED", "Tansyford")},
    "companies_house": {"company_number": ("1234567", "01234567", "SC1")},
    "companies_house_psc": {
        "company_number": ("1234567", "01234567"),
        "address": ("/company/01234567/x1", "/company/1/x2"),
    },
}
VARIED = (
    "",
    "-",
    "A",
    "a",
    "B rating",
    "Good",
    "Inadequate",
    "2021-01-05",
    "2022-04-20",
    "Y",
    "N",
    "3",
    "Leeds",
    "Kent",
)


@pytest.mark.parametrize("name", SOURCES)
@tried(6)  # of forty rows each: many records, most of them told more than once
@given(chance=st.randoms(use_true_random=False))
def test_the_order_of_rows_never_makes_a_difference(name, chance: random.Random):
    source = SOURCES[name]
    some = [column.field for column in source.columns if column.field not in KEYS[name]]
    rows = [
        {field: chance.choice(values) for field, values in KEYS[name].items()}
        | {field: chance.choice(VARIED) for field in chance.sample(some, min(3, len(some)))}
        for _ in range(40)
    ]
    shuffled = chance.sample(rows, len(rows))
    one, other = (source.clean(published(source, order), date(2026, 11, 2)) for order in (rows, shuffled))
    key = list(source.record_key)
    assert one.records.select(key).is_unique().all()
    assert one.records.drop("line").sort(key).equals(other.records.drop("line").sort(key))
    assert set(one.issues["rule"]) <= set(RULES)
    lines = pl.concat([one.records["line"], one.issues["line"]]).unique().sort()
    assert lines.to_list() == list(range(2, len(rows) + 2))  # each row is a record, or an issue says what became of it
