"""A disk that is full and a clock that jumps: a sentence says so, and nothing is lost."""

from __future__ import annotations

import pytest

from tests.faults.test_faults import files
from tests.place import place

pytestmark = pytest.mark.slow
HISTORY = (
    "SELECT (SELECT count(*) FROM registers_edition), (SELECT count(*) FROM registers_sponsorspan WHERE until IS NULL),"
    " (SELECT count(*) FROM registers_sponsorspan), (SELECT count(*) FROM registers_change)"
)
LOAD_ON_A_FULL_DISK = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))  # no file may grow further: what a full disk does to whoever writes
sys.argv = ["irhub", "load", sys.argv[1]]
from irhub.cli import main
main()
"""


def test_a_disk_that_is_full_stops_a_load_in_a_sentence_and_loses_nothing(tmp_path):
    with place(tmp_path / "home") as where:
        first, second = files(tmp_path / "files")
        where.run("load", str(first))
        before = where.ask(HISTORY)
        held = sorted((where.home / "archive").rglob("*.*"))
        stopped = where.python(LOAD_ON_A_FULL_DISK, str(second))
        _, said = stopped.communicate()
        assert stopped.returncode == 1, said
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
        # Loaded while the clock was three days ahead.
        where.ask("UPDATE registers_edition SET loaded_at = now() + interval '3 days' RETURNING 1")
        assert "which lies ahead: a clock was or is wrong" in where.run("doctor", expect=None).stdout
        assert "applied" in where.run("load", str(second)).stdout
        assert where.ask("SELECT count(*) FROM registers_edition WHERE state = 'accepted'") == [(2,)]
