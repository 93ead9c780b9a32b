"""Whatever dies, fills up or goes away: nothing is lost, nothing is doubled, and it goes on without hands."""

from __future__ import annotations

import os
import signal
import time
from datetime import date
from pathlib import Path

import pytest

from tests.place import answers, end, place, served, until
from tests.registers.samples import sponsor_file

pytestmark = pytest.mark.slow
HISTORY = (
    "SELECT (SELECT count(*) FROM registers_edition), (SELECT count(*) FROM registers_sponsorspan WHERE until IS NULL),"
    " (SELECT count(*) FROM registers_sponsorspan), (SELECT count(*) FROM registers_change)"
)
NAMES = [(f"Sedgeford {n} Care Ltd", "Exampleton") for n in range(3000)]
AWAY_SECONDS = float(os.environ.get("IRHUB_TEST_AWAY_SECONDS", "3"))
WRITE = """
from irhub.accounts import services
from irhub.accounts.roles import Kind
for number in range(int(sys.argv[1])):
    try:
        services.add_body(Kind.PROVIDER, f"Quillmoor {number} Ltd", by="test")
    except services.NotPossible:
        continue
    print(number, flush=True)
"""
JOB = """
from irhub.operations import running
from procrastinate.contrib.django import app
app.configure_task("tidy", lock="tidy", queueing_lock="tidy").defer(timestamp=0)
"""


def files(folder: Path) -> list[Path]:
    return [
        sponsor_file(folder, date(2026, 3, 2), NAMES),
        sponsor_file(
            folder, date(2026, 3, 3), [*NAMES[40:], *[(f"Quillmoor {n} Ltd", "Sampleham") for n in range(30)]]
        ),
    ]


def test_web_processes_that_are_killed_come_back_and_no_answer_is_wrong(tmp_path):
    with place(tmp_path / "home") as where, served(where) as site:
        workers = site.workers()
        assert len(workers) == 2
        begun = time.monotonic()
        os.kill(workers[0], signal.SIGKILL)
        until(lambda: workers[0] not in site.workers() and len(site.workers()) == 2, "another web process")
        print(f"a web process that was killed was replaced after {time.monotonic() - begun:.1f} s")
        assert {answers(site, "/data/") for _ in range(20)} == {True}
        os.kill(site.process.pid, signal.SIGKILL)  # systemd or the container starts it again: here we do
        site.process.wait()
        port = int(site.address.rpartition(":")[2])
        again = where.start("serve", "--port", str(port), log=tmp_path / "again.log")
        try:
            took = until(lambda: answers(site, "/data/"), "the site after its first process was killed")
            print(f"after a kill of the first process the site answered again {took:.1f} s after its start")
        finally:
            end(again)


def test_writes_that_are_killed_are_whole_or_did_not_happen_and_none_is_doubled(tmp_path):
    with place(tmp_path / "home") as where:
        told, most = set(), 200
        for patience in (0.3, 0.5, 0.8):
            writing = where.python(WRITE, str(most))
            assert writing.stdout is not None
            told.add(writing.stdout.readline().strip())
            time.sleep(patience)
            writing.send_signal(signal.SIGKILL)
            out, _ = writing.communicate()
            told |= set(out.split())
        kept = {name.split()[1] for (name,) in where.ask("SELECT name FROM accounts_body")}
        events = where.ask("SELECT count(*) FROM accounts_auditevent WHERE what = 'added a body'")[0][0]
        assert told - {""} <= kept  # what was said to be done is there
        assert events == len(kept)  # and each is told of once
        last = where.python(WRITE, str(most))
        last.communicate()
        assert where.ask("SELECT count(*), count(DISTINCT name) FROM accounts_body") == [(most, most)]
        assert "0 broken" in where.run("audit", "verify").stdout
        print(f"{len(told)} writes told, {len(kept)} kept after three kills; none lost, none doubled")


def test_while_the_database_is_away_pages_say_so_and_all_goes_on_when_it_is_back(tmp_path):
    with place(tmp_path / "home") as where, served(where) as site:
        worker = where.start("worker", log=tmp_path / "worker.log")
        try:
            until(lambda: where.ask("SELECT count(*) FROM procrastinate_workers")[0][0] == 1, "the worker")
            where.away()
            left = time.monotonic() + AWAY_SECONDS
            seen = set()
            while time.monotonic() < left:
                answer = site.get("/data/")
                seen.add(answer.status_code)
                assert "cannot reach its data" in answer.text
                time.sleep(0.2)
            assert seen == {503}
            assert site.get("/healthz").status_code == 200
            assert site.get("/readyz").json()["checks"]["database"] is False
            refused = where.run("load", str(files(tmp_path / "files")[0]), expect=1)
            assert "The database cannot be reached" in refused.stderr
            assert "Traceback" not in refused.stderr
            where.back()
            took = until(lambda: answers(site, "/data/"), "pages after the database came back")
            waiting = where.python(JOB)
            assert waiting.wait() == 0
            job = until(
                lambda: (
                    where.ask("SELECT count(*) FROM operations_run WHERE job = 'tidy' AND outcome = 'done'") == [(1,)]
                ),
                f"the worker after the database came back: {(tmp_path / 'worker.log').read_text()[-3000:]}",
                90,
            )
            print(
                f"database away {AWAY_SECONDS:.0f} s: pages back after {took:.1f} s, background work after {job:.1f} s"
            )
        finally:
            end(worker)


def test_the_embedded_database_that_is_killed_is_started_again_and_loses_nothing(tmp_path):
    with place(tmp_path / "unused") as where:
        where.environment.pop("DATABASE_URL")
        tmp_path.chmod(0o755)
        where.home = tmp_path / "own"
        where.environment["IRHUB_HOME"] = str(where.home)
        first, second = files(tmp_path / "files")
        where.run("load", str(first))
        with served(where) as site:
            before = site.get("/data/").text.count("2 March 2026")
            assert before
            master = int((where.home / "postgres" / "postmaster.pid").read_text().split()[0])
            os.kill(master, signal.SIGKILL)
            took = until(lambda: answers(site, "/data/"), "the site after the database was killed")
            print(f"the embedded database that was killed was there again after {took:.1f} s")
            assert site.get("/data/").text.count("2 March 2026") == before
            loading = where.start("load", str(second), log=tmp_path / "load.log")
            time.sleep(2.5)
            master = int((where.home / "postgres" / "postmaster.pid").read_text().split()[0])
            os.kill(master, signal.SIGKILL)
            loading.wait()
            until(lambda: answers(site, "/data/"), "the site after the database was killed during a load")
            told = where.run("load", str(second)).stdout
            assert "applied" in told or "already held" in told
            listed = where.run("editions", "--json").stdout
            assert listed.count('"accepted"') == 2
            assert "already held" in where.run("load", str(first), str(second)).stdout


def test_a_worker_that_is_killed_in_a_job_is_followed_by_one_that_finishes_it(tmp_path):
    with place(tmp_path / "home") as where:
        log = tmp_path / "worker.log"
        worker = where.start("worker", log=log)
        try:
            until(lambda: where.ask("SELECT count(*) FROM procrastinate_workers")[0][0] == 1, "the worker")
            # The job waits for the lock of its table, so that it is killed in the middle.
            holding = where.python(
                "import time\nfrom django.db import connection, transaction\n"
                "with transaction.atomic(), connection.cursor() as cursor:\n"
                "    cursor.execute('LOCK TABLE django_session')\n    print('held', flush=True)\n    time.sleep(600)"
            )
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
                lambda: (
                    where.ask("SELECT outcome FROM operations_run WHERE job = 'tidy' ORDER BY started_at DESC LIMIT 1")
                    == [("done",)]
                ),
                f"the job to be done again: {log.read_text()[-3000:]}",
                150,
            )
            print(f"a job whose worker was killed was done again after {took:.0f} s")
            assert where.ask("SELECT outcome, count(*) FROM operations_run WHERE job = 'tidy' GROUP BY 1 ORDER BY 1") == [
                ("done", 1), ("interrupted", 1),
            ]  # fmt: skip
        finally:
            end(worker)


def test_a_disk_that_is_full_stops_a_load_in_a_sentence_and_loses_nothing(tmp_path):
    with place(tmp_path / "home") as where:
        first, second = files(tmp_path / "files")
        where.run("load", str(first))
        before = where.ask(HISTORY)
        held = sorted((where.home / "archive").rglob("*.*"))
        # No file may grow beyond a few KiB: what a full disk does to whoever writes.
        stopped = where.python(
            "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))\n"
            "sys.argv = ['irhub', 'load', sys.argv[1]]\nfrom irhub.cli import main\nmain()",
            str(second),
        )
        _, said = stopped.communicate()
        assert stopped.returncode == 1
        assert "The disk is full. Make room" in said
        assert "Traceback" not in said
        assert where.ask(HISTORY) == before
        assert sorted((where.home / "archive").rglob("*.*")) == held
        assert "applied" in where.run("load", str(second)).stdout
        assert where.ask(HISTORY)[0][0] == before[0][0] + 1


def test_a_clock_that_jumps_loses_nothing_and_doctor_tells(tmp_path):
    with place(tmp_path / "home") as where:
        first, second = files(tmp_path / "files")
        where.run("load", str(first))
        where.ask(
            "UPDATE registers_edition SET loaded_at = now() + interval '3 days' RETURNING 1"
        )  # loaded while it was wrong
        assert "which lies ahead: a clock was or is wrong" in where.run("doctor", expect=None).stdout
        assert "applied" in where.run("load", str(second)).stdout
        assert where.ask("SELECT count(*) FROM registers_edition WHERE state = 'accepted'") == [(2,)]
