"""What goes wrong outside the program is told in a sentence, whichever library met it."""

from __future__ import annotations

import errno

import psycopg
import pytest
from django.db import OperationalError as DjangoOperationalError
from polars.exceptions import ComputeError

from irhub.operations.faults import explain

FULL = [
    OSError(errno.ENOSPC, "No space left on device"),
    ComputeError("parquet: underlying IO error: full (os error 28)"),
    ComputeError("parquet: File out of specification: Invalid thrift: transport error"),
]


@pytest.mark.parametrize("fault", FULL, ids=["the system", "polars", "polars at the end of a file"])
def test_a_full_disk_is_told_as_such(fault):
    assert "The disk is full. Make room" in str(explain(fault))


def test_another_fault_of_a_library_is_not_taken_for_a_full_disk():
    assert explain(ComputeError("parquet: no such file (os error 2)")) is None


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (psycopg.errors.OutOfMemory, "The database server ran short of something (53200)"),
        (psycopg.errors.TooManyConnections, "The database server ran short of something (53300)"),
        (psycopg.errors.DeadlockDetected, "Others were writing the same rows. Run it again."),
        (psycopg.errors.LockNotAvailable, "Others kept the rows for too long."),
        (psycopg.errors.QueryCanceled, "The database took longer than it may"),
        (psycopg.errors.AdminShutdown, "The database cannot be reached or was lost"),
    ],
)
def test_a_database_that_answers_is_not_said_to_be_lost(fault, says):
    for raised in (fault("a test"), DjangoOperationalError("a test")):
        raised.__cause__ = fault("a test") if isinstance(raised, DjangoOperationalError) else None
        told = str(explain(raised))
        assert told.startswith(says)
        assert told.endswith("What was not finished was not done.")


def test_what_the_database_says_below_django_is_told_in_the_same_words():
    assert "The database's disk is full" in str(explain(psycopg.errors.DiskFull("could not extend file")))
    assert "The database cannot be reached or was lost" in str(
        explain(psycopg.OperationalError("the connection is lost"))
    )
