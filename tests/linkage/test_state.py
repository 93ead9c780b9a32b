"""A run that is kept links on exactly as one that is at hand; one of another version is not used."""

from __future__ import annotations

import json

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from irhub.linkage import relink, start, state
from tests.linkage.registers import place, places, sponsors

PLACES = places(place(1, "Oakvale Healthcare Limited", 0, "Rose Manor Nursing Home"), place(2, "Otterbridge Ltd", 1))
COMPANIES = pl.DataFrame(
    {"company_number": ["01234567"], "company_name": ["NEWNAME CARE LTD"], "previous_names": ["OTTERMARSH LIMITED"]}
)
BEFORE = sponsors(("Oakvale Healthcare Ltd", "Testford"), ("Otterbridge", "Sampleton"))
AFTER = sponsors(("Oakvale Health Care Ltd", "Testford"), ("Otterbridge", "Sampleton"), ("Rose Manor", None))


@pytest.mark.parametrize("companies", [None, COMPANIES], ids=["without companies", "with companies"])
def test_a_kept_run_is_the_run_itself_and_links_on_alike(tmp_path, companies):
    run = start(BEFORE, PLACES, companies)
    state.save(run, tmp_path / "kept")
    kept = state.load(tmp_path / "kept")
    assert kept is not None
    assert_frame_equal(kept.links, run.links)
    moved = PLACES.with_columns(pl.col("city").replace("Testford", "Mockbury"))
    for here in (PLACES, moved):
        assert_frame_equal(relink(kept, AFTER, here, companies).links, relink(run, AFTER, here, companies).links)


def test_a_later_run_takes_the_place_of_the_one_before(tmp_path):
    run = start(BEFORE, PLACES)
    state.save(run, tmp_path)
    after = relink(run, AFTER, PLACES)
    state.save(after, tmp_path)
    kept = state.load(tmp_path)
    assert kept is not None
    assert_frame_equal(kept.links, after.links)
    assert len(list(tmp_path.iterdir())) == 2


def test_what_a_run_took_over_from_the_one_before_is_not_written_again(tmp_path):
    state.save(start(BEFORE, PLACES, COMPANIES), tmp_path)
    before = state.load(tmp_path)
    assert before
    inode = {file.name: file.stat().st_ino for file in tmp_path.glob("run-*/*")}
    after = relink(before, AFTER, PLACES.clone(), COMPANIES.clone())
    state.save(after, tmp_path, before)
    same = {file.name for file in tmp_path.glob("run-*/*") if file.stat().st_ino == inode[file.name]}
    assert {"places.parquet", "companies.parquet", "providers.frame.parquet"} <= same
    assert same.isdisjoint({"sponsors.parquet", "pairs.parquet", "links.parquet"})
    kept = state.load(tmp_path)
    assert kept
    assert_frame_equal(kept.links, after.links)
    assert_frame_equal(kept.places, after.places)


def test_no_run_a_run_of_another_version_and_a_damaged_run_are_no_run(tmp_path):
    assert state.load(tmp_path / "none") is None
    state.save(start(BEFORE, PLACES), tmp_path)
    pointer = tmp_path / "current.json"
    told = json.loads(pointer.read_text())
    pointer.write_text(json.dumps(told | {"version": "another"}))
    assert state.load(tmp_path) is None
    pointer.write_text(json.dumps(told))
    assert state.load(tmp_path) is not None
    (tmp_path / told["run"] / "pairs.parquet").write_bytes(b"PAR1 cut short")
    assert state.load(tmp_path) is None
    for torn in ("{", "", "null", "[]", '"run"', "\0" * 40):
        pointer.write_text(torn)
        assert state.load(tmp_path) is None
    pointer.unlink()
    pointer.mkdir()
    assert state.load(tmp_path) is None


def test_a_run_that_cannot_be_written_whole_leaves_the_one_before(tmp_path, monkeypatch):
    run = start(BEFORE, PLACES)
    state.save(run, tmp_path)

    def no_space(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", no_space)
    with pytest.raises(OSError, match="No space"):
        state.save(relink(run, AFTER, PLACES), tmp_path)
    kept = state.load(tmp_path)
    assert kept is not None
    assert_frame_equal(kept.links, run.links)
