"""A council's own list is read whatever its columns are called, and what is odd in it is said and never lost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from irhub.contracts.reading import MOST_LINES, Line, NotAList, lines_of
from irhub.files.uploads import read_table


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ({"Provider name": "Quillmoor Care Ltd"}, Line(1, "Quillmoor Care Ltd")),
        ({"SUPPLIER_NAME": "Quillmoor  Care", "Post-Code": "zz1 1zz"}, Line(1, "Quillmoor Care", "zz1 1zz")),
        ({"CQC ID": "1-100000001"}, Line(1, "", cqc_id="1-100000001")),
        (
            {"Contract": "C7", "Organisation": "Quillmoor Care", "Town": "Sampleham", "Annual value": "12"},
            Line(1, "Quillmoor Care", town="Sampleham", reference="C7"),
        ),
    ],
)
def test_columns_are_known_by_many_names(row, line):
    assert lines_of([row])[0] == [line]


def test_a_table_without_names_or_ids_is_refused_with_the_columns_it_has():
    with pytest.raises(NotAList, match=r"No column is called .* Budget, Spend"):
        lines_of([{"Budget": "1", "Spend": "2"}])


def test_rows_that_say_nothing_are_left_out_and_told():
    lines, odd = lines_of([{"Name": "", "Postcode": "ZZ1 1ZZ"}, {"Name": "Quillmoor Care", "Postcode": ""}])
    assert [line.number for line in lines] == [2]
    assert odd == ["Row 1 has neither a name nor a CQC id, and was left out."]


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    file = SimpleUploadedFile("list.csv", b"Name,Postcode\nQuillmoor Care,\n\n,ZZ1 1ZZ\nAmberridge Care,ZZ\n")
    lines, odd = lines_of(read_table(file))
    assert [line.number for line in lines] == [2, 5]
    assert odd[0].startswith("Row 4 has neither")
    assert odd[1].startswith("Row 5: “ZZ”")


def test_odd_postcodes_and_ids_are_told_and_the_line_is_kept():
    lines, odd = lines_of([{"Name": "Quillmoor Care", "Postcode": "somewhere", "CQC id": "12"}])
    assert len(lines) == 1
    assert len(odd) == 2


def test_a_list_that_is_too_long_or_holds_nothing_is_refused():
    with pytest.raises(NotAList, match="can hold"):
        lines_of([{"Name": "Quillmoor Care"}] * (MOST_LINES + 1))
    with pytest.raises(NotAList, match="No row has a name"):
        lines_of([{"Name": ""}])
    with pytest.raises(NotAList):
        lines_of([])


@given(st.lists(st.fixed_dictionaries({"Name": st.text(max_size=20), "Postcode": st.text(max_size=9)}), max_size=20))
def test_every_row_is_a_line_or_is_told_of(table):
    try:
        lines, odd = lines_of(table)
    except NotAList:
        assert not any(row["Name"].split() for row in table)
        return
    left_out = [sentence for sentence in odd if "left out" in sentence]
    assert len(lines) + len(left_out) == len(table)
