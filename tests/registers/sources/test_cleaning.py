"""Cells become typed values; what is altered, doubted or dropped leaves an issue."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Column, Kind
from irhub.registers.sources.cleaning import RULES, typed
from irhub.registers.sources.cqc_numbers import one_number
from tests.registers.sources.published import PLAUSIBLE, issues, published

LOCATIONS, COMPANIES, DIRECTORY = SOURCES["cqc_locations"], SOURCES["companies_house"], SOURCES["cqc_directory"]


NAME = Column("Name", "name", "a name")


def one(text, column=NAME, on=None):
    found = typed(
        pl.DataFrame({"line": [2], column.published: [text]}, schema_overrides={column.published: pl.String}),
        [column],
        on,
    )
    return found.records[column.field].item(), found.issues["rule"].to_list()


@pytest.mark.parametrize(
    ("published_as", "name"),
    [
        ("Rose &amp; Crown Care", "Rose & Crown Care"), ("King&#39;s Care", "King's Care"), ("King&#x27;s Care", "King's Care"),
        ("&quot;Rose&quot; Care", '"Rose" Care'), ("Rose &amp;amp; Crown", "Rose & Crown"), ("Caf&eacute; Rose", "Café Rose"),
    ],
)  # fmt: skip
def test_characters_written_for_a_web_page_are_put_right_with_an_issue(published_as, name):
    assert one(published_as) == (name, ["html_entity"])


@pytest.mark.parametrize(
    "name", ["AT&T", "R&D; Care", "M&S Care", "A &b; C", "Rose & Crown; Care", "#39;", "&;", "100% &#; Care"]
)
def test_an_ampersand_that_is_none_of_a_web_page_stays_as_it_is(name):
    assert one(name) == (name, [])


@pytest.mark.parametrize("text", ["&nbsp;", "&#8203;", "&#32;&nbsp;", "&#1;"])
def test_a_name_of_which_nothing_is_left_is_blank_with_an_issue(text):
    assert one(text) == (None, ["html_entity"])


def test_no_value_is_lost_without_an_issue():
    for kind, rule in (
        (Kind.INTEGER, "not_a_number"),
        (Kind.DECIMAL, "not_a_number"),
        (Kind.FLAG, "not_yes_or_no"),
        (Kind.DATE, "not_a_date"),
    ):
        assert one("perhaps", Column("X", "x", "", kind)) == (None, [rule])
    assert one("inf", Column("X", "x", "", Kind.DECIMAL)) == (None, ["not_a_number"])
    assert one("NaN", Column("X", "x", "", Kind.DECIMAL)) == (None, ["not_a_number"])


def test_a_value_that_the_publisher_is_known_to_use_is_spelled_as_it_spells_it():
    rating = next(column for column in LOCATIONS.columns if column.field == "overall_rating")
    assert one("Requires Improvement", rating) == ("Requires improvement", ["capitals"])
    assert one("Good", rating) == ("Good", [])
    assert one("Splendid", rating) == ("Splendid", ["unknown_value"])


def test_another_spelling_of_a_rating_is_no_new_rating():
    rows = [
        published(LOCATIONS, [{"location_id": "1-1", "overall_rating": text}])
        for text in ("Requires Improvement", "Requires improvement")
    ]
    before, after = (LOCATIONS.clean(row, date(2026, 7, 1)).records for row in rows)
    assert LOCATIONS.changes(before, after).is_empty()


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "2062-03-04", "1862-03-04"])
def test_no_date_of_any_register_stands_where_it_makes_no_sense(source, text):
    fields = [column.field for column in source.columns if column.kind is Kind.DATE]
    keys = {"location_id": "1-1", "company_number": "1234567", "address": "/x/1"}
    keys = {field: value for field, value in keys.items() if field in {column.field for column in source.columns}}
    found = source.clean(published(source, [keys | dict.fromkeys(fields, text)]), date(2026, 11, 2))
    for field in fields:
        if field == "incorporated" and text.startswith("1862"):
            continue
        assert found.records[field].to_list() == [None], field
        assert [issue[1] for issue in issues(found, "date_out_of_range")].count(field) == 1


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_plausible_date_of_every_register_is_kept(source):
    keys = {"location_id": "1-1", "company_number": "1234567", "address": "/x/1"}
    keys = {field: value for field, value in keys.items() if field in {column.field for column in source.columns}}
    found = source.clean(published(source, [keys]), date(2026, 11, 2))
    for column in source.columns:
        if column.kind is Kind.DATE:
            assert found.records[column.field].to_list() == [date.fromisoformat(PLAUSIBLE[Kind.DATE])]


@pytest.mark.parametrize("text", ["09/Jan/2018 - 00:00", "2018-01-09T00:00:00", "09/01/2018", "9 January 2018"])
def test_the_directorys_date_of_the_latest_check_is_read(text):
    found = DIRECTORY.clean(published(DIRECTORY, [{"location_id": "1-1", "latest_check": text}]), date(2026, 9, 16))
    assert found.records["latest_check"].to_list() == [date(2018, 1, 9)]
    assert not issues(found, "not_a_date", "date_out_of_range")


@pytest.mark.parametrize("blank", ["", None, " ", "\u00a0"])
def test_a_quoted_blank_leaves_no_trace_in_a_list(blank):
    former = {f"PreviousName_{number}.CompanyName": blank for number in range(1, 11)}
    trades = {f"SICCode.SicText_{number}": blank for number in range(1, 5)}
    row = {
        "company_number": "01234567",
        **former,
        **trades,
        "PreviousName_2.CompanyName": " QUILLMOOR &amp; SONS LTD ",
        "SICCode.SicText_3": "87100 - Care",
    }
    records = COMPANIES.clean(published(COMPANIES, [row, {"company_number": "07654321", **former, **trades}])).records
    assert records.select("previous_names", "sic_codes").rows() == [("QUILLMOOR & SONS LTD", "87100 - Care"), ("", "")]


def test_flags_of_services_are_gathered_and_what_is_neither_yes_nor_no_is_an_issue():
    service, other = "Service type - Shared Lives", "Service type - Hospice services"
    rows = [{"location_id": "1-1", service: "y ", other: "Y"}, {"location_id": "1-2", service: "perhaps", other: "N"}]
    found = LOCATIONS.clean(published(LOCATIONS, rows))
    assert found.records["service_types"].to_list() == ["Shared Lives | Hospice services", ""]
    assert issues(found, "not_yes_or_no") == [(3, "service_types", "not_yes_or_no", "perhaps", None)]


@pytest.mark.parametrize("text", ["N/A", "unknown", "TBC", "0", "-"])
def test_providers_that_say_they_have_no_company_number_share_none(text):
    rows = [{"location_id": f"1-{n}", "provider_id": f"1-10{n}", "company_number": text} for n in range(3)]
    found = LOCATIONS.clean(published(LOCATIONS, rows))
    assert found.records["company_number"].to_list() == [None, None, None]
    assert [issue[2] for issue in issues(found, "says_no_number", "padded_number")] == ["says_no_number"] * 3


def test_a_company_and_the_provider_that_gives_its_number_meet():
    given_by = LOCATIONS.clean(published(LOCATIONS, [{"location_id": "1-1", "company_number": "sc12345"}])).records
    company = COMPANIES.clean(published(COMPANIES, [{"company_number": " SC012345"}])).records
    assert given_by["company_number"].to_list() == company["company_number"].to_list() == ["SC012345"]


@given(st.text(alphabet=st.sampled_from("&amp;#39x;quotT \u00a0\u200b"), max_size=20))
def test_cleaning_a_name_twice_is_cleaning_it_once(text):
    name, rules = one(text)
    assert set(rules) <= set(RULES)
    assert one(name) == (name, [])


def test_numbers_of_the_cqc_mean_the_same_however_they_are_spelled():
    cells = ["1-123", " 1-123", "1–123", "1 -123", "rx1aa", "RX1AA", "\u200b", "see below"]
    column = Column("Location ID", "location_id", "", Kind.CQC_NUMBER)
    read = typed(pl.DataFrame({"line": range(2, 10), "Location ID": cells}), [column])
    assert read.records["location_id"].to_list() == ["1-123"] * 4 + ["RX1AA"] * 2 + [None, "SEEBELOW"]
    rules = read.issues.filter(pl.col("rule") == "cqc_number")["line"].to_list()
    assert rules == [4, 5, 6, 9]
    typed_by_hand = [one_number(cell) or None for cell in cells]
    assert typed_by_hand == read.records["location_id"].to_list()


def test_a_value_longer_than_any_of_its_column_is_dropped_with_an_issue():
    read = typed(
        pl.DataFrame({"line": [2, 3], "Name": ["x" * 500, "x" * 60_000]}), [Column("Name", "name", "", longest=500)]
    )
    assert read.records["name"].to_list() == ["x" * 500, None]
    assert read.issues.select("line", "rule", "after").rows() == [(3, "too_long", None)]
    assert len(read.issues["before"][0]) < 500
