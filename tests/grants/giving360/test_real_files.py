"""Published grants of two funders, as GrantNav gathers them, are read whole, and what is known to be wrong with them is named.

Wolfson Foundation and Lloyds Bank Foundation for England and Wales. The files are no part of this repository: `IRHUB_REAL_REGISTERS` names the folder.
"""

from __future__ import annotations

import gzip
import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from irhub.grants.giving360.reading import read_awards
from irhub.grants.giving360.reading.records import Imported

FOLDER = Path(os.environ.get("IRHUB_REAL_REGISTERS", "nowhere")) / "real" / "360giving"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="IRHUB_REAL_REGISTERS names no folder with real grants"),
]


def read(name: str) -> Imported:
    data = gzip.decompress((FOLDER / f"{name}.json.gz").read_bytes())
    return read_awards(f"{name}.json", data, today=date(2026, 11, 2))


def kinds(told: Imported) -> Counter[str]:
    return Counter(fault.kind for fault in told.faults)


def test_the_wolfson_foundations_file_is_read_whole():
    told = read("a002400000KeYdsAAF")
    assert (len(told.awards), told.aside) == (379, ())
    found = kinds(told)
    assert found["date_not_iso"] == found["yes_or_no"] == found["moment_not_iso"] == 379
    assert found["amount_zero"] == 114
    assert found["recipient_may_be_person"] > 370, "its recipients bear numbers of its own"
    assert any("read as day, month, year, as 355 of them can only be" in sentence for sentence in told.said)
    assert len({past.award.award_date for past in told.awards if past.award.award_date.day > 12}) > 0


def test_the_lloyds_bank_foundations_file_is_read_whole():
    told = read("a002400000OiDBQAA3")
    assert (len(told.awards), told.aside) == (4116, ())
    found = kinds(told)
    assert found["yes_or_no"] == 4116
    assert found["e_mail_as_address"] == 7
    assert found["starts_before_award"] == 11
    assert found["address_without_scheme"] + found["address_not_read"] > 2000
    assert found["organisation_id"] + found["organisation_id_mended"] == 3
    assert found["postcode"] + found["postcode_mended"] == 128
    assert found["duration_off"] == 343


@pytest.mark.parametrize("name", ["a002400000KeYdsAAF", "a002400000OiDBQAA3"])
def test_every_fault_names_a_row_and_a_column(name: str):
    faults = read(name).faults
    assert len(faults) > 1000
    assert [fault for fault in faults if not fault.column or not fault.sentence] == []
    assert {fault.kind for fault in faults if fault.row == 0} <= {"location_missing", "source_missing"}
