"""Files as publishers put them out, and files that are something else."""

from __future__ import annotations

import struct
import zipfile
import zlib
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.files.reading import containers
from irhub.registers import reading
from irhub.registers.fictional.files import write_xlsx
from irhub.registers.fictional.ods import write_ods
from irhub.registers.reading import edition_date, read, recognise
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Refused
from irhub.registers.sources.cleaning import RULES

SPONSORS = SOURCES["home_office_sponsors"]
HEADER = "Organisation Name,Town/City,County,Type & Rating,Route"
ROW = "Quillmoor Care Ltd,Sampleham,,Worker (A rating),Skilled Worker"


def refusal(path, source=SPONSORS):
    with pytest.raises(Refused) as refused:
        read(path, source, SOURCES.values())
    return str(refused.value)


def written(tmp_path, text, encoding="utf-8", name="register.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def test_a_cell_may_hold_a_line_break_and_lines_are_still_counted(tmp_path):
    text = f'{HEADER}\r\n"Quillmoor\r\nCare Ltd",Here,,Worker (A rating),Skilled Worker\r\n{ROW}\r\n'
    assert read(written(tmp_path, text), SPONSORS).published["line"].to_list() == [2, 4]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "is empty"),
        ("<!DOCTYPE html><html><body>Service unavailable</body></html>", "is a web page"),
        (f"{HEADER}\n{ROW}\nQuillmoor Homes Ltd,Samp", "breaks off in its last row"),
        ("\n".join([HEADER, *[ROW] * 9, ROW[:-3]]), "breaks off in its last row (Route on line 11 is Skilled Wor)"),
        (f'{HEADER}\n{ROW}\n"Quillmoor Homes', "breaks off inside a quoted cell"),
        (f"{HEADER.replace('Route', 'Path')}\n{ROW}", "lacks the column Route"),
        (b"\x00\x01\x02\x03", "is not text"),
        ('{"a":' * 100_000, "its header is: missing"),
        ('{"a":' * 900 + "1" + "}" * 900, "its header is: a.a."),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence_that_says_what_was_found(tmp_path, text, sentence):
    told = refusal(written(tmp_path, text))
    assert sentence in told
    assert "\n" not in told


def test_another_register_is_named(tmp_path):
    path = written(tmp_path, "Name,Town\nQuillmoor,Here\n")
    assert "its header is: Name, Town" in refusal(path)
    sponsors = written(tmp_path, f"{HEADER}\n{ROW}\n")
    assert "is the Register of licensed sponsors: workers, not the CQC directory" in refusal(
        sponsors, SOURCES["cqc_directory"]
    )


def test_a_zip_that_is_cut_short_or_a_bomb_is_refused(tmp_path):
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("register.csv", f"{HEADER}\n{ROW}\n" * 2000)
    cut = written(tmp_path, whole.read_bytes()[:-200], name="cut.zip")
    assert "not a whole ZIP file" in refusal(cut)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("register.csv", "w") as member:
        for _ in range(300):
            member.write(b"0" * 2**20)
    assert "it was not opened" in refusal(bomb)


def test_a_text_far_larger_than_a_register_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 2**10)
    assert "far more than such a register has" in refusal(written(tmp_path, f"{HEADER}\n{ROW}\n" * 50))


def test_a_line_without_end_is_no_header(tmp_path):
    assert "is not the Register" in refusal(written(tmp_path, "x" * 2**18))


def changed_sizes(path, member):
    """Make a ZIP declare that a member unpacks to ten bytes, with a check sum that fits these ten."""
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo(member)
        start = archive.read(member)[:10]
    true = struct.pack("<LLL", info.CRC, info.compress_size, info.file_size)
    lie = struct.pack("<LLL", zlib.crc32(start), info.compress_size, 10)
    data = path.read_bytes()
    assert data.count(true) >= 1
    path.write_bytes(data.replace(true, lie))


def test_what_a_zip_really_holds_is_counted_and_not_what_it_declares(tmp_path, monkeypatch):
    monkeypatch.setattr(containers, "RATIO_FROM", 2**20)
    for name, member in (("register.zip", "register.csv"), ("book.xlsx", "xl/workbook.xml")):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(member, f"{HEADER}\n{ROW}\n" + "0" * 20 * 2**20)
        changed_sizes(path, member)
        with zipfile.ZipFile(path) as archive:
            assert len(archive.read(member)) == 10  # the lie is believed by whoever goes by it
        assert "it was not opened" in refusal(path)


@pytest.mark.parametrize(("write", "name"), [(write_xlsx, "book.xlsx"), (write_ods, "book.ods")])
def test_a_sheet_that_claims_millions_of_cells_is_refused_before_it_is_laid_out(tmp_path, write, name):
    path = tmp_path / name
    header = HEADER.split(",")
    write(path, {"Register": [header, ROW.split(",")]})
    whole = tmp_path / f"whole-{name}"
    path.rename(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
                assert b"</sheetData>" in data
                data = data.replace(b"</sheetData>", far)
            if part.filename == "content.xml":
                assert b"</table:table>" in data
                wide = b'<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell>'
                data = data.replace(
                    b"</table:table>",
                    b'<table:table-row table:number-rows-repeated="1000000">'
                    + wide
                    + b"</table:table-row></table:table>",
                )
            new.writestr(part, data)
    assert "claims far more rows or columns than a register has" in refusal(path)


@pytest.mark.parametrize(("write", "name"), [(write_xlsx, "book.xlsx"), (write_ods, "book.ods")])
def test_a_workbook_is_read_by_its_header_whatever_sheet_it_is_on(tmp_path, write, name):
    header = [column.published for column in SOURCES["cqc_deactivated"].columns]
    row = [
        "1-200000001",
        "2020-01-02",
        "2026-09-20",
        "Quillmoor Lodge",
        "Leeds",
        "LS1 1AA",
        "1-100000001",
        "Quillmoor Ltd",
    ]
    path = write(
        tmp_path / name, {"README": [["Source: CQC database as at 01 October 2026"]], "Sheet 7": [header, row]}
    )
    assert recognise(path, SOURCES.values()).name == "cqc_deactivated"
    reading = read(path, SOURCES["cqc_deactivated"])
    assert reading.content_date == "01 October 2026"
    records = SOURCES["cqc_deactivated"].clean(reading.published).records
    assert records.select("line", "location_end", "council_code").rows() == [(2, date(2026, 9, 20), "E08000035")]


def test_the_date_comes_from_the_name_then_the_content_then_the_person():
    given = date(2026, 1, 1)
    assert edition_date("2026-03-02_-_Worker.csv", "01 October 2026", given) == (date(2026, 3, 2), "file name")
    assert edition_date("01_October_2026_CQC_directory.zip", None, given) == (date(2026, 10, 1), "file name")
    assert edition_date("register.csv", "01 October 2026", given) == (date(2026, 10, 1), "content")
    assert edition_date("register.csv", None, given) == (given, "given")
    assert edition_date("2026-03-02_replaced_2026-03-09.csv", None, given) == (given, "given")
    with pytest.raises(Refused, match="--date"):
        edition_date("register.csv", None, None)


@pytest.mark.parametrize("name", ["2026-02-30_worker.csv", "31_June_2026_CQC_directory.zip", "2026-13-01.csv"])
def test_a_day_that_does_not_exist_is_no_missing_date(name):
    with pytest.raises(Refused, match="a day that does not exist: give it its right date in its name"):
        edition_date(name, "01 October 2026", date(2026, 3, 1))


def test_each_value_that_cleaning_alters_or_drops_is_an_issue_with_its_line(tmp_path):
    text = f"{HEADER}\n Quillmoor  Care Ltd ,Here,,Worker (A rating),Skilled Worker\n#NAME?,Here,,Worker (A rating),Skilled Worker\n"
    text += "QUILLMOOR CARE LIMITED,Here,,Worker (A rating),Skilled Worker\nTansyford Ltd,Here,,Worker (A rating),New Route\n"
    cleaned = SPONSORS.clean(read(written(tmp_path, text), SPONSORS).published)
    assert cleaned.issues.sort("line", "rule").select("line", "rule").rows() == [
        (2, "blanks"),
        (3, "no_key"),
        (3, "spreadsheet_error"),
        (4, "duplicate_record"),
        (5, "unknown_value"),
    ]
    assert set(cleaned.issues["rule"]) <= set(RULES)
    assert cleaned.records["line"].to_list() == [2, 5]


@given(st.lists(st.text(max_size=10), min_size=1))
def test_cleaning_what_is_clean_alters_nothing(values):
    column = SPONSORS.columns[0]
    from irhub.registers.sources.cleaning import typed

    raw = pl.DataFrame({"line": range(len(values)), column.published: values}, schema_overrides={"line": pl.Int64})
    once = typed(raw, [column]).records
    again = typed(once.rename({column.field: column.published}), [column])
    assert again.records.equals(once)
    assert again.issues.is_empty()
