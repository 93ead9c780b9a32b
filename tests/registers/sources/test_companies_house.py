"""Companies House as it is published: one file of all companies, of which those that other registers name are kept."""

from __future__ import annotations

import csv
import io
import zipfile

import polars as pl
import pytest

from irhub.files.reading import blocks
from irhub.registers.sources.base import CompaniesOfInterest, Refused
from irhub.registers.sources.companies_house import SOURCE, read_wanted

HEADER = [
    "CompanyName", " CompanyNumber", "RegAddress.AddressLine1", "RegAddress.PostTown", "RegAddress.PostCode",
    "CompanyCategory", "CompanyStatus", "IncorporationDate", "Accounts.NextDueDate", "SICCode.SicText_1",
    "SICCode.SicText_2", "SICCode.SicText_3", "SICCode.SicText_4",
    *(f" PreviousName_{n}.CompanyName" for n in range(1, 11)), "ConfStmtNextDueDate",
]  # fmt: skip
WANTED = CompaniesOfInterest(
    numbers=pl.Series(["09000001", "SC123456"]),
    name_keys=pl.Series(["tansyfordcareltd"]),
    care_numbers=pl.Series([], dtype=pl.String),
)


def company(name, number, former=(), sic=("88100 - Social work",)):
    blank = [""] * 10
    return [
        name, number, "1 Example Street", "SAMPLEHAM", "ZZ1 1ZZ", "Private Limited Company", "Active", "01/02/2015", "",
        *[*sic, "", "", "", ""][:4], *[*former, *blank][:10], "15/02/2027",
    ]  # fmt: skip


ROWS = [
    company("QUILLMOOR CARE LTD", "09000001"),
    company("OTHER BUILDERS LTD", "09000002"),
    company('THE "BRAMHAM" CARE, LTD', " sc123456 "),
    company("NEW NAME LTD", "09000004", ["TANSYFORD CARE LIMITED", "OLDER LTD"]),
    company("TANSYFORD CARE LTD", "09000005", sic=("87100 - Care", "", "88100 - Social work")),
]


def as_csv(rows, header=HEADER, newline="\r\n", separator=","):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=newline, delimiter=separator).writerow(header)
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=newline, delimiter=separator).writerows(rows)
    return out.getvalue()


def written(tmp_path, text, name="BasicCompanyDataAsOneFile-2026-11-01.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(path):
    return read_wanted(path, lambda: WANTED)


def kept(reading):
    return reading.published.select("line", "CompanyNumber").rows()


KEPT = [(2, "09000001"), (4, " sc123456 "), (5, "09000004"), (6, "09000005")]


@pytest.mark.parametrize("size", [1, 200, 2**25])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_companies_are_kept_by_number_or_name_now_or_formerly_whatever_the_blocks(tmp_path, monkeypatch, size, newline):
    monkeypatch.setattr(blocks, "BLOCK", max(size, 500))
    reading = read(written(tmp_path, as_csv(ROWS, newline=newline)))
    assert kept(reading) == KEPT
    assert reading.total == 5
    assert reading.issues.is_empty()


def test_quoted_blanks_are_blanks_and_former_names_are_those_that_stand(tmp_path):
    records = SOURCE.clean(read(written(tmp_path, as_csv(ROWS))).published).records
    assert records.select("company_number", "previous_names", "sic_codes").rows() == [
        ("09000001", "", "88100 - Social work"),
        ("SC123456", "", "88100 - Social work"),
        ("09000004", "TANSYFORD CARE LIMITED | OLDER LTD", "88100 - Social work"),
        ("09000005", "", "87100 - Care | 88100 - Social work"),
    ]
    assert records["accounts_due"].null_count() == 4


def test_a_header_in_upper_case_without_former_names_is_understood(tmp_path):
    header = [cell.upper() for cell in HEADER if "Previous" not in cell]
    reading = read(written(tmp_path, as_csv([row[:13] + row[23:] for row in ROWS], header)))
    assert kept(reading) == [KEPT[0], KEPT[1], KEPT[3]]
    assert SOURCE.clean(reading.published).records["previous_names"].unique().to_list() == [""]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_are_understood(tmp_path, separator):
    assert kept(read(written(tmp_path, as_csv(ROWS, separator=separator)))) == KEPT


def test_a_zip_made_on_a_mac_is_read_without_unpacking_it_to_the_disk(tmp_path):
    path = tmp_path / "BasicCompanyDataAsOneFile-2026-11-01.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("BasicCompanyData.csv", as_csv(ROWS))
        archive.writestr("__MACOSX/._BasicCompanyData.csv", b"\0\5\26\7")
    assert kept(read(path)) == KEPT


def test_a_row_that_does_not_fit_is_set_aside_and_no_other_is_shifted(tmp_path):
    lines = as_csv(ROWS, newline="\n").splitlines()
    broken = '"A "SAMPLE LTD",' + ",".join(['"x"'] * 23)
    short = '"QUILLMOOR CARE LTD","09000001","1 Example Street"'
    text = "\n".join([*lines[:3], broken, short, *lines[3:], ""])
    reading = read(written(tmp_path, text))
    assert kept(reading) == [(2, "09000001"), (6, " sc123456 "), (7, "09000004"), (8, "09000005")]
    assert reading.issues.select("line", "rule").rows() == [(4, "broken_quotes"), (5, "wrong_cell_count")]


def test_a_line_that_is_not_utf8_is_read_as_windows_text_with_an_issue(tmp_path):
    rows = [company("CAFÉ TANSYFORD LTD", "09000001"), *ROWS[1:]]
    reading = read(written(tmp_path, as_csv(rows).encode("cp1252")))
    assert reading.published["CompanyName"][0] == "CAFÉ TANSYFORD LTD"
    assert reading.issues["rule"].to_list() == ["decoded_as_cp1252"]


WHOLE = as_csv(ROWS)
REFUSED = [
    ("BasicCompanyData-2026-11-01-part1_2.csv", WHOLE, "is one part of several"),
    ("BasicCompanyData-2026-11-01-part7_7.zip", WHOLE, "load the one file, BasicCompanyDataAsOneFile"),
    ("a.csv", as_csv(ROWS[1:2]), "of 1 companies, none of which the other registers name"),
    ("a.csv", WHOLE[:-40], "breaks off in its last row"),
    ("a.csv", WHOLE[:-6], "breaks off in its last row"),
    ("a.csv", as_csv(ROWS, ["Firm", *HEADER[1:]]), "lacks the column CompanyName"),
    ("a.csv", as_csv(ROWS, [*HEADER[:-1], "companynumber"]), "two columns for one thing"),
    ("a.csv", WHOLE.encode("utf-16"), "is UTF-16"),
    ("a.csv", as_csv(ROWS) + '"x","y"\r\n' * 60 + as_csv(ROWS[:1])[len(as_csv([])) :], "60 rows that do not fit"),
    ("a.csv", b"", "is empty"),
]


@pytest.mark.parametrize(("name", "data", "says"), REFUSED)
def test_a_file_that_is_not_the_whole_register_is_refused_in_one_sentence(tmp_path, name, data, says):
    with pytest.raises(Refused) as refused:
        read(written(tmp_path, data, name))
    assert says in str(refused.value)
    assert str(refused.value).startswith(name)
    assert "\n" not in str(refused.value)
