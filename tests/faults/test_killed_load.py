"""A load that is killed in the middle of its transaction."""

from __future__ import annotations

import os
import signal

import pytest

from tests.faults.test_faults import files
from tests.place import place, until

pytestmark = pytest.mark.slow
EDITIONS = "SELECT count(*), count(DISTINCT sha256) FROM registers_edition WHERE state = 'accepted'"
HOLD = """
import time
from django.db import connection, transaction
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute(f"LOCK TABLE {sys.argv[1]}")
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_load_that_is_killed_leaves_the_state_before_and_its_next_run_finishes_it(tmp_path):
    with place(tmp_path / "home") as where:
        first, second = files(tmp_path / "files")
        where.run("load", str(first))
        holding = where.python(HOLD, "registers_change")  # the load waits in the middle of its transaction
        assert holding.stdout is not None
        assert holding.stdout.readline() == "held\n"
        loading = where.start("load", str(second), log=tmp_path / "load.log")
        waits = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        until(lambda: where.ask(waits) == [(1,)], f"the load to wait: {(tmp_path / 'load.log').read_text()[-2000:]}")
        os.killpg(loading.pid, signal.SIGKILL)
        loading.wait()
        holding.kill()
        holding.communicate()
        until(lambda: where.ask(EDITIONS) == [(1, 1)], "the state before")
        assert "applied" in where.run("load", str(second)).stdout
        assert where.ask(EDITIONS) == [(2, 2)]
        assert "already held" in where.run("load", str(first), str(second)).stdout
