"""A disk that is full and a clock that jumps: a sentence says so, nothing is lost, and it goes on without hands."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.faults.hub import Hub, Kept, asked
from tests.faults.test_faults import JOB, files
from tests.place import end, until

pytestmark = pytest.mark.slow
HISTORY = (
    "SELECT (SELECT count(*) FROM registers_edition), (SELECT count(*) FROM registers_sponsorspan WHERE until IS NULL),"
    " (SELECT count(*) FROM registers_sponsorspan), (SELECT count(*) FROM registers_change)"
)
DISK = "400m"
SCHEDULED = "SELECT count(*) > 0 FROM procrastinate_periodic_defers WHERE task_name = 'take-up' AND defer_timestamp BETWEEN %s AND %s"
FAKE_TIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of its own, of `DISK` bytes, in memory."""
    folder = Path(tempfile.mkdtemp(prefix="irhub-disk-"))
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)], capture_output=True)
    if made.returncode:
        pytest.skip("only root can mount a small file system")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def fill(folder: Path, leave: int) -> Path:
    """Fill a disk but for so many bytes, and return the file that does it."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        while (room := shutil.disk_usage(folder).free - leave) > 0:
            file.write(b"\0" * min(room, 2**20))
            file.flush()
    return ballast


def test_a_full_disk_is_told_of_and_when_there_is_room_all_goes_on(small_disk, tmp_path):
    where = Hub(small_disk / "home", IRHUB_MAX_LOST_PERCENT="5")
    first, second = files(tmp_path / "files")
    where.run("load", str(first))
    site = where.start("serve", "--port", str(where.port), log=tmp_path / "serve.log")
    try:
        until(where.serves, "the site to serve")
        before = where.ask(HISTORY)
        for leave in (0, 2**20, 8 * 2**20):  # nothing is left for the archive, then for the rows, then for the database
            ballast = fill(small_disk, leave)
            refused = where.run("load", str(second), expect=None)
            if refused.returncode:
                assert "disk is full" in refused.stderr, refused.stderr
                assert "Traceback" not in refused.stderr
                answer = httpx.get(f"{where.address}/data/", timeout=30, trust_env=False)
                assert answer.status_code in (200, 503)
                assert "Traceback" not in answer.text
            ballast.unlink()
            took = until(where.serves, "pages once there is room")
            print(
                f"full but for {leave} bytes: load ended with {refused.returncode}, pages {took:.1f} s after there was room"
            )
            if refused.returncode:
                assert where.ask(HISTORY) == before
        assert "applied" in where.run("load", str(second)).stdout or refused.returncode == 0
        assert where.ask(HISTORY)[0][0] == before[0][0] + 1
        assert where.ask("SELECT count(DISTINCT sha256) FROM registers_edition") == [(2,)]
        left = [path for path in where.home.rglob("tmp*") if path.is_file() and "postgres" not in path.parts]
        assert not left
    finally:
        end(site)


@pytest.mark.skipif(FAKE_TIME is None, reason="needs Debian's package libfaketime")
def test_a_clock_that_jumps_ahead_and_is_set_right_stops_nothing(tmp_path):
    own = Path(tempfile.mkdtemp(prefix="irhub-clock-"))
    clock = own / "clock"

    def jump(days: int) -> None:
        part = own / "clock.part"
        part.write_text(f"{days:+d}d\n")
        part.replace(clock)

    jump(0)
    where = Hub(
        own / "home", LD_PRELOAD=str(FAKE_TIME), FAKETIME_TIMESTAMP_FILE=str(clock), FAKETIME_CACHE_DURATION="1",
        FAKETIME_DONT_FAKE_MONOTONIC="1", NO_FAKE_STAT="1",
    )  # fmt: skip
    first, second = files(tmp_path / "files")
    where.run("load", str(first))
    web = Kept(lambda: where.start("serve", "--port", str(where.port), log=tmp_path / "web.log"))
    worker = Kept(lambda: where.start("worker", log=tmp_path / "worker.log"))
    done = "SELECT count(*) FROM operations_run WHERE job = 'tidy' AND outcome = 'done'"
    try:
        until(where.serves, "the site to serve")
        until(lambda: asked(where, "SELECT count(*) > 0 FROM procrastinate_workers") == [(True,)], "the worker")
        for number, days in enumerate((3, 0, -3), start=1):
            jump(days)
            begun = time.time() + days * 86_400
            time.sleep(3)  # the clock is read anew within a second, and looked at every two
            until(where.serves, f"pages at {days:+d} days")
            asking = where.python(JOB)
            _, fault = asking.communicate()
            assert asking.returncode == 0, fault
            took = until(lambda times=number: asked(where, done) == [(times,)], f"a job at {days:+d} days", 90)
            scheduled = until(
                lambda since=begun: asked(where, SCHEDULED, since, since + 600) == [(True,)],
                f"the schedule at {days:+d} days: {(tmp_path / 'worker.log').read_text()[-1500:]}",
            )
            print(
                f"clock at {days:+d} days: a job was done after {took:.1f} s, the schedule goes on after {scheduled:.1f} s"
            )
            if days == 3:
                assert "applied" in where.run("load", str(second)).stdout
            if days == 0:
                told = where.run("doctor", expect=None).stdout
                assert "which lies ahead: a clock was or is wrong" in told
        assert where.ask("SELECT count(*) FROM registers_edition WHERE state = 'accepted'") == [(2,)]
    finally:
        worker.stop()
        web.stop()
        shutil.rmtree(own, ignore_errors=True)
