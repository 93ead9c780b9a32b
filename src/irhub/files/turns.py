"""How many files are read at once: each reader takes memory and a processor, and a site has little of both."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction

from irhub.files.reading.refused import Refused
from irhub.files.uploads import Sheet, sheets_of

READERS = 2
"""Files that are read at once, over all processes of a site."""
WAITS = 15.0
"""Seconds for which somebody waits for their turn."""
_AGAIN = 0.1


def sheets_in_turn(name: str, data: bytes) -> list[Sheet]:
    """The sheets of a file (uploads.sheets_of), read when its turn comes. Raises Refused."""
    with turn():
        return sheets_of(name, data)


@contextmanager
def turn() -> Iterator[None]:
    """Read a file within. Raises Refused if no turn came in time. A process that dies gives its turn back with its connection.

    Within a transaction it has a savepoint: one that a fault broke would not let the turn be given back.
    """
    ends = time.monotonic() + WAITS
    while (place := _taken()) is None:
        if time.monotonic() > ends:
            raise Refused("Other files are being read at the moment: wait a minute and hand yours in again.")
        time.sleep(_AGAIN)
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            yield
    finally:
        if connection.connection is not None and not connection.connection.closed:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('irhub reads a file'), %s)", [place])


def _taken() -> int | None:
    with connection.cursor() as cursor:
        for place in range(READERS):
            cursor.execute("SELECT pg_try_advisory_lock(hashtext('irhub reads a file'), %s)", [place])
            if cursor.fetchone()[0]:
                return place
    return None
