"""The list of ethical recruiters: however a person made a table of the page, a recruiter is itself, and who leaves is told."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from irhub.registers.fictional.publishing import write_recruiters
from irhub.registers.fictional.recruiters import LEAVES, recruiter_rows
from irhub.registers.reading import read, recognise
from irhub.registers.sources import SOURCES
from irhub.registers.sources.base import Refused
from irhub.registers.sources.ethical_recruiters import SOURCE, changes, clean


def listed(*rows: tuple[str, str | None]) -> pl.DataFrame:
    """Records of a list with these rows."""
    frame = pl.DataFrame(rows, schema=["Recruiter", "Website"], orient="row").with_columns(
        pl.all().cast(pl.String), line=pl.int_range(2, pl.len() + 2).cast(pl.Int64)
    )
    return clean(frame).records


def test_a_list_is_recognised_by_its_two_columns_and_dated_by_its_name(tmp_path):
    path = write_recruiters(tmp_path, date(2026, 11, 2), recruiter_rows(0))
    assert recognise(path, SOURCES.values()) is SOURCE
    records = clean(read(path, SOURCE).published).records
    assert records.height == len(recruiter_rows(0))
    assert records["recruiter_key"].n_unique() == records.height


@pytest.mark.parametrize(
    "header",
    ["Name of agency,Website,Contact name,Telephone", "Company name,Web site,Date added", "RECRUITMENT AGENCY ,website link,Date joined"],
)  # fmt: skip
def test_a_list_is_recognised_however_whoever_made_it_calls_its_columns(tmp_path, header):
    path = tmp_path / "2026-11-02_list.csv"
    more = "," * (header.count(",") - 1)
    path.write_text(f"{header}\nQuillmoor Staffing Ltd,https://quillmoor.example{more}\n")
    assert recognise(path, SOURCES.values()) is SOURCE
    records = clean(read(path, SOURCE).published).records
    assert records.select("name", "website").rows() == [("Quillmoor Staffing Ltd", "https://quillmoor.example")]


def test_a_list_of_names_alone_is_no_list_for_it_could_be_any(tmp_path):
    path = tmp_path / "2026-11-02_names.csv"
    path.write_text("Organisation name\nQuillmoor Staffing Ltd\n")
    with pytest.raises(Refused):
        recognise(path, SOURCES.values())


def test_a_recruiter_counts_once_however_it_is_spelled_and_no_website_is_taken_where_two_differ():
    records = listed(
        ("Quillmoor Staffing Ltd", "a.example"), ("QUILLMOOR  STAFFING LIMITED", "b.example"), ("Other", None)
    )
    assert records.select("recruiter_key", "website").rows() == [("quillmoorstaffingltd", None), ("other", None)]


def test_who_left_and_who_came_is_told_and_another_spelling_is_neither():
    before = listed(("Quillmoor Staffing Ltd", "a.example"), ("Alderbrook Staffing Ltd", None))
    after = listed(("QUILLMOOR STAFFING LIMITED", "a.example"), ("Cedarholt Care Staff Ltd", None))
    told = changes(before, after).select("kind", "name").rows()
    assert told == [("recruiter_listed", "Cedarholt Care Staff Ltd"), ("recruiter_unlisted", "Alderbrook Staffing Ltd")]
    assert LEAVES not in {name for name, _ in recruiter_rows(1)}
