"""So many files are read at once and no more, and a turn is given back however reading ends."""

from __future__ import annotations

import threading

import pytest
from django.db import DataError, connection, transaction

from irhub.files import turns
from irhub.files.reading.refused import Refused
from irhub.files.turns import READERS, turn

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_more_files_are_read_at_once_than_there_are_readers(monkeypatch):
    monkeypatch.setattr(turns, "WAITS", 0.2)
    within, leave = threading.Barrier(READERS + 1), threading.Event()

    def read() -> None:
        try:
            with turn():
                within.wait(timeout=20)
                leave.wait(timeout=20)
        finally:
            connection.close()

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    within.wait(timeout=20)
    with pytest.raises(Refused, match="wait a minute"), turn():
        pass
    leave.set()
    for reader in readers:
        reader.join()
    with turn():
        pass


def test_a_turn_comes_back_after_a_fault():
    for _ in range(READERS + 1):
        with pytest.raises(ZeroDivisionError), turn():
            1 / 0  # noqa: B018


def test_a_turn_comes_back_though_the_database_refuses_something_within_a_transaction():
    with pytest.raises(DataError), transaction.atomic(), turn(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)
