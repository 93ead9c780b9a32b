"""One list of awards becomes JSON, a workbook and CSV of the 360Giving standard: accepted by its schema, and without people."""

from __future__ import annotations

import csv
import io
import json
import socket
from dataclasses import replace
from decimal import Decimal

import fastexcel
import pytest

from irhub.grants.giving360.awards import Location, Nature, Organisation
from irhub.grants.giving360.organisation_ids import council_ids, fault_of, identifiers, of_registers
from irhub.grants.giving360.schema import schema_faults
from irhub.grants.giving360.writing import csv_file, document, json_file, to_publish, xlsx_file
from irhub.places.geography import councils
from irhub.web.errors import ActionRefused
from tests.grants.giving360.made import ABOUT, LEEDS, PLAIN, other

SOLE_TRADER = Organisation("Morwenna Tregarthen Care", nature=Nature.PERSON)
UNKNOWN = Organisation("Sunny Days")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object, **_more: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)


@pytest.mark.usefixtures("no_network")
def test_the_standards_schema_accepts_what_is_published_and_nothing_is_fetched():
    assert schema_faults(document([PLAIN, other(identifier="360G-leeds-2026-2", planned=None)], ABOUT)) == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"awardDate": "02/03/2026"}, "awardDate"),
        ({"amountAwarded": "1500"}, "amountAwarded"),
        ({"url": "www.leeds.example"}, "url"),
        ({"dateModified": "2026-03-03"}, "dateModified"),
        ({"currency": "pounds"}, "currency"),
    ],
)
def test_the_schema_names_what_is_wrong(changed: dict[str, object], told: str):
    whole = document([PLAIN], ABOUT)
    whole["grants"][0] |= changed
    faults = schema_faults(whole)
    assert len(faults) == 1
    assert told in faults[0]


def test_json_tells_of_the_file_and_of_each_grant():
    told = json.loads(json_file([PLAIN], ABOUT))
    assert told["publisher"] == {
        "identifier": "GB-LAE-LDS",
        "name": "Leeds City Council",
        "website": "https://leeds.example",
    }
    assert told["license"].startswith("https://www.nationalarchives.gov.uk/doc/open-government-licence/")
    grant = told["grants"][0]
    assert grant["amountAwarded"] == 1500
    assert grant["amountDisbursed"] == 750.5
    assert grant["recipientOrganization"][0]["id"] == "GB-COH-04815162"
    assert grant["beneficiaryLocation"] == [{"name": "Leeds", "geoCode": "E08000035", "geoCodeType": "MD"}]
    assert grant["fromOpenCall"] == "Yes"


def test_the_workbook_has_the_standards_titles_and_its_sheet_about_the_file():
    book = fastexcel.read_excel(xlsx_file([PLAIN], ABOUT))
    assert book.sheet_names == ["grants", "Meta"]
    grants = book.load_sheet("grants", dtypes="string").to_polars()
    assert grants.columns[:4] == ["Identifier", "Title", "Description", "Currency"]
    assert grants["Recipient Org:Company Number"].to_list() == ["04815162"]
    meta = dict(book.load_sheet("Meta", header_row=None, dtypes="string").to_polars().rows())
    assert meta["Version"] == "1.4"
    assert meta["Publisher:Identifier"] == "GB-LAE-LDS"


def test_several_areas_have_numbered_columns():
    areas = (Location("Leeds", "E08000035", "MD"), Location("Bradford", "E08000032", "MD"))
    heads, row = csv.reader(io.StringIO(csv_file([other(locations=areas)], "grants").decode()))
    told = dict(zip(heads, row, strict=True))
    assert told["Beneficiary Location:0:Geographic Code"] == "E08000035"
    assert told["Beneficiary Location:1:Name"] == "Bradford"


def test_no_cell_of_a_file_is_a_formula():
    told = csv_file([other(description="=HYPERLINK(1)")], "grants").decode()
    assert "'=HYPERLINK(1)" in told
    sheet = fastexcel.read_excel(xlsx_file([other(description="=1+1")], ABOUT)).load_sheet("grants", dtypes="string")
    assert sheet.to_polars()["Description"].to_list() == ["=1+1"]


@pytest.mark.parametrize("recipient", [SOLE_TRADER, UNKNOWN, replace(UNKNOWN, identifiers=("GB-COH-1",))])
def test_a_person_or_who_may_be_one_is_in_no_file_and_is_counted(recipient: Organisation):
    awards = [PLAIN, other(identifier="360G-leeds-2026-2", recipient=recipient)]
    assert to_publish(awards) == ((PLAIN,), 1)
    for told in (json_file(awards, ABOUT), csv_file(awards, "grants")):
        assert recipient.name.encode() not in told
        assert b"360G-leeds-2026-2" not in told
    sheet = fastexcel.read_excel(xlsx_file(awards, ABOUT)).load_sheet("grants", dtypes="string")
    assert sheet.height == 1


def test_a_body_on_no_register_is_published_if_somebody_says_that_it_is_one():
    told = Organisation("Harehills Carers", ("360G-leeds-org-7",), Nature.OTHER_BODY)
    assert to_publish([other(recipient=told)]).left_out == 0


def test_a_file_without_grants_is_refused_in_a_sentence():
    with pytest.raises(ActionRefused, match="no grant to publish"):
        json_file([other(recipient=SOLE_TRADER)], ABOUT)


def test_every_council_has_an_identifier_of_its_own():
    ids = council_ids()
    assert {council.code for council in councils()} == set(ids)
    assert len(set(ids.values())) == len(ids)
    assert [told for told in ids.values() if fault_of(told)] == []


def test_identifiers_are_made_of_register_numbers_the_best_first():
    assert identifiers(company_number="04815162", charity_number="1093865") == ("GB-COH-04815162", "GB-CHC-1093865")
    assert identifiers(council_code="E10000023") == ("GB-LAE-NYE",)
    assert LEEDS.nature is Nature.COUNCIL
    assert of_registers("A charity", charity_number="1093865").nature is Nature.CHARITY


def test_pennies_are_exact():
    told = json.loads(json_file([other(awarded=Decimal("1234567.89"))], ABOUT), parse_float=Decimal)
    assert told["grants"][0]["amountAwarded"] == Decimal("1234567.89")
