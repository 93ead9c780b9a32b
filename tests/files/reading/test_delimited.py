"""Whatever line ends, quotes and encodings a table is written with, it is read back cell by cell with its lines, or said why not."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irhub.files.reading import delimited, exact, plain
from irhub.files.reading.refused import Refused
from irhub.files.reading.text import decode
from tests.files.reading.tables import HEADER, LINE_ENDS, as_read, line, read, tables, told

ROWS = [
    [f"Quillmoor Care {number} Ltd", "Sampleham", "", "Worker (A rating)", "Skilled Worker"] for number in range(2000)
]


def written(table: list[list[str]], *, quote_all: bool = False, end: str = "\n") -> list[str]:
    return [line(row, quote_all=quote_all, end=end) for row in [HEADER, *table]]


@given(
    table=tables,
    quote_all=st.booleans(),
    ends=st.lists(st.sampled_from(LINE_ENDS), min_size=13, max_size=13),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    separator=st.sampled_from(list(delimited.SEPARATORS)),
    blank=st.integers(0, 2),
    title=st.sampled_from(["", 'A "title', "A title,,,"]),
)
def test_a_table_is_read_back_whatever_line_ends_quotes_and_encoding(
    table, quote_all, ends, encoding, separator, blank, title
):
    table = [[cell.replace(separator, " ") if "\n" in cell else cell for cell in row] for row in table]
    text, lines = f"{title}\n", []
    for row, end in zip([HEADER, *table], ends, strict=False):
        if end == "\n" and text.endswith("\r"):
            end = "\r\n"  # a lone CR and LF side by side are one line end
        lines.append(len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))
        text += line(row, quote_all=quote_all, separator=separator, end="\n").removesuffix("\n") + end
        text += ("\r\n" if end == "\r\n" else end) * blank
    body = read(text.encode(encoding), separator)
    assert told(body) == as_read(table)
    assert body.frame["line"].to_list() == lines[1:]
    assert body.issues == []


@given(st.text(st.sampled_from('ab",\n é\v\u2028'), max_size=60), st.integers(2, 4))
def test_where_the_quick_way_reads_a_text_the_exact_way_reads_the_same(text, width):
    columns = [f"column {number}" for number in range(width)]
    quick = plain.read(text.encode(), columns, ",", 2)
    if quick is None:
        return
    slow = exact.read(text, exact.Shape(width, width, ","), 2, "a.csv")
    assert slow.odd == []
    assert exact.frame(slow, columns).rows() == quick.rows()


@given(table=tables, quote_all=st.booleans())
def test_the_quick_way_takes_every_table_without_line_breaks_in_cells(table, quote_all):
    table = [[cell.replace("\n", " ") for cell in row] for row in table]
    text = "".join(written(table, quote_all=quote_all)[1:])
    quick = plain.read(text.encode(), HEADER, ",", 2)
    assert quick is not None
    assert quick.drop("line").rows() == as_read(table)
    slow = exact.frame(exact.read(text, exact.Shape(5, 5, ","), 2, "a.csv"), HEADER)
    assert slow.rows() == quick.rows()


# not in the last row: nobody could tell that from a file that was cut short, which is refused (tests/registers/reading)
@given(at=st.integers(0, 1998), quote_all=st.booleans(), closes=st.integers(1, 400))
def test_a_quote_that_swallows_rows_costs_its_own_line_and_no_other(at, quote_all, closes):
    lines = written(ROWS, quote_all=quote_all)
    broken = dict.fromkeys([at])
    lines[at + 1] = '"' + lines[at + 1] if not quote_all else lines[at + 1].replace(' Ltd"', " Ltd", 1)
    if not quote_all and at + closes < len(ROWS):  # another row closes it as if it were meant
        lines[at + closes + 1] = lines[at + closes + 1].replace(" Ltd,", ' Ltd",', 1)
    body = read("".join(lines).encode())
    assert [issue[:3] for issue in body.issues] == [(at + 2, "row", "broken_quotes")]
    assert body.frame["line"].to_list() == [number + 2 for number in range(2000) if number not in broken]


@given(lacking=st.sets(st.integers(0, 1998), min_size=1, max_size=2), more=st.booleans())
def test_a_row_with_a_cell_too_few_or_too_many_is_set_aside_and_none_is_shifted(lacking, more):
    lines = written(ROWS)
    for at in lacking:
        lines[at + 1] = lines[at + 1].replace(",,", ",x,y," if more else ",")
    body = read("".join(lines).encode())
    assert [issue[:3] for issue in body.issues] == [(at + 2, "row", "wrong_cell_count") for at in sorted(lacking)]
    assert body.frame["line"].to_list() == [number + 2 for number in range(2000) if number not in lacking]
    assert body.frame["Route"].unique().to_list() == ["Skilled Worker"]


def test_many_rows_that_do_not_fit_refuse_the_file_with_the_first_line_and_their_count():
    lines = written(ROWS)
    for at in range(100, 103):
        lines[at + 1] = lines[at + 1].replace(",,", ",")
    with pytest.raises(Refused, match=r"has 4 cells on line 102; its header has 5 \(3 of 2,000 rows do not fit"):
        read("".join(lines).encode())


def test_empty_cells_at_the_end_of_rows_that_no_column_needs_are_cut_off():
    lines = [line.replace("\n", ",,\n") for line in written(ROWS[:3])[1:]]
    body = read("".join([",".join(HEADER), "\n", *lines]).encode())
    assert told(body) == as_read(ROWS[:3])
    body = read("".join([",".join(HEADER), ",,\n", *written(ROWS[:3])[1:]]).encode())
    assert told(body) == as_read(ROWS[:3])


def test_a_line_of_another_encoding_is_read_by_itself_and_told():
    rows = [["Café Ltd", *ROWS[0][1:]], ["Ŵern Ltd", *ROWS[0][1:]], ["Zoë’s Ltd", *ROWS[0][1:]]]
    lines = [
        text.encode(encoding)
        for text, encoding in zip(written(rows), ("utf-8", "cp1252", "utf-8", "cp1252"), strict=True)
    ]
    body_text = decode(b"".join(lines), "a.csv")
    assert [(issue.line, issue.rule) for issue in body_text.issues] == [
        (2, "decoded_as_cp1252"),
        (4, "decoded_as_cp1252"),
    ]
    assert [row[0] for row in told(read(b"".join(lines)))] == ["Café Ltd", "Ŵern Ltd", "Zoë’s Ltd"]


@given(st.text(st.sampled_from('a",;\t|\n\r \v\x85\u2028é'), max_size=80))
def test_uploads_are_read_as_the_csv_module_reads_them_or_refused(text):
    try:
        decoded = decode(text.encode(), "a.csv")
        found = list(delimited.rows(decoded, ",", "a.csv"))
    except Refused:
        return
    lf = text.replace("\r\n", "\n").replace("\r", "\n")
    assert found == list(csv.reader((f"{row}\n" for row in lf.removesuffix("\n").split("\n")), strict=True))


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("Name,Town\nA,B\n", ","),
        ("Name;Town\nA, B;C\n", ";"),
        ("Name\tTown\nA;B\tC\n", "\t"),
        ("Name|Town\nA|B\n", "|"),
        ('"Name; of provider","Town"\nA,B\n', ","),
        ("Name, legal;Town\nA;B\nC;D\n", ";"),
        ("Name\nA\n", ","),
    ],
)
def test_the_separator_is_the_one_that_makes_a_table(text, separator):
    assert delimited.separator_of(decode(text.encode(), "a.csv")) == separator
