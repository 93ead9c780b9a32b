"""Past awards are read from anybody's spreadsheet: nothing is lost in silence, and nothing guessed without saying so."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from irhub.files.reading.refused import Refused
from irhub.grants.giving360.reading import read_awards
from irhub.grants.giving360.reading.records import Fault, Imported
from tests.grants.giving360.made import LEEDS, TODAY, csv_of, workbook_of

HEADS = ["Grant ref", "Organisation", "Amount", "Date of award", "Purpose"]
ROW = ["17", "Ashgrove Homecare Ltd", "1500", "2024-03-21", "Days of advice on tenancies"]


def read(data: bytes, name: str = "grants.csv", **more: Any) -> Imported:
    return read_awards(name, data, **({"today": TODAY, "funder": LEEDS} | more))


def row_of(**changed: str) -> tuple[list[str], list[str]]:
    """Headings and a row, in which some cells are other ones, and others are put on."""
    told = dict(zip(HEADS, ROW, strict=True)) | {head.replace("_", " "): text for head, text in changed.items()}
    return list(told), list(told.values())


def fault(told: Imported, kind: str) -> Fault:
    found = [one for one in told.faults if one.kind == kind]
    assert len(found) == 1, told.faults
    return found[0]


def test_a_councils_own_words_are_understood():
    told = read(csv_of(HEADS, ROW))
    award = told.awards[0].award
    assert (award.identifier, award.awarded, award.award_date) == ("17", Decimal(1500), date(2024, 3, 21))
    assert award.recipient.name == "Ashgrove Homecare Ltd"
    assert award.funder == LEEDS
    assert "No column names a currency: amounts were taken as pounds." in told.said


def test_a_fault_names_row_column_and_cell():
    told = read(csv_of(["Small grants of 2024"], HEADS, ROW, ["18", "Beechwood", "£1x", "2024-03-22", "Advice"]))
    found = fault(told, "amount_not_read")
    assert (found.row, found.column, found.cell, found.before) == (4, "Amount", "C4", "£1x")
    assert told.aside[0].row == 4
    assert told.aside[0].missing == ("Amount Awarded",)
    assert ("Organisation", "Beechwood") in told.aside[0].cells


@pytest.mark.parametrize(
    ("dates", "days", "words"),
    [
        (["03/04/2024", "21/04/2024"], [date(2024, 4, 3), date(2024, 4, 21)], "read as day, month, year, as 1"),
        (["03/04/2024", "04/21/2024"], [date(2024, 3, 4), date(2024, 4, 21)], "read as month, day, year, as 1"),
        (["03/04/2024", "05/04/2024"], [date(2024, 4, 3), date(2024, 4, 5)], "none of the 2"),
        (["3.4.24", "21-4-2024"], [date(2024, 4, 3), date(2024, 4, 21)], "read as day, month, year, as 1"),
    ],
)
def test_which_way_round_dates_are_is_told_by_the_whole_file(dates: list[str], days: list[date], words: str):
    told = read(csv_of(HEADS, *([str(at), "Ashgrove", "5", day, "Advice"] for at, day in enumerate(dates))))
    assert [past.award.award_date for past in told.awards] == days
    assert any(words in sentence for sentence in told.said)
    assert [one.before for one in told.faults if one.kind == "date_not_iso"] == dates


def test_a_date_that_can_only_be_the_other_way_round_is_not_turned():
    days = ["21/04/2024", "22/04/2024", "03/04/2024", "04/21/2024"]
    told = read(csv_of(HEADS, *([str(at), "Ashgrove", "5", day, "Advice"] for at, day in enumerate(days))))
    assert fault(told, "date_other_way").before == "04/21/2024"
    assert [one.row for one in told.aside] == [5]
    assert "others in this file are the other way round" in next(
        one.sentence for one in told.faults if one.before == "03/04/2024"
    )


@pytest.mark.parametrize(
    ("text", "day", "kind"),
    [
        ("3 April 2024", date(2024, 4, 3), "date_not_iso"),
        ("Wednesday 3rd Apr 2024", date(2024, 4, 3), "date_not_iso"),
        ("April 3 2024", date(2024, 4, 3), "date_not_iso"),
        ("03-Apr-24", date(2024, 4, 3), "date_not_iso"),
        ("2024/04/03", date(2024, 4, 3), "date_not_iso"),
        ("45385", date(2024, 4, 3), "date_as_number"),
    ],
)
def test_dates_in_other_forms_are_read_and_named(text: str, day: date, kind: str):
    told = read(csv_of(*row_of(Date_of_award=text)))
    assert told.awards[0].award.award_date == day
    assert fault(told, kind).after == day.isoformat()


@pytest.mark.parametrize("text", ["31/02/2024", "2024", "April 2024", "soon", "2024-02-30", "21/04/0024"])
def test_what_is_no_day_is_not_read_and_its_row_stands_aside(text: str):
    told = read(csv_of(*row_of(Date_of_award=text)))
    assert told.awards == ()
    assert told.aside[0].missing == ("Award Date",)
    assert text in [one.before for one in told.faults]


def test_real_dates_of_a_workbook_are_no_fault():
    told = read(workbook_of(Grants=[HEADS, ["17", "Ashgrove", 1500.1, date(2024, 3, 4), "Advice"]]), "grants.xlsx")
    award = told.awards[0].award
    assert (award.award_date, award.awarded) == (date(2024, 3, 4), Decimal("1500.10"))
    assert not {one.kind for one in told.faults} & {"date_not_iso", "amount_as_text", "date_as_number"}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("£1,500.00", "1500"),
        ("GBP 1500", "1500"),
        ("1 500.50", "1500.50"),
        ("£ 1'500", "1500"),
        ("(1,500)", "-1500"),
        ("-£20", "-20"),
        ("1,234,567.89", "1234567.89"),
    ],
)
def test_amounts_with_signs_and_separators_are_read_and_named(text: str, amount: str):
    told = read(csv_of(*row_of(Amount=f'"{text}"')))
    assert told.awards[0].award.awarded == Decimal(amount)
    assert fault(told, "amount_as_text").before == text


@pytest.mark.parametrize("text", ["1.500,00", "15,00", "1,50", "10k", "€500", "500-700", "1,5000", "9" * 20, "12 34"])
def test_an_amount_that_would_be_a_guess_is_not_read(text: str):
    told = read(csv_of(*row_of(Amount=f'"{text}"')))
    assert told.awards == ()
    assert told.aside[0].missing == ("Amount Awarded",)


@pytest.mark.parametrize(("text", "said"), [("Y", True), ("no", False), ("TRUE", True), ("Yes", True)])
def test_yes_and_no_in_other_words_are_read(text: str, said: bool):
    told = read(csv_of(*row_of(Open_call=text)))
    assert told.awards[0].award.from_open_call is said
    assert ("yes_or_no" in {one.kind for one in told.faults}) is (text != "Yes")


def test_what_is_neither_yes_nor_no_is_kept_beside_the_award():
    told = read(csv_of(*row_of(Open_call="partly")))
    assert told.awards[0].award.from_open_call is None
    assert told.awards[0].rest == (("Open call", "partly"),)
    assert fault(told, "yes_or_no_not_read").before == "partly"


def test_an_address_without_scheme_gets_one_and_an_e_mail_address_is_not_kept():
    told = read(csv_of(*row_of(Website="www.ashgrove.example/a", Data_Source="ada@ashgrove.example")))
    assert told.awards[0].hint.website == "http://www.ashgrove.example/a"
    assert fault(told, "address_without_scheme").after == "http://www.ashgrove.example/a"
    assert fault(told, "e_mail_as_address").before == ""
    assert "ada@" not in repr(told)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("Childrenâ€™s days", "Children’s days"), ("CafÃ© advice", "Café advice"), ("Up to Â£50", "Up to £50")],
)
def test_damaged_letters_are_put_right_and_named(text: str, meant: str):
    told = read(csv_of(*row_of(Purpose=text)))
    assert told.awards[0].award.description == meant
    found = fault(told, "damaged_letters")
    assert (found.before, found.after) == (text, meant)


def test_letters_that_are_lost_are_named_and_good_ones_are_left():
    told = read(csv_of(*row_of(Purpose="Caf\ufffd at Bryn Mâr and naïve Ãrea")))
    assert told.awards[0].award.description == "Caf\ufffd at Bryn Mâr and naïve Ãrea"
    assert fault(told, "letters_lost").row == 2


def test_a_file_in_windows_letters_is_read_and_said():
    told = read("Grant ref,Organisation,Amount,Date of award,Purpose\n1,Café,5,2024-03-21,Advice\n".encode("cp1252"))
    assert told.awards[0].award.recipient.name == "Café"
    assert any("Windows-1252" in sentence for sentence in told.said)


def test_numbers_that_a_spreadsheet_shortened_are_mended_and_named():
    told = read(csv_of(*row_of(Company_number="4815162", Charity_number="1093865.0", Postcode="ls14ap")))
    hint = told.awards[0].hint
    assert (hint.company_number, hint.charity_number, hint.postcode) == ("04815162", "1093865", "LS1 4AP")
    assert hint.identifiers == ("GB-COH-04815162", "GB-CHC-1093865")
    assert fault(told, "company_number_mended").after == "04815162"
    assert fault(told, "charity_number_mended").before == "1093865.0"
    assert fault(told, "postcode_mended").after == "LS1 4AP"


def test_a_column_that_is_not_understood_is_named_and_its_cells_are_kept():
    told = read(csv_of(*row_of(Officer_code="B7")))
    found = fault(told, "column_not_read")
    assert (found.row, found.column, found.cell) == (1, "Officer code", "F1")
    assert told.awards[0].rest == (("Officer code", "B7"),)


def test_of_two_columns_for_one_thing_the_standards_is_read_and_the_other_kept():
    told = read(csv_of(*row_of(**{"Amount Awarded": "900"})))
    assert told.awards[0].award.awarded == 900
    assert told.awards[0].rest == (("Amount", "1500"),)
    assert fault(told, "column_not_read").column == "Amount"


def test_columns_about_people_are_not_read_and_nothing_of_them_is_kept():
    told = read(csv_of(*row_of(Contact_name="Ada Quill", Email="ada@ashgrove.example")))
    assert len(told.awards) == 1
    assert [one.cell for one in told.faults if one.kind == "about_a_person"] == ["F2", "G2"]
    assert "Quill" not in repr(told)
    assert "ada@" not in repr(told)


def test_a_grant_to_a_person_stands_aside_and_nothing_of_it_is_kept():
    told = read(csv_of(*row_of(**{"Recipient Ind:Name": "Ada Quill"})))
    assert told.awards == ()
    assert told.aside[0].cells == ()
    assert fault(told, "grant_to_a_person").row == 2
    assert "Quill" not in repr(told)


def test_what_a_missing_column_causes_is_said_once():
    told = read(csv_of(HEADS, ROW, ["18", "Beechwood", "7", "2024-03-22", "Advice"]))
    assert fault(told, "location_missing").row == 0
    assert fault(told, "title_missing").column == "Title"


def test_a_council_by_its_name_gets_its_code_and_that_is_said():
    told = read(csv_of(*row_of(Council="Leeds City Council")))
    assert [(one.code, one.kind) for one in told.awards[0].award.locations] == [("E08000035", "MD")]
    assert fault(told, "council_code_added").after == "E08000035"


def test_an_end_without_a_start_is_kept_beside_the_award():
    told = read(csv_of(*row_of(End_date="2025-03-31", Duration="a year")))
    assert told.awards[0].award.planned is None
    assert set(told.awards[0].rest) == {("End date", "2025-03-31"), ("Duration", "a year")}
    assert fault(told, "no_start").cell == "F2"
    assert fault(told, "duration_not_read").cell == "G2"


def test_no_fault_repeats_a_text_that_may_name_a_person():
    told = read(csv_of(*row_of(Purpose="-Ask Dr Ada Quill")))
    assert {one.kind for one in told.faults if one.column == "Purpose"} == {"person_named", "begins_as_formula"}
    assert not any("Quill" in repr(one) for one in told.faults)


def test_hidden_and_other_sheets_are_said():
    told = read(workbook_of(Notes=[["Ask Finance"]], Grants=[HEADS, ROW]), "grants.xlsx")
    assert len(told.awards) == 1
    assert "The sheet Notes has no headings of grants and was not read." in told.said


def test_the_checks_name_row_and_column_of_what_they_find():
    told = read(csv_of(*row_of(Amount="0", Date_of_award="2027-01-01")))
    assert fault(told, "amount_zero").cell == "C2"
    assert fault(told, "award_date_in_future").cell == "D2"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("grants.csv", b"a,b\n1,2\n", "no grants that were understood"),
        ("grants.json", b"{", "not whole JSON in line 1"),
        ("grants.json", b'{"rows": []}', "no list of grants"),
        ("grants.json", b"[" * 100_000, "not whole JSON"),
        ("grants.json", b"\xff\xfe{}", "not UTF-8"),
        ("grants.json", b'{"grants": [{"title": "' + b"a" * 6000 + b'"}]}', "more than 5,000 characters in grant 1"),
        ("grants.pdf", b"%PDF", "not a CSV"),
    ],
)
def test_what_is_no_file_of_grants_is_refused_in_a_sentence(name: str, data: bytes, words: str):
    with pytest.raises(Refused, match=words):
        read(data, name)


def test_nobody_is_taken_for_the_funder():
    with pytest.raises(Refused, match="say whose awards these are"):
        read(csv_of(HEADS, ROW), funder=None)


GRANT: dict[str, Any] = {
    "id": "360G-moor-1",
    "title": "Advice",
    "description": "Days of advice",
    "currency": "GBP",
    "amountAwarded": 1500.5,
    "awardDate": "2024-06-30T23:30:00+00:00",
    "recipientOrganization": [{"id": "GB-CHC-1093865", "name": "Moor Trust"}],
    "fundingOrganization": [{"id": "GB-LAE-LDS", "name": "Leeds City Council"}],
}


def read_json(**changed: Any) -> Imported:
    return read(json.dumps({"grants": [GRANT | changed]}).encode(), "grants.json", funder=None)


def test_a_file_of_the_standard_is_read():
    told = read_json()
    award = told.awards[0].award
    assert (award.awarded, award.award_date) == (Decimal("1500.5"), date(2024, 7, 1))
    assert award.recipient.identifiers == ("GB-CHC-1093865",)
    assert told.awards[0].hint.charity_number == "1093865"


def test_in_json_faults_name_the_grant_and_the_place():
    found = fault(read_json(amountAwarded="£1,500"), "amount_as_text")
    assert (found.row, found.column, found.before, found.after) == (1, "amountAwarded", "£1,500", "1500")
    found = fault(read_json(amountAwarded="1500"), "amount_as_text")
    assert found.before == "1500"


_MANY = """
import json
from irhub.grants.giving360.reading.grants_in_json import read
names = [f"name {number}" for number in range(100_000)]
print(read("grants.json", json.dumps({"grants": [dict.fromkeys(names, 1)]}).replace('"name 7"', '"name 8"').encode()).faults[0].before)
"""


def test_a_name_that_stands_twice_among_a_hundred_thousand_is_found_without_holding_each_against_each():
    """In a process of its own, which can be given up: ten thousand million of them would be held against each other."""
    told = subprocess.run([sys.executable, "-c", _MANY], capture_output=True, text=True, timeout=60)
    assert told.stdout == "name 8\n", told.stderr


def test_a_second_recipient_is_named_and_kept():
    told = read_json(recipientOrganization=[{"id": "GB-CHC-1093865", "name": "Moor Trust"}, {"name": "Dale Trust"}])
    assert told.awards[0].rest == (("recipientOrganization/1/name", "Dale Trust"),)
    assert fault(told, "more_than_one").before == "Dale Trust"


def test_what_the_collection_of_all_files_added_is_said_to_be_left_out():
    told = read_json(additional_data={"recipientWardName": "X"})
    assert told.awards[0].rest == ()
    assert any("additional_data" in sentence for sentence in told.said)


def test_a_person_in_json_is_not_read():
    told = read_json(recipientIndividual={"id": "1", "name": "Ada Quill"})
    assert told.awards == ()
    assert "Quill" not in repr(told)
