"""What the database does with the audit trail as a transaction commits, in tests whose transaction never does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def at_commit() -> Iterator[None]:
    """Do within, and then what a commit would do: the events that were written are chained."""
    yield
    connection.check_constraints()
