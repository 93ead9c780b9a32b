"""Which files of a folder are registers, what is said of the others, and in which order they are loaded."""

from __future__ import annotations

import gzip
import os
from datetime import date

import pytest

from irhub.registers.finding import find
from tests.registers.samples import sponsor_file

ROWS = [("Quillmoor Care Ltd", "Sampleham")]
PSC = '{"company_number":"09999991","data":{"kind":"individual-person-with-significant-control"}}\n'


def said(*paths):
    return {file.label: (file.source.name if file.source else "", file.refused, file.problem) for file in find(paths)}


def test_a_folder_is_opened_at_any_depth_and_every_file_is_told_of(tmp_path):
    sponsor_file(tmp_path / "a" / "b" / "c", date(2026, 3, 2), ROWS)
    for name in ("README.md", "map.geojson", "photo.PNG", "runs.parquet", "notes.txt", "grants.json", "LICENSE"):
        (tmp_path / "a" / name).write_text('{"grants": []}' if "json" in name else "words")
    (tmp_path / "a" / ".hidden.csv").write_text("words")
    told = said(tmp_path)
    register, refused, _ = told.pop(f"a/b/c/{date(2026, 3, 2)}_-_Worker_and_Temporary_Worker.csv")
    assert (register, refused) == ("home_office_sponsors", False)
    assert len(told) == 7
    for name, (register, refused, problem) in told.items():
        assert (register, refused) == ("", False), name
        assert problem.startswith("No register: "), name


@pytest.mark.parametrize(
    "name",
    ["spend.csv", "book.xlsx", "old.xls", "packed.zip", "x.csv.1", "psc-snapshot-2026-11-02.txt", "x.csv.gz", "x.gz"],
)
def test_what_could_be_a_damaged_register_is_refused_in_a_folder_too_and_says_the_way_out(tmp_path, name):
    (tmp_path / name).write_text("Beneficiary Name,Amount\nExample,1\n")
    ((label, (register, refused, problem)),) = said(tmp_path).items()
    assert (label, register, refused) == (name, "", True)
    assert name in problem
    assert "take it out of the folder" in problem


def test_a_file_that_a_person_named_is_refused_whatever_its_kind(tmp_path):
    (tmp_path / "README.md").write_text("words")
    ((_, refused, problem),) = said(tmp_path / "README.md").values()
    assert refused
    assert "is none of the registers" in problem


def test_a_download_that_has_not_ended_is_not_taken_for_a_register(tmp_path):
    whole = sponsor_file(tmp_path, date(2026, 3, 2), ROWS)
    whole.rename(f"{whole}.crdownload")
    ((register, refused, problem),) = said(tmp_path).values()
    assert (register, refused) == ("", True)
    assert "has not ended" in problem


def test_the_oldest_edition_comes_first_and_companies_after_what_names_them(tmp_path):
    header = (
        "CompanyName, CompanyNumber,RegAddress.AddressLine1,RegAddress.PostTown,RegAddress.PostCode,CompanyCategory,"
    )
    (tmp_path / "BasicCompanyDataAsOneFile-2025-01-01.csv").write_text(
        header + "CompanyStatus,IncorporationDate,Accounts.NextDueDate,SICCode.SicText_1,SICCode.SicText_2,"
        "SICCode.SicText_3,SICCode.SicText_4,PreviousName_1.CompanyName,ConfStmtNextDueDate\n"
    )
    (tmp_path / "persons-with-significant-control-snapshot-2025-02-02.txt").write_text(
        PSC.replace('"data":{', '"data":{"links":{"self":"/x"},"natures_of_control":["x"],"notified_on":"2020-01-01",')
    )
    sponsor_file(tmp_path / "z", date(2026, 3, 2), ROWS)
    sponsor_file(tmp_path / "a", date(2026, 3, 6), ROWS)
    found = [(file.source.name, file.on) for file in find([tmp_path]) if file.source]
    assert found == [
        ("home_office_sponsors", date(2026, 3, 2)),
        ("home_office_sponsors", date(2026, 3, 6)),
        ("companies_house_psc", date(2025, 2, 2)),
        ("companies_house", date(2025, 1, 1)),
    ]


def test_links_in_circles_or_to_nowhere_end_in_a_sentence_and_no_file_is_told_twice(tmp_path):
    file = sponsor_file(tmp_path / "in", date(2026, 3, 2), ROWS)
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "same.csv").symlink_to(file)
    (tmp_path / "in" / "itself.csv").symlink_to(tmp_path / "in" / "itself.csv")
    (tmp_path / "in" / "nowhere.csv").symlink_to(tmp_path / "gone.csv")
    told = said(tmp_path / "in")
    assert sorted(told) == [file.name, "itself.csv", "nowhere.csv"]
    assert "a link that leads nowhere" in told["nowhere.csv"][2]
    assert "a link that leads nowhere" in told["itself.csv"][2]


def test_a_pipe_or_a_socket_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    ((_, refused, problem),) = said(tmp_path).values()
    assert refused
    assert "is no file that could be read" in problem


def test_a_name_that_is_no_utf_8_can_be_printed_and_is_refused(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.csv"
    with open(path, "wb") as file:
        file.write(b"a,b\n")
    ((label, (_, refused, problem)),) = said(tmp_path).items()
    assert label.encode()
    assert refused
    assert "not UTF-8" in problem


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_said_to_be_so(tmp_path):
    sponsor_file(tmp_path / "shut", date(2026, 3, 2), ROWS).chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    told = said(tmp_path)
    assert all(refused and "Permission denied" in problem for _, refused, problem in told.values())
    assert len(told) == 2


def test_ten_thousand_files_are_looked_at_one_after_another(tmp_path):
    for number in range(10_000):
        (tmp_path / f"{number}.png").touch()
    reported = []
    assert len(find([tmp_path], report=lambda *step: reported.append(step))) == 10_000
    assert reported[-1] == ("Looking at files", 10_000, 10_000)


def test_a_file_compressed_with_gzip_is_known_by_what_is_in_it(tmp_path):
    file = sponsor_file(tmp_path, date(2026, 3, 2), ROWS)
    with gzip.open(tmp_path / f"{file.name}.gz", "wb") as packed:
        packed.write(file.read_bytes())
    (tmp_path / "cut.csv.gz").write_bytes((tmp_path / f"{file.name}.gz").read_bytes()[:40])
    told = said(tmp_path)
    assert told[f"{file.name}.gz"][0] == "home_office_sponsors"
    assert "is damaged" in told["cut.csv.gz"][2]
