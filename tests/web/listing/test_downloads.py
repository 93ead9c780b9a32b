"""Files of lists hold the rows, columns and words of the page, say what they mean, and no spreadsheet runs any of them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone
from fastexcel import read_excel

from irhub.registers.about_files import FICTIONAL
from irhub.registers.models import Edition
from irhub.web.listing import Column, Fetched, ask, download, with_downloads
from irhub.web.listing.writers import File, Told, as_csv, as_xlsx
from tests.web.listing.test_asking import HOMES, ROWS

pytestmark = pytest.mark.django_db  # files say whether the registers that are held are fictional

HOSTILE = ["=1+1", "=HYPERLINK(\"https://elsewhere.example\",\"x\")", "{=SUM(A1:A9)}", "+1", "-1+2", "@SUM(1)", "\t=1", "https://elsewhere.example", "mailto:x@elsewhere.example", "internal:Data!A1"]  # fmt: skip


def hostile(value: str) -> File:
    return File("x", [Told("name", "Name", value)], [[value]], [value])


@pytest.mark.parametrize("value", HOSTILE)
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(value):
    answer = as_xlsx(hostile(value))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) >= 2
    for sheet in sheets:
        assert not any(mark in sheet for mark in (b"<f>", b"<f ", b"<hyperlink"))
    read = read_excel(answer.content).load_sheet("Data", dtypes="string").to_polars()
    assert read.rows() == [(value,)]  # as it was, with nothing put before it


@pytest.mark.parametrize("value", [one for one in HOSTILE if one[0] in "=+-@\t"])
def test_a_cell_of_a_csv_that_would_be_a_formula_is_marked_as_text(value):
    answer = as_csv(hostile(value)).content.decode()
    assert value not in {cell for line in answer.splitlines() for cell in line.split(",")}
    assert "'" + value[:2].replace('"', '""') in answer


def asked(**query):
    return ask(RequestFactory().get("/homes/", query), HOMES)


def test_every_file_of_a_list_says_first_that_the_data_are_fictional_where_they_are():
    def told() -> list[str]:
        dictionary = download(asked(format="csv", dictionary="yes"), ROWS).content.decode()
        whole = json.loads(download(asked(format="json"), ROWS).content)
        book = read_excel(download(asked(format="xlsx"), ROWS).content).load_sheet("About this file", dtypes="string")
        return [dictionary, whole["about"][0], " ".join(str(row) for row in book.to_polars().rows())]

    assert not any("Fictional" in one for one in told())
    Edition.objects.create(
        register="cqc_locations", date=date(2026, 11, 1), fictional=True, state="accepted", size_bytes=1, record_count=1,
        row_count=1, loaded_at=timezone.now(), cleaner=1,
    )  # fmt: skip
    assert all(FICTIONAL in one for one in told())


def test_a_csv_holds_rows_and_nothing_else_and_says_where_its_columns_are_explained():
    answer = download(asked(format="csv", sort="beds"), ROWS, about=["Source: a register."])
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows == [
        ["name", "town", "beds", "key"],
        ["Cedar", "Samplebury", "1200", "7"],
        ["Bracken", "Mockton", "12", "7"],
        ["alder", "Mockton", "", "7"],
    ]
    assert 'rel="describedby"' in answer["Link"]
    assert "http://testserver/homes/?format=csv&sort=beds&dictionary=yes" in answer["Link"]
    assert answer["Content-Disposition"] == 'attachment; filename="homes.csv"'


def test_the_dictionary_tells_each_column_what_was_chosen_and_where_the_rows_come_from():
    given = asked(format="csv", dictionary="yes", town="m")
    told = list(csv.reader(io.StringIO(download(given, ROWS, about=["Source: a register."]).content.decode())))
    assert told[0] == ["column", "title", "means"]
    assert told[1] == ["name", "Home", "Its name."]
    assert [line[2] for line in told if not line[0]][:2] == ["Chosen: Town: Mockton.", "Source: a register."]


def test_a_workbook_and_json_hold_the_same_rows_with_what_they_mean():
    book = read_excel(download(asked(format="xlsx"), ROWS, about=["Source: a register."]).content)
    data = book.load_sheet("Data").to_polars()
    whole = json.loads(download(asked(format="json"), ROWS, about=["Source: a register."]).content)
    assert [row["name"] for row in whole["rows"]] == data["name"].to_list() == ["alder", "Bracken", "Cedar"]
    assert [row["beds"] for row in whole["rows"]] == [None, 12, 1200]
    assert [column["key"] for column in whole["columns"]] == data.columns == ["name", "town", "beds", "key"]
    assert "Source: a register." in whole["about"]
    assert "Source: a register." in book.load_sheet("About this file").to_polars()["means"].to_list()


def test_files_tell_moments_by_the_clock_of_the_page():
    begun = replace(HOMES, columns=(Column("since", "Since", "When it began."),), chooses=False)
    rows = [replace(ROWS[0], since=datetime(2026, 6, 30, 23, 30, tzinfo=UTC))]

    def told(form: str) -> bytes:
        return download(ask(RequestFactory().get("/homes/", {"format": form}), begun), rows).content

    assert json.loads(told("json"))["rows"] == [{"since": "2026-07-01T00:30:00+01:00"}]
    assert b"2026-07-01 00:30:00+01:00" in told("csv")
    sheet = read_excel(told("xlsx")).load_sheet("Data", dtypes={"since": "datetime"}).to_polars()
    assert sheet["since"].to_list() == [datetime(2026, 7, 1, 0, 30)]


def test_chosen_columns_are_those_of_the_file():
    whole = json.loads(download(asked(format="json", columns="since"), ROWS).content)
    assert [column["key"] for column in whole["columns"]] == ["name", "since", "key"]
    assert whole["rows"][2]["since"] == "2026-03-01"


def test_a_file_holds_all_pages_up_to_its_bound():
    bounds = []

    def fetch(sort, turned, offset, limit):
        bounds.append((offset, limit))
        return ROWS, 3

    assert download(asked(format="csv"), Fetched(fetch)).content.count(b"\r\n") == 4
    assert bounds == [(0, HOMES.most)]


def test_a_kind_of_file_that_is_not_there_is_no_page():
    with pytest.raises(Http404):
        download(asked(format="exe"), ROWS)


def test_each_download_of_a_list_is_a_row_of_the_access_table():
    assert with_downloads("a") == ("a", "a?format=csv", "a?format=xlsx", "a?format=json")
