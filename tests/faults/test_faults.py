"""Whatever dies, fills up or goes away: nothing is lost, nothing is doubled, and it goes on without hands."""

from __future__ import annotations

import os
import signal
import time
from datetime import date
from pathlib import Path

import pytest

from tests.faults.figures import figure
from tests.place import answers, end, place, served, until
from tests.registers.samples import sponsor_file

pytestmark = pytest.mark.slow
NAMES = [(f"Sedgeford {n} Care Ltd", "Exampleton") for n in range(3000)]
GONE = NAMES[::300]
"""Who is not in the second edition: few, and not next to each other, as on any day."""
NEW = [(f"Quillmoor {n} Ltd", "Sampleham") for n in range(6)]
AWAY_SECONDS = float(os.environ.get("IRHUB_TEST_AWAY_SECONDS", "3"))
WRITE = """
from irhub.accounts import actions
from irhub.accounts.roles import Kind
from irhub.accounts.row_security import system_access
from irhub.web.errors import ActionRefused
for number in range(int(sys.argv[1])):
    try:
        with system_access("an operator adds bodies"):
            actions.add_body(Kind.PROVIDER, f"Quillmoor {number} Ltd", by="test")
    except ActionRefused:
        continue
    print(number, flush=True)
"""
JOB = """
from datetime import timedelta
from django.utils import timezone
from irhub.operations import running
from irhub.web.background_jobs import jobs
def apart(job):
    until = running.next_run(job, timezone.now()) - timezone.now()
    return min(until, timedelta(days=1) - until)
name = max((jobs()[name] for name in ("tidy", "digests")), key=apart).name
assert running.ask_for(name, by="test")
print(name)
"""
"""Asks for a job of every day that is not due by its schedule for hours, and prints its name: a run of it is the one asked for."""
DONE = "SELECT count(*) FROM operations_run WHERE job = %s AND outcome = 'done'"


def files(folder: Path) -> list[Path]:
    return [
        sponsor_file(folder, date(2026, 3, 2), NAMES),
        sponsor_file(folder, date(2026, 3, 3), [*(name for name in NAMES if name not in GONE), *NEW]),
    ]


def test_web_processes_that_are_killed_come_back_and_no_answer_is_wrong(tmp_path, record_property):
    with place(tmp_path / "home") as where, served(where) as site:
        workers = site.workers()
        assert len(workers) == 2
        # A library with threads of its own would wait for ever in the processes that are made after it was imported.
        assert "polars" not in Path(f"/proc/{site.process.pid}/maps").read_text()
        begun = time.monotonic()
        os.kill(workers[0], signal.SIGKILL)
        until(lambda: workers[0] not in site.workers() and len(site.workers()) == 2, "another web process")
        replaced = time.monotonic() - begun
        assert {answers(site, "/data/") for _ in range(20)} == {True}
        orphans = site.workers()
        os.kill(site.process.pid, signal.SIGKILL)  # systemd or the container starts it again: here we do
        site.process.wait()
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in orphans), "its orphans to end")
        port = int(site.address.rpartition(":")[2])
        again = where.start("serve", "--port", str(port), log=tmp_path / "again.log")
        try:
            took = until(lambda: answers(site, "/data/"), "the site after its first process was killed")
            figure(
                record_property,
                "kill -9 of a web process and of the first, 1 of each",
                told=[site.log, tmp_path / "again.log", site.get("/data/").text],
                more=f"replaced after {replaced:.1f} s; the site answered {took:.1f} s after it was started again",
            )
        finally:
            end(again)


def test_writes_that_are_killed_are_whole_or_did_not_happen_and_none_is_doubled(tmp_path, record_property):
    with place(tmp_path / "home") as where:
        told, most, terminals = set(), 200, []
        for patience in (0.3, 0.5, 0.8):
            writing = where.python(WRITE, str(most))
            assert writing.stdout is not None
            told.add(writing.stdout.readline().strip())
            time.sleep(patience)
            writing.send_signal(signal.SIGKILL)
            out, faults = writing.communicate()
            terminals.append(faults)
            told |= set(out.split())
        kept = {name.split()[1] for (name,) in where.ask("SELECT name FROM accounts_body")}
        events = where.ask("SELECT count(*) FROM accounts_auditevent WHERE what = 'added a body'")[0][0]
        assert told - {""} <= kept  # what was said to be done is there
        assert events == len(kept)  # and each is told of once
        last = where.python(WRITE, str(most))
        last.communicate()
        assert where.ask("SELECT count(*), count(DISTINCT name) FROM accounts_body") == [(most, most)]
        assert "0 broken" in where.run("audit", "verify").stdout
        figure(
            record_property,
            f"kill -9 of a command that writes, {len(terminals)} times",
            lost=told - {""} - kept,
            doubled=range(events - len(kept)),
            told=terminals,
            more=f"{len(told - {''})} writes told, {len(kept)} kept",
        )


def test_while_the_database_is_away_pages_say_so_and_all_goes_on_when_it_is_back(tmp_path, record_property):
    with place(tmp_path / "home") as where, served(where) as site:
        worker = where.start("worker", log=tmp_path / "worker.log")
        try:
            until(lambda: where.ask("SELECT count(*) FROM procrastinate_workers")[0][0] == 1, "the worker")
            where.away()
            left = time.monotonic() + AWAY_SECONDS
            seen, pages = set(), []
            while time.monotonic() < left:
                answer = site.get("/data/")
                seen.add(answer.status_code)
                pages.append(answer.text)
                assert "cannot reach its data" in answer.text
                time.sleep(0.2)
            assert seen == {503}
            assert site.get("/healthz").status_code == 200
            assert site.get("/readyz").json()["checks"]["database"] is False
            refused = where.run("load", str(files(tmp_path / "files")[0]), expect=1)
            assert "The database cannot be reached" in refused.stderr
            where.back()
            back = time.monotonic()
            took = until(lambda: answers(site, "/data/"), "pages after the database came back")
            waiting = where.python(JOB)
            job, fault = waiting.communicate()
            assert waiting.returncode == 0, fault
            until(
                lambda: where.ask(DONE, job.strip()) == [(1,)],
                lambda: (
                    f"the worker after the database came back: {where.ask('SELECT job, outcome, said FROM operations_run')}"
                    f" {(tmp_path / 'worker.log').read_text()[-3000:]}"
                ),
                90,
            )
            figure(
                record_property,
                f"the database away for {AWAY_SECONDS:.0f} s, 1 time",
                told=[*pages, refused.stderr, site.log, tmp_path / "worker.log"],
                more=f"pages back after {took:.1f} s, background work after {time.monotonic() - back:.1f} s",
            )
        finally:
            end(worker)
