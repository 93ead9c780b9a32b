"""What goes wrong outside the program is told in a sentence, whichever library met it."""

from __future__ import annotations

import errno
import os

import psycopg
import pytest
from django.db import InterfaceError, OperationalError
from polars.exceptions import ComputeError

from irhub.operations.faults import explain
from irhub.web.database_faults import BY_CODE, LOST

FULL = {
    "the disk has no room": errno.ENOSPC,
    "the user has no room": errno.EDQUOT,
    "a file may not be as large": errno.EFBIG,
}


@pytest.mark.parametrize("number", FULL.values(), ids=FULL)
def test_a_full_disk_is_told_as_such(number):
    for fault in (OSError(number, os.strerror(number)), ComputeError(f"underlying IO error: full (os error {number})")):
        assert "The disk is full. Make room" in str(explain(fault))


def test_a_file_whose_end_could_not_be_written_tells_of_a_full_disk():
    torn = ComputeError("parquet: File out of specification: Invalid thrift: transport error")
    assert "The disk is full. Make room" in str(explain(torn))


def test_another_fault_of_a_library_is_not_taken_for_a_full_disk():
    assert explain(ComputeError("parquet: no such file (os error 2)")) is None


SAYS = {
    "53100": "The database's disk is full. Make room and run it again.",
    "53200": "The database server ran short of something (53200)",
    "53300": "The database server ran short of something (53300)",
    "40P01": "Others were writing the same rows. Run it again.",
    "40001": "Others were writing the same rows. Run it again.",
    "55P03": "Others kept the rows for too long.",
    "57014": "The database took longer than it may",
    "57P01": "The database cannot be reached or was lost",
    "08006": "The database cannot be reached or was lost",
}


@pytest.mark.parametrize("code", SAYS)
def test_a_database_that_answers_is_not_said_to_be_lost(code):
    fault, above = psycopg.errors.lookup(code)("a test"), OperationalError("a test")
    above.__cause__ = fault
    for each in (fault, above):
        told = str(explain(each))
        assert told.startswith(SAYS[code])
        assert told.endswith("What was not finished was not done.")


def test_each_kind_is_tried_and_speaks_for_itself():
    assert BY_CODE.keys() <= {key for code in SAYS for key in (code, code[:2])}
    for said in ("command", "heading"):
        assert len({getattr(kind, said) for kind in (*BY_CODE.values(), LOST)}) == len(BY_CODE) + 1


def test_a_database_that_gave_no_code_was_not_reached():
    for fault in (psycopg.OperationalError("gone"), psycopg.InterfaceError("gone"), InterfaceError("gone")):
        assert "The database cannot be reached or was lost" in str(explain(fault))
