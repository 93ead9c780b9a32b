"""A load that is killed in the middle of its transaction, or after it, while what pages read is made."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from irhub.registers import taking_in
from irhub.registers.deriving import bring_up_to_date
from tests.faults.figures import figure
from tests.faults.test_faults import files
from tests.place import Place, inside, place, until

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


def held_before(where: Place, file: Path, blocker: Any) -> None:
    """A place holds a file, and all that is derived of it. `blocker`: of pytest-django."""
    with blocker.unblock(), inside(where):
        taking_in.load(file)
        bring_up_to_date()


def test_a_load_that_is_killed_leaves_the_state_before_and_its_next_run_finishes_it(
    tmp_path, record_property, django_db_blocker
):
    with place(tmp_path / "home") as where:
        first, second = files(tmp_path / "files")
        held_before(where, first, django_db_blocker)
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
        figure(record_property, "kill -9 of a load in its transaction, 1 time", told=[tmp_path / "load.log"])


def lags(where) -> str:
    """What doctor says of links, summaries and indicators, if they lag."""
    findings = json.loads(where.run("doctor", "--json", expect=None).stdout)
    return next(found["says"] for found in findings if found["about"] == "pages" and found["level"] != "good")


def test_a_load_that_is_killed_after_acceptance_is_known_to_lag_and_the_worker_finishes_it(
    tmp_path, record_property, django_db_blocker
):
    with place(tmp_path / "home") as where:
        first, second = files(tmp_path / "files")
        held_before(where, first, django_db_blocker)
        holding = where.python(HOLD, "indicators_signal")  # the indicators wait, the last thing that is made
        assert holding.stdout is not None
        assert holding.stdout.readline() == "held\n"
        loading = where.start("load", str(second), log=tmp_path / "load.log")
        until(lambda: where.ask(EDITIONS) == [(2, 2)], f"the edition: {(tmp_path / 'load.log').read_text()[-2000:]}")
        os.killpg(loading.pid, signal.SIGKILL)
        loading.wait()
        holding.kill()
        holding.communicate()
        assert "not yet in links, summaries and indicators: " in lags(where)
        assert "were made of the editions" in where.run("job", "run", "link").stdout
        with pytest.raises(StopIteration):
            lags(where)
        assert "already held" in where.run("load", str(second)).stdout
        figure(record_property, "kill -9 of a load after its edition was applied, 1 time", told=[tmp_path / "load.log"])
