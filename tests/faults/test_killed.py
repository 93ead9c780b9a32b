"""Processes that are killed in the middle of their work: nothing is lost, nothing is doubled, and it goes on without hands."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.faults.test_faults import JOB, files
from tests.place import answers, end, place, served, until

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


def test_the_embedded_database_that_is_killed_is_started_again_and_loses_nothing(tmp_path):
    with place(tmp_path / "unused") as where:
        where.environment.pop("DATABASE_URL")
        where.home = tmp_path / "own"
        where.environment["IRHUB_HOME"] = str(where.home)
        first, second = files(tmp_path / "files")
        where.run("load", str(first))
        with served(where) as site:
            assert "2 March 2026" in site.get("/data/").text
            os.kill(_master(where.home), signal.SIGKILL)
            took = until(lambda: answers(site, "/data/"), "the site after the database was killed")
            print(f"the embedded database that was killed was there again after {took:.1f} s")
            assert "2 March 2026" in site.get("/data/").text
            told = where.run("load", str(second)).stdout
            assert "applied" in told
            assert where.run("editions", "--json").stdout.count('"accepted"') == 2


def _master(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


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


def test_a_worker_that_is_killed_in_a_job_is_followed_by_one_that_finishes_it(tmp_path):
    with place(tmp_path / "home") as where:
        log = tmp_path / "worker.log"
        worker = where.start("worker", log=log)
        try:
            until(lambda: where.ask("SELECT count(*) FROM procrastinate_workers")[0][0] == 1, "the worker")
            holding = where.python(HOLD, "django_session")  # the job waits for it, so that it is killed in the middle
            assert holding.stdout is not None
            assert holding.stdout.readline() == "held\n"
            assert where.python(JOB).wait() == 0
            until(
                lambda: where.ask("SELECT count(*) FROM operations_run WHERE outcome = 'running'") == [(1,)], "the job"
            )
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()
            holding.kill()
            holding.communicate()
            worker = where.start("worker", log=log)
            took = until(
                lambda: where.ask("SELECT count(*) FROM operations_run WHERE job = 'tidy' AND outcome = 'done'") == [(1,)],
                f"the job to be done again: {log.read_text()[-2000:]}",
                150,
            )  # fmt: skip
            print(f"a job whose worker was killed was done again after {took:.0f} s")
            assert where.ask("SELECT outcome, count(*) FROM operations_run WHERE job = 'tidy' GROUP BY 1 ORDER BY 1") == [
                ("done", 1), ("interrupted", 1),
            ]  # fmt: skip
        finally:
            end(worker)
