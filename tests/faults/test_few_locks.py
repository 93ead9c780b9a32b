"""A backup comes back on a server that has few locks to give, beside others who need theirs."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from irhub.operations.embedded.server import ensure_running, let_go
from tests.faults.hub import Hub

pytestmark = pytest.mark.slow
LOCKS = 10
"""Locks for each of a hundred connections, all of which one may take: the fewest that PostgreSQL takes, and it comes with 64."""


def test_a_restore_takes_no_lock_for_each_thing_in_the_database():
    with tempfile.TemporaryDirectory(prefix="irhub-locks-") as folder:  # pytest's path may be too long for a socket
        where = Hub(Path(folder) / "home")
        with (where.home / "postgres" / "postgresql.auto.conf").open("a") as settings:
            settings.write(f"max_locks_per_transaction = {LOCKS}\n")
        ensure_running(where.home / "postgres")
        where.run("administrator", "chief@example.org", "--name", "Chief", "--password", "lantern orchard sixteen")
        where.run("backup", f"{folder}/saved.tar")
        assert "Restored and checked" in where.run("restore", f"{folder}/saved.tar", "--force").stdout
        schemas = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'irhub%%'"
        assert where.ask("SELECT email FROM accounts_person") == [("chief@example.org",)]
        assert where.ask(schemas) == []
        let_go(where.home / "postgres")
