"""What stands in a workbook is read as it stands there, with the row in which a person sees it."""

from __future__ import annotations

import re
from datetime import date, datetime
from unittest.mock import patch
from xml.sax.saxutils import escape

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from irhub.files.reading import ods, workbook
from irhub.files.reading.refused import Refused
from tests.examples import tried
from tests.files.reading import opendocument as odf
from tests.files.reading.opendocument import row, sheet, text

SEVERAL = ' table:number-columns-repeated="3"'
FILLER = '<table:table-cell table:number-columns-repeated="16384"/>'


def as_ods(path, sheets):
    """Sheets (a name to rows of text, of dates and of numbers) as OpenDocument."""

    def cell(value):
        match value:
            case "" | None:
                return "<table:table-cell/>"
            case bool():
                return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
            case date():
                return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
            case int() | float():
                return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return text(escape(value))

    made = [sheet(name, *(row(*map(cell, cells)) for cells in rows)) for name, rows in sheets.items()]
    return odf.written(path, *made)


def as_xlsx(path, sheets, hidden=(), very_hidden=()):
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy", "strings_to_urls": False}) as book:
        for name, rows in sheets.items():
            made = book.add_worksheet(name)
            if name in hidden:
                made.hide()
            elif name in very_hidden:
                made.very_hidden()
            else:
                made.activate()  # the first sheet is shown otherwise, hidden or not
            for at, cells in enumerate(rows):
                for column, value in enumerate(cells):
                    if isinstance(value, str):
                        made.write_string(at, column, value)
                    elif value is not None:
                        made.write(at, column, value)
    return path


WRITERS = pytest.mark.parametrize(("write", "name"), [(as_xlsx, "book.xlsx"), (as_ods, "book.ods")])
written_text = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=20
).filter(lambda cell: cell == "" or cell.strip())


drawn_tables = st.lists(st.lists(written_text, min_size=3, max_size=3), min_size=5, max_size=40)


def read_back(path, rows):
    found = workbook.sheet(path, {"Data": 0})
    assert found.columns == ["line", "First", "Second", "Third"]
    assert found.rows() == [(n, *(cell or None for cell in row)) for n, row in enumerate(rows, 2) if any(row)]


@given(rows=drawn_tables)
def test_any_text_is_read_back_from_an_open_document_with_its_row(tmp_path_factory, rows):
    read_back(as_ods(tmp_path_factory.mktemp("book") / "a.ods", {"Data": [["First", "Second", "Third"], *rows]}), rows)


@tried(4)
@given(rows=drawn_tables)
def test_any_text_is_read_back_from_an_excel_workbook_with_its_row(tmp_path_factory, rows):
    read_back(
        as_xlsx(tmp_path_factory.mktemp("book") / "a.xlsx", {"Data": [["First", "Second", "Third"], *rows]}), rows
    )


@WRITERS
def test_typed_cells_are_plain_text(tmp_path, write, name):
    typed = [date(2022, 4, 20), datetime(2022, 4, 20, 13, 5, 7), 4, 4.0, 1.5, 1e-7, 100010206301, True, -2, 44671]
    path = write(tmp_path / name, {"Data": [list("abcdefghij"), typed]})
    read = workbook.sheet(path, {"Data": 0}).row(0)
    assert [str(cell).replace("T", " ") for cell in read[1:]] == [
        "2022-04-20", "2022-04-20 13:05:07", "4", "4", "1.5", "0.0000001", "100010206301", "true", "-2", "44671",
    ]  # fmt: skip


ODS_CELLS = [
    ('<table:table-cell office:value-type="date" office:date-value="2022-04-20T00:00:00"><text:p>20/04/2022</text:p></table:table-cell>', "2022-04-20"),
    ('<table:table-cell office:value-type="percentage" office:value="0.25"><text:p>25%</text:p></table:table-cell>', "0.25"),
    ('<table:table-cell office:value-type="currency" office:value="12.50"><text:p>£12.50</text:p></table:table-cell>', "12.5"),
    ('<table:table-cell office:value-type="time" office:time-value="PT01H02M"><text:p>01:02</text:p></table:table-cell>', "01:02"),
    ('<table:table-cell office:value-type="float" office:value="1E999999999"/>', "1E999999999"),
    ('<table:table-cell office:value-type="string" office:string-value="kept"/>', "kept"),
    ('<table:table-cell table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell>', "#DIV/0!"),
    (text("1 Sample Road", "Sampleham"), "1 Sample Road\nSampleham"),
    (text("A &amp; B&apos;s &lt;Care&gt; &#233;"), "A & B's <Care> é"),
    (text('a<text:s text:c="3"/>b<text:s/>c<text:tab/>d<text:line-break/>e'), "a   b c\td\ne"),
    (text('Visit <text:a xlink:href="https://example.org">the <text:span>site</text:span></text:a> now'), "Visit the site now"),
    ('<table:table-cell office:value-type="string"><office:annotation><text:p>A note</text:p></office:annotation><text:p>Cell</text:p></table:table-cell>', "Cell"),
    ('<table:table-cell><draw:frame><draw:text-box><text:p>Drawn</text:p></draw:text-box></draw:frame></table:table-cell>', None),
    ('<table:covered-table-cell office:value-type="string"><text:p>under</text:p></table:covered-table-cell>', "under"),
    (text("<![CDATA[A & B</table:table-row>]]>"), "A & B</table:table-row>"),
    (text("a<!-- </table:table-cell></table:table-row> -->b"), "ab"),
    ("<table:table-cell><text:p/></table:table-cell>", None),
    (text("", ""), None),
    (f"<table:table-cell{SEVERAL}/>", None),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "told"), ODS_CELLS)
def test_each_kind_of_open_document_cell_is_told_as_a_person_would(tmp_path, cell, told):
    path = odf.written(
        tmp_path / "a.ods", sheet("S", row(text("Head"), text("Next")), row(cell, text("x")), row(text("z")))
    )
    found = workbook.sheet(path, {"S": 0})
    assert found["Head"].to_list() == [told, "z"]
    assert found["line"].to_list() == [2, 3]


drawn_cells = st.sampled_from(
    [
        *(cell for cell, _ in ODS_CELLS),
        text("Good"), text("Good"), text("twice", more=' table:number-columns-repeated="2"'),
        "<table:table-cell/>", "<table:table-cell />", '<table:table-cell table:style-name="ce1"/>\n  ',
    ]
)  # fmt: skip
drawn_rows = st.builds(
    lambda cells, more, blanks: blanks + row(*cells, more=more),
    st.lists(drawn_cells, max_size=5),
    st.sampled_from(
        ["", "", ' table:style-name="ro1"', ' table:number-rows-repeated="2"', ' table:visibility="filter"']
    ),
    st.sampled_from(["", "", "\n ", "<!-- </table:table-row> -->", "<table:table-row/>"]),
)


@given(rows=st.lists(drawn_rows, max_size=12), size=st.integers(1, 4000))
def test_rows_told_by_their_bytes_are_what_expat_reads_wherever_the_data_is_cut(tmp_path_factory, rows, size):
    path = odf.written(tmp_path_factory.mktemp("ods") / "a.ods", sheet("S", row(text("Head")), *rows))
    with patch.object(ods, "CHUNK", size):
        by_bytes = workbook.tops(path), workbook.sheet(path, {"S": 0}).rows()
    with patch.object(ods._Document, "_behind_row", lambda self: False):
        by_expat = workbook.tops(path), workbook.sheet(path, {"S": 0}).rows()
    assert by_bytes == by_expat


@WRITERS
def test_a_line_is_the_row_of_the_sheet_wherever_the_table_begins(tmp_path, write, name):
    rows = [[], [], [], ["", "", "Name", "Town"], ["", "", "Quillmoor", "Here"], [], ["", "", "Tansyford", "There"]]
    path = write(tmp_path / name, {"Data": rows})
    at = next(at for at, cells in enumerate(workbook.tops(path)["Data"]) if "Name" in cells)
    assert at == 3
    assert workbook.sheet(path, {"Data": at}).rows() == [(5, "Quillmoor", "Here"), (7, "Tansyford", "There")]


@WRITERS
def test_lines_of_a_further_sheet_count_on(tmp_path, write, name):
    path = write(tmp_path / name, {"A": [["x"], ["1"], ["2"]], "B": [["Title"], ["x", "y"], ["3", "4"]]})
    assert workbook.sheet(path, {"A": 0, "B": 1}).rows() == [(2, "1", None), (3, "2", None), (6, "3", "4")]


@WRITERS
def test_columns_without_a_header_are_kept_if_they_hold_anything_and_repeated_ones_are_numbered(tmp_path, write, name):
    path = write(tmp_path / name, {"A": [["Name ", "", "Care  home?", "Name"], ["a", "note", "Y", "b", "beside"]]})
    found = workbook.sheet(path, {"A": 0})
    assert found.to_dicts() == [
        {"line": 2, "Name": "a", "column 2": "note", "Care home?": "Y", "Name (4)": "b", "column 5": "beside"}
    ]


def test_hidden_sheets_are_never_read(tmp_path):
    book = as_xlsx(
        tmp_path / "a.xlsx", {"Old": [["x"]], "Older": [["y"]], "Now": [["z"]]}, hidden=["Old"], very_hidden=["Older"]
    )
    assert workbook.tops(book) == {"Now": [["z"]]}
    odt = odf.written(
        tmp_path / "a.ods",
        sheet("Old", row(text("x")), row(text("x")), style="ta2"),
        sheet("Now", row(text("z"))),
    )
    assert workbook.tops(odt) == {"Now": [["z"]]}


def test_filler_at_the_end_of_rows_and_sheets_costs_nothing(tmp_path):
    whole = row(text("Name"), FILLER), row(text("a"), FILLER)
    filler = row(FILLER, more=' table:number-rows-repeated="1048574"')
    path = odf.written(tmp_path / "a.ods", sheet("S", *whole, filler), sheet("T", row(FILLER), *whole))
    assert workbook.sheet(path, {"S": 0, "T": 1}).rows() == [(2, "a"), (5, "a")]


def test_rows_and_cells_that_a_document_repeats_are_read_as_often(tmp_path):
    several = row(text("a", more=SEVERAL), text("b"), more=' table:number-rows-repeated="2"')
    path = odf.written(tmp_path / "a.ods", sheet("S", row(*map(text, "pqrs")), several, row(text("c"))))
    assert workbook.sheet(path, {"S": 0}).rows() == [(2, *"aaab"), (3, *"aaab"), (4, "c", None, None, None)]


def test_a_document_is_read_whatever_its_prefixes_and_groups_of_rows(tmp_path):
    made = odf.content(
        sheet("S", f"<table:table-header-rows>{row(text('Name'))}</table:table-header-rows>", row(text("a")))
    )
    made = re.sub(r"(</?|\s)(table|text):", r"\1my\2:", made).replace(" xmlns:t", " xmlns:myt")
    assert workbook.sheet(odf.packed(tmp_path / "a.ods", made), {"S": 0}).rows() == [(2, "a")]


def test_prefixes_that_change_their_meaning_within_the_document_are_understood(tmp_path):
    other = row(text("not read"), more=' xmlns:text="urn:example"')
    path = odf.written(tmp_path / "a.ods", sheet("S", row(text("Name")), row(text("a")), other, row(text("b"))))
    assert workbook.sheet(path, {"S": 0})["Name"].to_list() == ["a", "b"]


def test_a_workbook_that_has_changed_is_read_again(tmp_path):
    path = as_ods(tmp_path / "a.ods", {"A": [["x"]]})
    assert workbook.tops(path) == {"A": [["x"]]}
    as_ods(path, {"A": [["x", "longer"]]})
    assert workbook.tops(path) == {"A": [["x", "longer"]]}


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("register.csv", "a,b")
    with pytest.raises(Refused, match="is no workbook"):
        workbook.tops(tmp_path / "a.zip")


def test_an_error_in_a_cell_of_xlsx_is_told_as_it_is_shown(tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet_a = book.add_worksheet("One & two")
    sheet_a.write_row(0, 0, ["Name", "Beds"])
    sheet_a.write_formula(2, 1, "=1/0", None, "#DIV/0!")
    sheet_a.write_formula(3, 0, "=NA()", None, "#N/A")
    sheet_a.write(3, 1, "4")
    book.close()
    rows = workbook.sheet(tmp_path / "a.xlsx", {"One & two": 0})
    assert rows.rows() == [(3, None, "#DIV/0!"), (4, "#N/A", "4")]
