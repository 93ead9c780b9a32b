"""A council's own list is read however it is laid out, and what is no line of it is told of and never lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.contracts import told
from irhub.contracts.layouts import Layout
from irhub.contracts.reading import MOST_LINES, WHY, Line, NotAList, Read, read
from irhub.files.uploads import Row, Sheet, sheets_of
from tests.contracts.lists import FIRMS, HEADINGS, LISTS, Laid, csv


def read_csv(text: str) -> Read:
    return read(sheets_of("list.csv", text.encode()))


def only(text: str) -> Line:
    (line,) = read_csv(text).lines
    return line


def where(found: Read) -> set[tuple[str, int]]:
    """Every row that is a line, the headings of a list, or left out with a reason."""
    lines = {(place.sheet, place.number) for line in found.lines for place in line.places}
    headings = {(layout.sheet, number) for layout in found.layouts for number in layout.header}
    return lines | headings | {(row.sheet, row.number) for row in found.left_out}


@pytest.mark.parametrize("laid", LISTS, ids=lambda laid: laid.what)
def test_a_list_is_read_however_it_is_laid_out(laid: Laid):
    sheets = sheets_of(laid.name, laid.data())
    found = read(sheets)
    assert [line.name for line in found.lines] == list(laid.names)
    assert [line.number for line in found.lines] == list(laid.rows)
    assert {(row.sheet, row.number): row.why for row in found.left_out} == dict(laid.out)
    assert list(found.sheets_out) == list(laid.sheets_out)
    assert where(found) == {(s.name, row.number) for s in sheets if s.name not in found.sheets_out for row in s.rows}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Provider name\nQuillmoor Care Ltd\n", Line(2, "Quillmoor Care Ltd")),
        ("SUPPLIER_NAME,Post-Code\nQuillmoor  Care,zz1 1zz\n", Line(2, "Quillmoor Care", "zz1 1zz")),
        ("CQC ID\n1-100000001\n", Line(2, "", cqc_id="1-100000001")),
        ("Company number\n1234567\n", Line(2, "", company_number="1234567")),
        (
            "Contract,Organisation,Town,Annual value\nC7,Quillmoor Care,Sampleham,12\n",
            Line(2, "Quillmoor Care", town="Sampleham", reference="C7"),
        ),
        ("Provider name (as in the contract),Postcode - if known\nQ Care,ZZ1 1ZZ\n", Line(2, "Q Care", "ZZ1 1ZZ")),
    ],
)
@pytest.mark.parametrize("field", ["name", "postcode", "town", "cqc_id", "company_number", "reference", "number"])
def test_columns_are_known_by_many_names(text, line, field):
    assert getattr(only(text), field) == getattr(line, field)


@pytest.mark.parametrize(
    "heading",
    ["Beneficiary Name", "Supplier", "Supplier Name", "Vendor", "Payee", "Contractor", "Name of Provider", "Company", "Paid to",
     "Care Provider", "Recipient name", "Provider / Supplier"],
)  # fmt: skip
def test_spending_files_and_lists_name_whom_they_pay_in_many_ways(heading):
    found = read_csv(f"Date,Amount,{heading}\n01/06/2026,12.50,Thistlebeck\n02/06/2026,1.00,Quillmoor\n")
    assert [line.name for line in found.lines] == ["Thistlebeck", "Quillmoor"]


@pytest.mark.parametrize(
    "text",
    ["N/A", "n/a", "#N/A", "#REF!", "TBC", "tbc", "-", "–", "?", "none", "Nil", "Unknown", "not known", "Not registered",
     "To be confirmed", "REDACTED", "redacted personal data", "..."],
)  # fmt: skip
def test_cells_that_say_nothing_are_blank(text):
    found = read_csv(f"Provider name,Postcode,CQC id\nQuillmoor Care,{text},{text}\n{text},ZZ1 1ZZ,{text}\n")
    assert [(line.name, line.postcode, line.cqc_id) for line in found.lines] == [("Quillmoor Care", "", "")]
    assert [(row.number, row.why) for row in found.left_out] == [(3, "nameless")]
    assert not found.odd


@pytest.mark.parametrize(
    "name",
    ["Total Care Services Ltd", "Notes of Care", "Source Support Ltd", "Homecare Support Ltd", "The Grand Total Care Company",
     "Ward House Ltd", "Nil Desperandum Care", "N.A. Smith Care", "Area 51 Care Ltd", "TBC Nursing"],
)  # fmt: skip
def test_firms_whose_names_read_like_something_else_are_lines(name):
    assert [line.name for line in read_csv(f"Provider name,Postcode\nA Care,ZZ1 1ZA\n{name}\nB Care,ZZ1 1ZB\n").lines][
        1
    ] == name


def test_a_file_without_a_list_is_refused_with_what_is_on_it():
    with pytest.raises(NotAList, match=r"No column is called .* Budget, Spend"):
        read_csv("Budget,Spend\n1,2\n")
    with pytest.raises(NotAList, match="no rows below"):
        read_csv("Name,Town\n")
    with pytest.raises(NotAList, match="row 2, has neither"):
        read_csv("Name,Town\n,A\n,B\n")


def test_a_list_that_is_too_long_is_refused_and_the_longest_is_read():
    rows = [Row(number, [f"Firm {number} Ltd"]) for number in range(1, MOST_LINES + 2)]
    with pytest.raises(NotAList, match="more than 20,000"):
        read([Sheet("", rows)])
    assert len(read([Sheet("", [Row(1, ["Provider"]), *rows[1:]])]).lines) == MOST_LINES


def test_odd_postcodes_and_ids_are_told_and_the_line_is_kept():
    found = read_csv("Name,Postcode,CQC id,Company number\nQuillmoor Care,somewhere,12,1234567\nA Care,ZZ1 1ZZ,,ABC\n")
    assert len(found.lines) == 2
    assert [sentence.partition(":")[0] for sentence in found.odd] == ["Row 2", "Row 2", "Row 3"]


def test_a_row_with_a_cell_too_many_is_left_out_and_a_column_without_a_heading_is_no_such_cell():
    text = "Name,Postcode\nA Care,ZZ1 1ZA\nB Care,ZZ1 1ZB\nQuillmoor, Care,ZZ1 1ZC\n"
    assert [(row.number, row.why) for row in read_csv(text).left_out] == [(4, "shifted")]
    noted = "Name,Postcode\nA Care,ZZ1 1ZA,note\nB Care,ZZ1 1ZB,note\nC Care,ZZ1 1ZC,note\n"
    assert len(read_csv(noted).lines) == 3


def test_rows_of_one_provider_are_one_line_unless_they_contradict_each_other():
    text = "Name,Postcode,Ref\nQuillmoor Care,ZZ1 1ZA,C1\nQUILLMOOR CARE,,C2\nQuillmoor  care,zz1 1za,C3\n"
    line = only(text.replace("zz1 1za", "ZZ1 1ZA"))
    assert (line.name, line.postcode, line.reference) == ("Quillmoor Care", "ZZ1 1ZA", "C1, C2, C3")
    assert [place.number for place in line.places] == [2, 3, 4]
    apart = read_csv("Name,Postcode\nQuillmoor Care,ZZ1 1ZA\nQuillmoor Care,ZZ9 9ZA\nQuillmoor Care,ZZ1 1ZA\n")
    assert [[place.number for place in line.places] for line in apart.lines] == [[2, 4], [3]]


def test_a_sheet_of_people_is_no_list_beside_one_of_firms_and_is_read_where_it_is_alone():
    people = Sheet("Contacts", [Row(1, ["Name", "Phone"]), Row(2, ["Pat Example", "1"]), Row(3, ["Kim Sample", "2"])])
    firms = Sheet("Firms", [Row(number, cells) for number, cells in enumerate([HEADINGS, *FIRMS], 1)])
    assert read([people, firms]).sheets_out == {
        "Contacts": "It reads less like a list of firms than another sheet does."
    }
    assert len(read([people]).lines) == 2


def test_a_list_is_read_as_somebody_wants_it_read():
    sheets = sheets_of(
        "a.csv", csv([["Manager", "Firm"], *([f"Pat Example{at}", firm[0]] for at, firm in enumerate(FIRMS))])
    )
    found = read(sheets, [Layout("", (1,), ("Manager", "Firm"), {"name": 0})])
    assert found.lines[0].name == "Pat Example0"
    assert read(sheets).lines[0].name == FIRMS[0][0]


def test_how_somebody_had_a_list_read_is_known_again_by_its_headings():
    rows = [["Manager", "Firm"], ["Pat Example", "Quillmoor Care Ltd"], ["Kim Sample", "Sedgeford Homes"]]
    sheets = sheets_of("a.csv", csv(rows))
    found = read(sheets, [Layout("", (1,), ("Manager", "Firm"), {"name": 0})])
    later = sheets_of("b.csv", csv([["A title"], *rows]))
    (layout,) = told.layouts_kept(told.kept(found, "pat@example.org"), later)
    assert (layout.header, layout.columns) == ((2,), {"name": 0})
    assert told.layouts_kept(told.kept(found), later) is None
    assert (
        told.layouts_kept(told.kept(found, "pat@example.org"), sheets_of("c.csv", csv([["Firm"], ["A Care Ltd"]])))
        is None
    )


def test_a_cover_sheet_is_no_list_beside_a_table_whose_headings_are_not_known():
    rows = [
        ["Row Labels", "Sum of Amount"],
        *([f"Quillmoor {at} Care Ltd", "3"] for at in range(5)),
        ["Grand Total", "15"],
    ]
    cover = Sheet("Cover", [Row(1, ["Adult Social Care"]), Row(2, ["Owner: the team"])])
    found = read([cover, Sheet("Pivot", [Row(at, cells) for at, cells in enumerate(rows, 1)])])
    assert {line.sheet for line in found.lines} == {"Pivot"}
    assert len(found.lines) == 5
    assert "Cover" in found.sheets_out


def test_of_many_rows_that_name_nobody_some_are_told_with_what_stands_there_instead_of_a_name():
    rows = [f"a council,{'REDACTED' if at % 2 else f'Quillmoor {at} Care Ltd'},{at}" for at in range(200)]
    held = told.kept(read_csv("\n".join(["Body,Supplier name,Amount", *rows])))
    ((said, examples),) = told.left_out_told(held)
    assert said.startswith("Rows 3, 5, 7,")
    assert said.endswith("41 and 80 more have neither a name nor an id.")
    assert examples == "REDACTED"
    assert sum(len(one["rows"]) for one in held["left_out"]) == 100, "all are kept"


def test_what_is_left_out_is_told_in_words():
    found = read_csv(
        "A title\n\nProvider name,Town\nTotal,\nA Care,Sampleham\nB Care,Sampleham\n,Mocktown\n,Mocktown\nTotal,2\n"
    )
    said = [sentence for sentence, _ in told.left_out_told(told.kept(found))]
    assert said == [
        "Row 1 stands above the headings.",
        "Rows 4, 9 are totals.",
        "Rows 7 to 8 have neither a name nor an id.",
    ]
    assert all(len(words) == 2 for words in WHY.values())


@pytest.mark.parametrize(("at", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (199, "GR")])
def test_columns_are_named_as_a_spreadsheet_names_them(at, letters):
    assert told.letters(at) == letters


NAMES = st.lists(
    st.builds(
        lambda word, kind: f"{word.capitalize()}{kind}",
        st.text("abcdefghijklmnopqrstuvwyz", min_size=4, max_size=9).map(lambda word: f"Q{word}"),
        st.sampled_from([" Care Ltd", " Homes", " Nursing Home", " Support Limited", ", Care and Sons Ltd", " & Daughters"]),
    ),
    min_size=2, max_size=12, unique_by=lambda name: name.casefold(),
)  # fmt: skip
OTHERS = {
    "Postcode": lambda at: f"ZZ{at % 9 + 1} {at % 9 + 1}ZA",
    "Town": lambda at: "Sampleham",
    "Provider": lambda at: str(10_000 + at),
    "Contact name": lambda at: f"Pat Example{at}",
    "Type of care": lambda at: ["Residential care", "Home care"][at % 2],
    "Spend": lambda at: f"{at}00.50",
    "Start date": lambda at: "01/04/2026",
    "": lambda at: "yes",
}


@given(
    NAMES,
    st.sampled_from(["Provider name", "Supplier", "Beneficiary Name", "Vendor name", "Name", "Payee"]),
    st.lists(st.sampled_from(list(OTHERS)), max_size=5, unique=True),
    st.data(),
)
def test_a_drawn_list_under_a_drawn_layout_reads_back_whole(names, heading, others, data):
    order = data.draw(st.permutations([heading, *others]))
    separator = data.draw(st.sampled_from(",;\t|"))
    body = [[name if column == heading else OTHERS[column](at) for column in order] for at, name in enumerate(names)]
    titles = data.draw(
        st.lists(st.sampled_from([[], ["Our providers 2026/27"], ["Made by", "Mock Council"]]), max_size=3)
    )
    rows = [*titles, list(order)]
    wanted: dict[int, str] = {}
    for at, cells in enumerate(body):
        between = data.draw(st.sampled_from(["", "", "", "blank", "again", "total", "title"]))
        if others and between:
            rows.append({"blank": [], "again": list(order), "total": ["Total"], "title": ["NURSING CARE"]}[between])
        rows.append(cells)
        wanted[len(rows)] = names[at]
    sheets = sheets_of("a.csv", csv(rows, separator, before=data.draw(st.sampled_from(["", f"sep={separator}\r\n"]))))
    found = read(sheets)
    assert {place.number: line.name for line in found.lines for place in line.places} == wanted
    assert where(found) == {("", row.number) for row in sheets[0].rows}


CELLS = st.sampled_from(
    ["", "Name", "Provider name", "CQC id", "1-200000001", "Quillmoor Care Ltd", "Total", "N/A", "12", "ZZ1 1ZA"]
)


@given(
    st.lists(st.lists(CELLS | st.text(max_size=12), max_size=4), max_size=14),
    st.lists(st.lists(CELLS, max_size=3), max_size=6),
)
def test_of_any_file_every_row_is_a_line_or_is_told_of(one, other):
    sheets = []
    for name, rows in (("One", one), ("Other", other)):
        cells = [[" ".join(cell.split()) for cell in row] for row in rows]
        sheets.append(Sheet(name, [Row(at, row) for at, row in enumerate(cells, 1) if any(row)]))
    try:
        found = read(sheets)
    except NotAList:
        return
    assert set(found.sheets_out) | {layout.sheet for layout in found.layouts} == {"One", "Other"}
    assert where(found) == {(s.name, row.number) for s in sheets if s.name not in found.sheets_out for row in s.rows}
