"""Sponsors and providers find their company: by its number, else by its names, those it had, and its place."""

from __future__ import annotations

import polars as pl
import pytest

from irhub.linkage.companies import link_companies

_FIRST = ("Alderbank", "Birchmoor", "Cressford", "Dalemere", "Emberhill", "Fernlow", "Gorsewick", "Hazelholt")
COMPANIES = pl.DataFrame(
    [
        ("01111111", "OAKVALE HEALTHCARE LIMITED", "", "TESTFORD"),
        ("02222222", "NEWNAME CARE LTD", "OTTERMARSH HOMES LIMITED | OLDNAME LTD", "SAMPLETON"),
        *(
            (f"{i}{j}", f"{first} {trade} LTD", "", "MOCKBURY")
            for i, first in enumerate(_FIRST, 30)
            for j, trade in enumerate(("CARE", "MOTORS", "FOODS", "KITCHENS"), 100_000)
        ),
    ],
    schema=["company_number", "company_name", "previous_names", "post_town"],
    orient="row",
)


def linked(name: str, town: str = "Testford", number: str | None = None) -> dict:
    others = [(f"o{i}", f"{first} Services Ltd", "Mockbury", None) for i, first in enumerate(_FIRST)]
    asked = pl.DataFrame(
        [("asked", name, town, number), *others], schema=["entity_key", "name", "town", "company_number"], orient="row"
    )
    told = link_companies(asked, COMPANIES)
    assert told["entity_key"].to_list() == sorted(asked["entity_key"])
    return told.row(by_predicate=pl.col("entity_key") == "asked", named=True)


@pytest.mark.parametrize(
    ("name", "town", "number"),
    [
        ("Oakvale Health Care Ltd", "Testford", "01111111"),
        ("Ottermarsh Homes Ltd", "Sampleton", "02222222"),
        ("Oakvalle Healthcare Limited T/A Rose Manor", "Testford", "01111111"),
    ],
)
def test_a_company_is_found_by_its_names_and_those_it_had(name, town, number):
    told = linked(name, town)
    assert told["company_number"] == number
    assert told["band"] != "not linked"
    assert told["reasons"]
    assert not any("provider" in text for text in told["reasons"] + told["against"])


def test_a_number_that_is_given_decides_and_another_name_is_told():
    told = linked("Oakvale Healthcare Ltd", number="01111111")
    assert (told["company_number"], told["band"], told["against"]) == ("01111111", "accepted", [])
    assert told["reasons"] == ["The register gives the company number 01111111"]
    other = linked("Wholly Other Ltd", number="01111111")
    assert other["company_number"] == "01111111"
    assert other["against"] == ["The company is called “OAKVALE HEALTHCARE LIMITED”, not “Wholly Other Ltd”"]
    former = linked("Ottermarsh Homes Ltd", number="02222222")
    assert former["against"] == []


def test_a_number_that_no_company_has_is_no_number_and_no_company_is_no_error():
    assert linked("Oakvale Healthcare Ltd", number="99999999")["company_number"] == "01111111"
    assert linked("Nightjar Wholly Other Ltd")["band"] == "not linked"
