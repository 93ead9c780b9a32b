"""Killed at any moment, a load leaves the state before or the state after, and the next run finishes it.

`IRHUB_TEST_KILLS`: twice so many moments are tried (`make faults` tries many).
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from datetime import date

import psycopg
import pytest

from tests.faults.figures import figure
from tests.place import place
from tests.registers.samples import sponsor_file

LOAD = """
from pathlib import Path
from irhub.registers import taking_in
print("ready", flush=True)
taking_in.load(Path(sys.argv[1]))
"""
KILLS = 2 * int(os.environ.get("IRHUB_TEST_KILLS", "1"))
STATE = (
    "SELECT (SELECT count(*) FROM registers_edition), (SELECT count(*) FROM registers_sponsorspan),"
    " (SELECT count(*) FROM registers_sponsorspan WHERE until IS NULL), (SELECT count(*) FROM registers_change),"
    " (SELECT count(*) FROM registers_issuecount)"
)
UNDO = (
    "DELETE FROM registers_issuecount WHERE edition_id = (SELECT max(id) FROM registers_edition)",
    "DELETE FROM registers_edition WHERE id = (SELECT max(id) FROM registers_edition)",
    "DELETE FROM registers_change",
    "DELETE FROM registers_sponsorspan WHERE since = '2026-03-03'",
    "UPDATE registers_sponsorspan SET until = NULL",
)
"""Back from the second edition to the first."""


def finished(process: subprocess.Popen[str]) -> bool:
    """Wait for a process and say whether it ended well."""
    process.communicate()
    return process.returncode == 0


@pytest.mark.slow
def test_a_load_that_is_killed_at_any_moment_is_whole_or_has_not_happened(tmp_path, record_property):
    names = [(f"Sedgeford {n} Foods Ltd", "Exampleton") for n in range(4000)]
    first = sponsor_file(tmp_path, date(2026, 3, 2), names)
    joined = [(f" Quillmoor {n} Care Ltd", "Sampleham") for n in range(12)]
    second = sponsor_file(
        tmp_path, date(2026, 3, 3), [*(name for number, name in enumerate(names) if number % 250), *joined]
    )
    with place(tmp_path / "home") as where:

        def ready() -> subprocess.Popen[str]:
            process = where.python(LOAD, str(second))
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            return process

        assert finished(where.python(LOAD, str(first)))
        before = where.ask(STATE)
        process, begun = ready(), time.monotonic()  # once to the end: how long it takes, and the state after
        assert finished(process)
        lasts, after = time.monotonic() - begun, where.ask(STATE)
        assert after != before
        assert where.ask("SELECT DISTINCT state FROM registers_edition") == [("accepted",)]

        def undo() -> None:
            with psycopg.connect(where.url) as connection:
                for statement in UNDO:
                    connection.execute(statement)
            assert where.ask(STATE) == before

        def killed_after(seconds: float) -> object:
            process = ready()
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)
            terminals.append(process.communicate()[1])
            return where.ask(STATE)

        undo()
        outcomes, terminals = [], []
        for moment in range(KILLS):
            outcomes.append(killed_after(lasts * 1.1 * (moment + 0.5) / KILLS))
            if outcomes[-1] == after:
                break
        soon = lasts / KILLS
        while before not in outcomes:  # the machine was slower when it took `lasts`: kill sooner
            undo()
            soon /= 4
            outcomes.append(killed_after(soon))
        assert all(found in (before, after) for found in outcomes)
        assert finished(where.python(LOAD, str(second)))
        assert where.ask(STATE) == after
        figure(
            record_property,
            f"kill -9 of a load at any moment, {len(outcomes)} times",
            told=terminals,
            more=f"{outcomes.count(before)} left the state before, {outcomes.count(after)} that after",
        )
