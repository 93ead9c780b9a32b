"""Killed at any moment, a load leaves the state before or the state after, and the next run finishes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import date

import psycopg
import pytest

from tests.registers.samples import sponsor_file

LOAD = """
import sys, django
django.setup()
from pathlib import Path
from irhub.registers import services
print("ready", flush=True)
services.load(Path(sys.argv[1]))
print("loaded", flush=True)
"""
KILLS = 25


def state(url):
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT (SELECT count(*) FROM registers_edition), (SELECT count(*) FROM registers_sponsorspan),"
            " (SELECT count(*) FROM registers_sponsorspan WHERE until IS NULL), (SELECT count(*) FROM registers_change),"
            " (SELECT count(*) FROM registers_issuecount)"
        ).fetchone()


def finished(process: subprocess.Popen[str]) -> bool:
    """Wait for a process and say whether it ended well."""
    process.communicate()
    return process.returncode == 0


@pytest.mark.slow
def test_a_load_that_is_killed_at_any_moment_is_whole_or_has_not_happened(tmp_path, django_db_blocker):
    from django.conf import settings

    names = [(f"Sedgeford {n} Foods Ltd", "Exampleton") for n in range(4000)]
    files = [
        sponsor_file(tmp_path, date(2026, 3, 2), names),
        sponsor_file(
            tmp_path, date(2026, 3, 3), [*names[40:], *[(f" Quillmoor {n} Care Ltd", "Sampleham") for n in range(90)]]
        ),
    ]
    server = settings.DATABASES["default"]
    admin = psycopg.conninfo.make_conninfo(
        host=server["HOST"], user=server["USER"], port=server["PORT"] or None, dbname="postgres"
    )
    url = psycopg.conninfo.make_conninfo(admin, dbname="irhub_crash")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS irhub_crash")
        connection.execute("CREATE DATABASE irhub_crash")
    uri = f"postgresql://{server['USER']}@/irhub_crash?host={server['HOST']}" + (
        f"&port={server['PORT']}" if server["PORT"] else ""
    )
    environment = os.environ | {
        "IRHUB_HOME": str(tmp_path / "home"),
        "DATABASE_URL": uri,
        "DJANGO_SETTINGS_MODULE": "irhub.config.settings",
    }

    def run(*code: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", *code], env=environment, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    migrate = run(
        "import django; django.setup(); from django.core.management import call_command; call_command('migrate', verbosity=0)"
    )
    assert finished(migrate)
    assert finished(run(LOAD, str(files[0])))
    before = state(url)
    after = None
    lasted, outcomes = 1.0, set()
    for attempt in range(KILLS):
        process = run(LOAD, str(files[1]))
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        begun = time.monotonic()
        if attempt == 0:  # once to the end, to learn how long it takes and what the state after is
            assert finished(process)
            lasted = time.monotonic() - begun
            after = state(url)
            assert after != before
            with psycopg.connect(url) as connection:
                connection.execute(
                    "DELETE FROM registers_issuecount WHERE edition_id = (SELECT max(id) FROM registers_edition)"
                )
                connection.execute("DELETE FROM registers_edition WHERE id = (SELECT max(id) FROM registers_edition)")
                connection.execute("DELETE FROM registers_change")
                connection.execute("DELETE FROM registers_sponsorspan WHERE since = '2026-03-03'")
                connection.execute("UPDATE registers_sponsorspan SET until = NULL")
            assert state(url) == before
            continue
        time.sleep(lasted * 1.1 * attempt / KILLS)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        found = state(url)
        assert found in (before, after)
        outcomes.add(found)
        if found == after:
            break
    assert before in outcomes
    assert finished(run(LOAD, str(files[1])))
    assert state(url) == after
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("DROP DATABASE irhub_crash WITH (FORCE)")
